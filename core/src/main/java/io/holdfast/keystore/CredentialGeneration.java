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
 * One state of a client's credentials: its key and certificate, whom it trusts, and the TLS context that comes of both.
 * Tokens and connections that were got with one generation belong to it alone: each has its own TLS session cache, so
 * not even a resumed session crosses over.
 *
 * <p>The context offers the certificate to every server that asks for one, whatever authorities that server names, so
 * that token call and resource call present the same certificate. Call no other servers with it: a key ring's own
 * contexts offer the certificate only where it belongs.
 *
 * <p>Immutable and safe for use by several threads. Two are equal only if they are one.
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

    /** A new generation with a TLS context of its own. */
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
     * A new generation from a TLS context that somebody else has made. Servers that must not see the certificate are
     * called with the trust of the Java platform.
     *
     * @param sslContext it must offer this certificate, to every server that asks for one
     * @param certificateChain the certificate first, each one's issuer after it, as the context sends them
     * @throws IllegalArgumentException if the chain is empty
     */
    public static CredentialGeneration of(SSLContext sslContext, List<X509Certificate> certificateChain) {
        return ofContexts(sslContext, certificateChain, null);
    }

    /**
     * A new generation from two TLS contexts that somebody else has made.
     *
     * @param sslContext it must offer this certificate, to every server that asks for one
     * @param certificateChain the certificate first, each one's issuer after it, as the context sends them
     * @param withoutCertificate for servers that must not see the certificate: it must offer none
     * @throws IllegalArgumentException if the chain is empty, or both contexts are one
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

    /** The key and the certificates; empty if only a ready TLS context has them. */
    public Optional<KeyMaterial> keyMaterial() {
        return Optional.ofNullable(keyMaterial);
    }

    /** Whom the connections trust; empty if only a ready TLS context knows. */
    public Optional<TrustedCertificates> trustedCertificates() {
        return Optional.ofNullable(trusted);
    }

    /** The certificate first, each one's issuer after it. Never empty. */
    public List<X509Certificate> certificateChain() {
        return certificateChain;
    }

    /** The certificate that is offered. */
    public X509Certificate certificate() {
        return certificateChain.get(0);
    }

    /** The thumbprint of the certificate that is offered: what tokens of this generation are bound to. */
    public CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** The TLS context. It judges chains, not host names: those are the HTTP client's to verify. */
    public SSLContext sslContext() {
        return sslContext;
    }

    /**
     * A TLS context with the same trust, or the platform's where only a ready context has it, that offers no
     * certificate. Its sessions are its own, so none that was made with the certificate is resumed by it.
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

    /** Whether the other offers the same certificates and trusts the same; of ready TLS contexts, whether they are one. */
    boolean hasSameCredentials(CredentialGeneration other) {
        if (!certificateChain.equals(other.certificateChain)) {
            return false;
        }
        if (trusted == null || other.trusted == null) {
            return sslContext == other.sslContext;
        }
        return trusted == other.trusted || trusted.certificates().equals(other.trusted.certificates());
    }

    /** Whether the key was in hardware that has been away since: what was loaded before is of no use then. */
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

    /** Whether the issuer is missing that the other could name, or some of the trusted certificates. */
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
