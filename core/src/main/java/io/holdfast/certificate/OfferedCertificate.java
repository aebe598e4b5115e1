package io.holdfast.certificate;

import io.holdfast.binding.CertificateThumbprint;
import java.security.cert.X509Certificate;

/** A client's own certificate in the messages about connections for which it was offered. */
public final class OfferedCertificate {
    private OfferedCertificate() {}

    /** Its subject, thumbprint and end. */
    public static String nameOf(X509Certificate certificate) {
        return certificate.getSubjectX500Principal() + " (thumbprint "
                + CertificateThumbprint.of(certificate).value() + ", valid until "
                + certificate.getNotAfter().toInstant() + ")";
    }

    /** The end of a sentence about a server that misses the certificate although it was offered. */
    public static String unshown(X509Certificate certificate, TlsAlert alert) {
        return "requires a client certificate and was shown none (alert " + alert + "), although " + nameOf(certificate)
                + " was offered: see whether this Java platform can use its key.";
    }
}
