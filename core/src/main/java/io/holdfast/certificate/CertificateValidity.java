package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * The check of a client certificate's validity period by the protected resource. The binding needs no such check: the
 * thumbprint of an expired certificate is as good as any, and the token's own lifetime is short. Handshakes of a TLS
 * server or a proxy have their own rules.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-6.3">RFC 8705 section 6.3, "Certificate Expiration and
 *     Bound Access Tokens"</a>
 */
public enum CertificateValidity {
    /** Ignores the validity period. The default. */
    IGNORE,
    /** Refuses a certificate that has expired or is not yet valid; both dates belong to the period. */
    CHECK;

    /** True if the certificate may be used at this time. */
    public boolean accepts(X509Certificate certificate, Instant now) {
        return this == IGNORE
                || (!now.isBefore(certificate.getNotBefore().toInstant())
                        && !now.isAfter(certificate.getNotAfter().toInstant()));
    }
}
