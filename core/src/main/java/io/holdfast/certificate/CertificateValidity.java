package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Whether a client certificate's dates matter to the protected resource. They do not to the binding: the thumbprint of an
 * expired certificate is as good as any, and the token's own lifetime is short. What a TLS server or a proxy made of the
 * dates in its handshake is its own affair.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-6.3">RFC 8705 section 6.3, "Certificate Expiration and
 *     Bound Access Tokens"</a>
 */
public enum CertificateValidity {
    /** They do not matter. The default. */
    IGNORE,
    /** A certificate that has expired or is not yet valid is refused; both its dates are within its validity. */
    CHECK;

    /** Whether the certificate may be used at this time. */
    public boolean accepts(X509Certificate certificate, Instant now) {
        return this == IGNORE
                || (!now.isBefore(certificate.getNotBefore().toInstant())
                        && !now.isAfter(certificate.getNotAfter().toInstant()));
    }
}
