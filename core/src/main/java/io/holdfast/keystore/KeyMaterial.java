package io.holdfast.keystore;

import io.holdfast.binding.CertificateThumbprint;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A private key and the certificate that belongs to it. Only {@link #of} makes one, and only after the key has proven
 * that it fits: what it signs, the certificate's public key verifies.
 *
 * <p>Immutable.
 */
public final class KeyMaterial {
    private final PrivateKey privateKey;
    private final List<X509Certificate> certificateChain;
    private final CertificateThumbprint thumbprint;

    private KeyMaterial(PrivateKey privateKey, List<X509Certificate> certificateChain) {
        this.privateKey = privateKey;
        this.certificateChain = certificateChain;
        this.thumbprint = CertificateThumbprint.of(certificateChain.get(0));
    }

    /**
     * Puts a key and its certificates together. The certificates may come in any order; those that lead from the key's
     * certificate to its issuers become the chain, others are left out. Of several certificates of the key, an old and a
     * renewed one perhaps, the one that is valid now and ends last is taken.
     *
     * @param privateKey an RSA, EC or EdDSA key; it may live in hardware
     * @param certificates the key's certificate and, as far as they are there, its issuers
     * @throws KeyMaterialException if no certificate belongs to the key
     */
    public static KeyMaterial of(PrivateKey privateKey, Collection<X509Certificate> certificates)
            throws KeyMaterialException {
        return new KeyMaterial(privateKey, CertificateChain.of(privateKey, certificates, Instant.now()));
    }

    /** The private key. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The key's certificate first, each one's issuer after it. Never empty. */
    public List<X509Certificate> certificateChain() {
        return certificateChain;
    }

    /** The key's certificate, the first of the chain. */
    public X509Certificate certificate() {
        return certificateChain.get(0);
    }

    /** The thumbprint of {@link #certificate()}: what tokens got with it are bound to. */
    public CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** The certificate's subject and thumbprint; nothing of the key. */
    @Override
    public String toString() {
        return "KeyMaterial[" + certificate().getSubjectX500Principal() + ", thumbprint " + thumbprint.value()
                + ", chain of " + certificateChain.size() + "]";
    }
}
