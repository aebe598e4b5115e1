package io.holdfast.keystore;

import io.holdfast.binding.CertificateThumbprint;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A private key and the certificate that belongs to it. Only {@link #of} makes one, after the key has proven that it
 * fits: the certificate's public key verifies its signature.
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
     * Combines a key and its certificates. The certificates may come in any order; those that lead from the key's
     * certificate to its issuers become the chain, others are left out. If the key has several certificates, such as an
     * old and a renewed one, the valid one that ends last is used.
     *
     * @param privateKey an RSA, EC or EdDSA key; it may live in hardware
     * @param certificates the key's certificate and its issuers, if available
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

    /** The key's certificate first, followed by its issuers. Never empty. */
    public List<X509Certificate> certificateChain() {
        return certificateChain;
    }

    /** The key's certificate, the first of the chain. */
    public X509Certificate certificate() {
        return certificateChain.get(0);
    }

    /** The thumbprint of {@link #certificate()}, to which tokens obtained with it are bound. */
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
