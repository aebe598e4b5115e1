package io.holdfast.httpclient;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.client.BoundToken;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a request is written, when its connection is known: a token goes only over a connection that was
 * made with the certificate it is bound to.
 *
 * <p>A server that asked for no certificate has none to compare with; that is its affair, and the token is sent.
 */
final class SendingCheck {
    private static final String SCHEME = "Bearer ";

    private SendingCheck() {}

    /** The token that this exchange was given, whether or not this very request carries it; null if it was given none. */
    static @Nullable BoundToken tokenOf(HttpContext context) {
        return (BoundToken) context.getAttribute(TokenRound.TOKEN);
    }

    /** @throws WrongCertificateException if the request carries the token and the connection has another certificate */
    static void requireCertificate(HttpRequest request, @Nullable BoundToken token, @Nullable SSLSession session)
            throws WrongCertificateException {
        if (token == null || session == null || !carries(request, token.accessToken())) {
            return;
        }
        Certificate[] sent = session.getLocalCertificates();
        // The whole certificate: what its thumbprint says of it, without a digest for each request.
        if (sent != null
                && sent.length > 0
                && !sent[0].equals(token.credentials().certificate())) {
            throw new WrongCertificateException("The token was not sent: it is bound to the certificate "
                    + token.credentials().thumbprint() + ", and this connection was made with another certificate, "
                    + nameOf(sent[0]) + ". Let configure() make the connections, or make them with the key ring's"
                    + " sslContext().");
        }
    }

    /** CONNECT to a proxy carries none, and an application may have put its own credentials in the token's place. */
    private static boolean carries(HttpRequest request, String accessToken) {
        Header header = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        String value = header == null ? null : header.getValue();
        return value != null
                && value.length() == SCHEME.length() + accessToken.length()
                && value.startsWith(SCHEME)
                && value.endsWith(accessToken);
    }

    private static String nameOf(Certificate certificate) {
        return certificate instanceof X509Certificate
                ? CertificateThumbprint.of((X509Certificate) certificate).toString()
                : certificate.getType();
    }
}
