package io.holdfast.keystore;

import io.holdfast.binding.CertificateThumbprint;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One state of a client's credentials: key and certificate, trusted certificates, and the TLS context made of both.
 * Tokens and connections obtained with one generation belong to it alone: each has its own TLS session cache, so that
 * no TLS session is resumed with another generation.
 *
 * <p>The context presents the certificate to every server that requests one, whatever authorities that server names, so
 * that token call and resource call present the same certificate. Call no other servers with it: a key ring's own
 * contexts offer the certificate only where it belongs.
 *
 * <p>Immutable and safe for use by several threads. Equality is identity.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class CredentialGeneration {
    private final @Nullable KeyMaterial keyMaterial;
    private final @Nullable TrustedCertificates trusted;
    private final List<X509Certificate> certificateChain;
    private final CertificateThumbprint thumbprint;
    private final SSLContext sslContext;
    private volatile @Nullable SSLContext withoutCertificate;

    private CredentialGeneration(
            @Nullable KeyMaterial keyMaterial,
            @Nullable TrustedCertificates trusted,
            List<X509Certificate> certificateChain,
            SSLContext sslContext,
            @Nullable SSLContext withoutCertificate) {
        this.keyMaterial = keyMaterial;
        this.trusted = trusted;
        this.certificateChain = certificateChain;
        this.thumbprint = CertificateThumbprint.of(certificateChain.get(0));
        this.sslContext = sslContext;
        this.withoutCertificate = withoutCertificate;
    }

    /** Makes a generation with a TLS context of its own. */
    public static CredentialGeneration of(KeyMaterial keyMaterial, TrustedCertificates trusted) {
        KeyManager[] keys = {new OneIdentityKeyManager(keyMaterial)};
        return new CredentialGeneration(
                keyMaterial,
                trusted,
                keyMaterial.certificateChain(),
                TlsContext.of(keys, trusted.trustManager()),
                null);
    }

    /**
     * Makes a generation from a TLS context of the application's own. Calls to servers that must not see the
     * certificate use the trust of the Java platform.
     *
     * @param sslContext must present this certificate to every server that requests one
     * @param certificateChain the certificate first, followed by its issuers, as the context sends them
     * @throws IllegalArgumentException if the chain is empty
     */
    public static CredentialGeneration of(SSLContext sslContext, List<X509Certificate> certificateChain) {
        return ofContexts(sslContext, certificateChain, null);
    }

    /**
     * Makes a generation from two TLS contexts of the application's own.
     *
     * @param sslContext must present this certificate to every server that requests one
     * @param certificateChain the certificate first, followed by its issuers, as the context sends them
     * @param withoutCertificate for servers that must not see the certificate: must present none
     * @throws IllegalArgumentException if the chain is empty, or both contexts are the same
     */
    public static CredentialGeneration of(
            SSLContext sslContext, List<X509Certificate> certificateChain, SSLContext withoutCertificate) {
        if (sslContext == withoutCertificate) {
            throw new IllegalArgumentException("Both TLS contexts are one. Give a second one that offers no certificate"
                    + " to servers that must not see it.");
        }
        return ofContexts(sslContext, certificateChain, withoutCertificate);
    }

    private static CredentialGeneration ofContexts(
            SSLContext sslContext, List<X509Certificate> certificateChain, @Nullable SSLContext withoutCertificate) {
        if (certificateChain.isEmpty()) {
            throw new IllegalArgumentException("The chain is empty. Give the certificate that the TLS context offers.");
        }
        return new CredentialGeneration(
                null,
                null,
                Collections.unmodifiableList(new ArrayList<>(certificateChain)),
                sslContext,
                withoutCertificate);
    }

    /** The key and its certificates; empty if the generation was made from ready TLS contexts. */
    public Optional<KeyMaterial> keyMaterial() {
        return Optional.ofNullable(keyMaterial);
    }

    /** The certificates that the connections trust; empty if only a ready TLS context knows. */
    public Optional<TrustedCertificates> trustedCertificates() {
        return Optional.ofNullable(trusted);
    }

    /** The certificate first, each one's issuer after it. Never empty. */
    public List<X509Certificate> certificateChain() {
        return certificateChain;
    }

    /** The client certificate that connections present. */
    public X509Certificate certificate() {
        return certificateChain.get(0);
    }

    /** The thumbprint of the client certificate, to which tokens of this generation are bound. */
    public CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** The TLS context. It checks certificate chains, not host names: the HTTP client must verify those. */
    public SSLContext sslContext() {
        return sslContext;
    }

    /**
     * A TLS context that presents no certificate, with the same trust, or with the platform's if the generation was
     * made from a ready context. It has its own session cache, so that it resumes no session made with the certificate.
     */
    public SSLContext sslContextWithoutCertificate() {
        SSLContext made = withoutCertificate;
        if (made == null) {
            synchronized (this) {
                made = withoutCertificate;
                if (made == null) {
                    made = (trusted != null ? trusted : TrustedCertificates.ofPlatform()).sslContext();
                    withoutCertificate = made;
                }
            }
        }
        return made;
    }

    /** True if both present the same certificates and trust; for ready TLS contexts, if they are one object. */
    boolean hasSameCredentials(CredentialGeneration other) {
        if (!certificateChain.equals(other.certificateChain)) {
            return false;
        }
        if (trusted == null || other.trusted == null) {
            return sslContext == other.sslContext;
        }
        return trusted == other.trusted || trusted.certificates().equals(other.trusted.certificates());
    }

    /** True if the key in hardware was removed in the meantime: a key loaded before is unusable then. */
    boolean hasLostItsKey() {
        if (keyMaterial == null) {
            return false;
        }
        try {
            return keyMaterial.privateKey().getFormat() == null
                    && !KeyProof.fits(keyMaterial.privateKey(), certificate().getPublicKey());
        } catch (KeyMaterialException | RuntimeException e) {
            return true;
        }
    }

    /** True if this generation lacks the issuer that the other has, or has fewer trusted certificates. */
    boolean hasLessThan(CredentialGeneration other) {
        boolean withoutIssuer = certificateChain.size() == 1 && !CertificateChain.selfSigned(certificate());
        boolean lessTrust = trusted != null
                && other.trusted != null
                && trusted.certificates().size() < other.trusted.certificates().size();
        return (withoutIssuer && other.certificateChain.size() > 1) || lessTrust;
    }

    /** The certificate's subject and thumbprint; nothing of the key. */
    @Override
    public String toString() {
        return "CredentialGeneration[" + certificate().getSubjectX500Principal() + ", thumbprint " + thumbprint.value()
                + ", chain of " + certificateChain.size() + "]";
    }
}
