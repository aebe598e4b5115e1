package io.holdfast.httpclient;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keyring.token.BoundToken;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a request is written, when its connection is known: a token goes only over a connection that was
 * made with the certificate it is bound to.
 *
 * <p>A server that asked for no certificate has none to compare with; that is its affair, and the token is sent.
 */
final class SendingCheck {
    private SendingCheck() {}

    /**
     * Looks at a request that is about to be written.
     *
     * @param kind of the connection
     * @param lease for which it was asked: it says which headers the request may not have, whoever set them
     * @param session of the connection; null: it has no TLS, or nobody knows
     * @throws WrongCertificateException if the request carries a token and the connection has another certificate, or if
     *     the connection shows the certificate to a server that must not see it
     */
    static void require(Lease kind, Lease lease, HttpRequest request, @Nullable SSLSession session)
            throws WrongCertificateException {
        if (!lease.withheld().isEmpty() && !Method.CONNECT.isSame(request.getMethod())) {
            lease.withheld().forEach(request::removeHeaders);
        }
        TokenHeader header = tokenIn(request, lease);
        if (!kind.isWithCertificate()) {
            requireNone(kind, header, session);
        } else if (header != null) {
            requireCertificate(kind, header.token(), session);
            header.write();
        }
    }

    private static void requireNone(Lease kind, @Nullable TokenHeader header, @Nullable SSLSession session)
            throws WrongCertificateException {
        if (header != null) {
            throw new WrongCertificateException("The token was not sent: its server may not see the certificate.");
        }
        if (session == null) {
            return;
        }
        Certificate[] shown = session.getLocalCertificates();
        if (shown != null && shown.length > 0 && kind.isOurs(shown[0])) {
            throw new WrongCertificateException("The request was not sent: the connection manager showed the client's"
                    + " certificate, " + nameOf(shown[0]) + ", to " + session.getPeerHost() + ":"
                    + session.getPeerPort() + ", which is neither an allowed origin nor the authorization server."
                    + " Let configure() make the connections, or make them with the key ring's sslContext().");
        }
    }

    private static void requireCertificate(Lease kind, BoundToken token, @Nullable SSLSession session)
            throws WrongCertificateException {
        if (session == null) {
            throw new WrongCertificateException("The token was not sent: the connection has no TLS session.");
        }
        Certificate[] sent = session.getLocalCertificates();
        if (!token.fits(sent)) {
            throw new WrongCertificateException("The token was not sent: it is bound to the certificate "
                    + token.credentials().thumbprint() + ", and this connection was made with another certificate, "
                    + nameOf(sent[0])
                    + (kind.isReplaced(sent[0])
                            ? ", which has been replaced: the connection manager does not follow the key ring"
                            : "")
                    + ". Let configure() make the connections, or make them with the key ring's"
                    + " sslContext().");
        }
    }

    /**
     * The token that this very request carries. CONNECT to a proxy carries none, and an application may have put its own
     * credentials in the token's place. A link further in may have written the header anew: then the one that knows its
     * token takes its place again.
     */
    private static @Nullable TokenHeader tokenIn(HttpRequest request, Lease lease) {
        Header header = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || header instanceof TokenHeader) {
            return (TokenHeader) header;
        }
        TokenHeader carried = lease.carried(header.getValue());
        if (carried != null) {
            request.setHeader(carried);
        }
        return carried;
    }

    private static String nameOf(Certificate certificate) {
        return certificate instanceof X509Certificate
                ? CertificateThumbprint.of((X509Certificate) certificate).toString()
                : certificate.getType();
    }
}
