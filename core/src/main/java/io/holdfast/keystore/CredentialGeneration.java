package io.holdfast.keystore;

import io.holdfast.binding.CertificateThumbprint;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * One state of a client's credentials: its key material, whom it trusts, and the TLS context that comes of both. Tokens
 * and connections that were got with one generation belong to it alone: each has its own TLS session cache, so not even
 * a resumed session crosses over.
 *
 * <p>The context offers the certificate to every server that asks for one, whatever authorities that server names, so
 * that token call and resource call present the same certificate.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class CredentialGeneration {
    private final KeyMaterial keyMaterial;
    private final SSLContext sslContext;

    private CredentialGeneration(KeyMaterial keyMaterial, SSLContext sslContext) {
        this.keyMaterial = keyMaterial;
        this.sslContext = sslContext;
    }

    /** A new generation with a TLS context of its own. */
    public static CredentialGeneration of(KeyMaterial keyMaterial, TrustedCertificates trusted) {
        KeyManager[] keys = {new OneIdentityKeyManager(keyMaterial)};
        return new CredentialGeneration(keyMaterial, TlsContext.of(keys, trusted.trustManager()));
    }

    /** The key and the certificates. */
    public KeyMaterial keyMaterial() {
        return keyMaterial;
    }

    /** The thumbprint of the certificate that is offered: what tokens of this generation are bound to. */
    public CertificateThumbprint thumbprint() {
        return keyMaterial.thumbprint();
    }

    /** The TLS context. It judges chains, not host names: those are the HTTP client's to verify. */
    public SSLContext sslContext() {
        return sslContext;
    }

    @Override
    public String toString() {
        return "CredentialGeneration[" + keyMaterial + "]";
    }
}
