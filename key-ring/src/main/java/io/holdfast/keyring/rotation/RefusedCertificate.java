package io.holdfast.keyring.rotation;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.certificate.ExtendedKeyUsage;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Explains the alert of a server that refuses the client's certificate. Under TLS 1.3 it arrives when the first answer is
 * read, long after the handshake.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.2">RFC 8446 section 6.2, "Error Alerts"</a>
 */
final class RefusedCertificate {
    private static final Pattern ALERT =
            Pattern.compile("Received fatal alert: (bad_certificate|unsupported_certificate"
                    + "|certificate_revoked|certificate_expired|certificate_unknown|unknown_ca|certificate_required)");

    private RefusedCertificate() {}

    /** Returns the failure itself if it is another. */
    static SSLException explain(SSLException e, String server, X509Certificate certificate) {
        Matcher alert = ALERT.matcher(String.valueOf(e.getMessage()));
        if (!alert.find()) {
            return e;
        }
        String text = alert.group(1).equals("certificate_required")
                ? server + " requires a client certificate and was shown none (alert certificate_required), although "
                        + nameOf(certificate) + " was offered: see whether this Java platform can use its key."
                : server + " refused the client certificate " + nameOf(certificate) + " (alert " + alert.group(1)
                        + "). See whether that server trusts the issuer, "
                        + certificate.getIssuerX500Principal()
                        + ", whether the key store holds the whole chain, and whether the certificate has ended or was"
                        + " revoked. "
                        + (ExtendedKeyUsage.objection(certificate) + " No token can help before.").trim();
        SSLException explained =
                e instanceof SSLHandshakeException ? new SSLHandshakeException(text) : new SSLException(text);
        explained.initCause(e);
        return explained;
    }

    private static String nameOf(X509Certificate certificate) {
        return certificate.getSubjectX500Principal() + " (thumbprint "
                + CertificateThumbprint.of(certificate).value() + ", valid until "
                + certificate.getNotAfter().toInstant() + ")";
    }
}
