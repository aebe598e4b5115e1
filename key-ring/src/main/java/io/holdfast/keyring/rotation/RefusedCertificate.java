package io.holdfast.keyring.rotation;

import io.holdfast.certificate.ExtendedKeyUsage;
import io.holdfast.certificate.OfferedCertificate;
import io.holdfast.certificate.TlsAlert;
import io.holdfast.text.HostName;
import io.holdfast.text.Printable;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Explains the end of TLS by a server, which most often refuses the client's certificate. Under TLS 1.3 that arrives when
 * the first answer is read, or the request written, long after the handshake.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.2">RFC 8446 section 6.2, "Error Alerts"</a>
 */
public final class RefusedCertificate {
    private RefusedCertificate() {}

    /** Returns the failure itself if it is another. */
    static SSLException explain(SSLException e, String server, X509Certificate certificate) {
        return TlsAlert.in(e)
                .map(alert -> explained(e, textOf(alert, server, certificate)))
                .orElse(e);
    }

    static SocketException explain(SocketException e, String server, X509Certificate certificate) {
        return explained(e, textOf(e, server, certificate));
    }

    /** The connection broke in the handshake, where nobody says how far it had come. */
    static SocketException explainHandshake(SocketException e, String server, X509Certificate certificate) {
        return explained(
                e,
                server + " closed the connection during the TLS handshake ("
                        + Printable.of(String.valueOf(e.getMessage()))
                        + "). If it had asked for the client certificate, most probably it refuses "
                        + OfferedCertificate.nameOf(certificate) + ". " + lookAt(certificate));
    }

    private static SocketException explained(SocketException e, String text) {
        SocketException explained = new SocketException(text);
        explained.initCause(e);
        return explained;
    }

    /** The message for a connection that broke after the certificate was shown, before the server answered anything. */
    public static String textOf(IOException e, String server, X509Certificate certificate) {
        return server + " closed the connection before it answered (" + Printable.of(String.valueOf(e.getMessage()))
                + "). Most probably it refuses the client certificate " + OfferedCertificate.nameOf(certificate) + ". "
                + lookAt(certificate);
    }

    /** A server that was shown no certificate ended TLS; they hear of it if it requires one, or may. */
    static SSLException explainUnshown(SSLException e, String host, int port, CertificateUse uses) {
        TlsAlert alert = TlsAlert.in(e).orElse(null);
        if (alert == null) {
            return e;
        }
        String server = HostName.withPort(host, port);
        if (alert.missesCertificate() || alert.refusesCertificate()) {
            String problem = server + " requires a client certificate (alert " + alert + ").";
            return explained(e, problem + " None was shown, because " + uses.unshown(host, port, problem));
        }
        String ended = server + " ended the TLS connection (alert " + alert + ").";
        if (!alert.mayRefuseCertificate()) {
            return explained(e, ended + " " + alert.meaning());
        }
        String problem = ended + " Perhaps it requires a client certificate.";
        return explained(e, problem + " None was shown, because " + uses.unshown(host, port, problem));
    }

    private static String textOf(TlsAlert alert, String server, X509Certificate certificate) {
        if (alert.missesCertificate()) {
            return server + " " + OfferedCertificate.unshown(certificate, alert);
        }
        if (alert.refusesCertificate()) {
            return server + " refused the client certificate " + OfferedCertificate.nameOf(certificate) + " (alert "
                    + alert + "). " + lookAt(certificate);
        }
        return server + " ended the TLS connection (alert " + alert + "). "
                + (alert.mayRefuseCertificate()
                        ? "Most probably it refuses the client certificate " + OfferedCertificate.nameOf(certificate)
                                + ". " + lookAt(certificate)
                        : alert.meaning());
    }

    private static SSLException explained(SSLException e, String text) {
        SSLException explained =
                e instanceof SSLHandshakeException ? new SSLHandshakeException(text) : new SSLException(text);
        explained.initCause(e);
        return explained;
    }

    private static String lookAt(X509Certificate certificate) {
        return "See whether that server trusts the issuer, " + certificate.getIssuerX500Principal()
                + ", whether the key store holds the whole chain, and whether the certificate has ended or was revoked. "
                + (ExtendedKeyUsage.objection(certificate) + " No token can help before.").trim();
    }
}
