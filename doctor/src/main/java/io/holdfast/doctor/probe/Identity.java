package io.holdfast.doctor.probe;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.KeyMaterial;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate with its key, as a client presents it in TLS; or none. Immutable. */
final class Identity {
    /** A client without a certificate. */
    static final Identity NONE = new Identity("no certificate", List.of(), null);

    private final String label;
    private final List<X509Certificate> chain;
    private final @Nullable PrivateKey key;

    Identity(String label, List<X509Certificate> chain, @Nullable PrivateKey key) {
        this.label = label;
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    static Identity of(String label, KeyMaterial material) {
        return new Identity(label, material.certificateChain(), material.privateKey());
    }

    /** The words for it in a report. */
    String label() {
        return label;
    }

    boolean hasCertificate() {
        return !chain.isEmpty();
    }

    List<X509Certificate> chain() {
        return chain;
    }

    /** The leaf of an identity that has a certificate. */
    X509Certificate certificate() {
        return chain.get(0);
    }

    @Nullable
    PrivateKey key() {
        return key;
    }

    String thumbprint() {
        return CertificateThumbprint.of(certificate()).value();
    }

    /** True if these certificates, as TLS has sent them, are this identity's. */
    boolean isWhatWasSent(List<X509Certificate> sent) {
        return sent.isEmpty()
                ? chain.isEmpty()
                : hasCertificate() && sent.get(0).equals(certificate());
    }

    @Override
    public String toString() {
        return label;
    }
}
