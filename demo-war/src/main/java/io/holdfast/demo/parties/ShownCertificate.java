package io.holdfast.demo.parties;

import io.holdfast.binding.CertificateThumbprint;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** The facts of a certificate that a page shows: subject, thumbprint and end. Immutable. */
public final class ShownCertificate {
    private final String subject;
    private final String thumbprint;
    private final Instant validUntil;

    private ShownCertificate(String subject, String thumbprint, Instant validUntil) {
        this.subject = subject;
        this.thumbprint = thumbprint;
        this.validUntil = validUntil;
    }

    static ShownCertificate of(X509Certificate certificate) {
        return new ShownCertificate(
                certificate.getSubjectX500Principal().getName(),
                CertificateThumbprint.of(certificate).value(),
                certificate.getNotAfter().toInstant());
    }

    /** The subject in the form of RFC 4514. */
    public String subject() {
        return subject;
    }

    /** The SHA-256 thumbprint in base64url, 43 characters. */
    public String thumbprint() {
        return thumbprint;
    }

    public Instant validUntil() {
        return validUntil;
    }
}
