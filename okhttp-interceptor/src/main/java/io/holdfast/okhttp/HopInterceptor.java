package io.holdfast.okhttp;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import java.io.IOException;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import okhttp3.Connection;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sees each hop when its connection is known: a token goes only over a connection that was made with the certificate it is
 * bound to, and the certificate only to servers that may see it. Safe for use by several threads.
 */
final class HopInterceptor implements Interceptor {
    private static final Certificate[] NONE = {};

    private final KeyRing keyRing;

    HopInterceptor(KeyRing keyRing) {
        this.keyRing = keyRing;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Exchange exchange = request.tag(Exchange.class);
        if (exchange == null) {
            throw new IllegalStateException("The request was not sent: an interceptor has taken its tags away, or the"
                    + " client has this network interceptor but not BoundTokenInterceptor. Let configure() add both.");
        }
        Request hop = exchange.hop(request);
        Connection connection = chain.connection();
        Handshake handshake = connection != null ? connection.handshake() : null;
        Certificate[] shown = handshake != null ? handshake.localCertificates().toArray(NONE) : NONE;
        BoundToken token = exchange.token();
        if (token == null) {
            requireHiddenCertificate(Exchange.serverOf(hop.url()), shown);
        } else {
            requireOwnCertificate(token, handshake, shown);
        }
        return exchange.arrive(hop.url(), chain.proceed(hop));
    }

    private static void requireOwnCertificate(BoundToken token, @Nullable Handshake handshake, Certificate[] shown)
            throws WrongCertificateException {
        if (handshake == null) {
            throw new WrongCertificateException("The token was not sent: the connection has no TLS session.");
        }
        if (!token.fits(shown)) {
            throw new WrongCertificateException("The token was not sent: it is bound to the certificate "
                    + token.credentials().thumbprint() + ", and this connection was made with another certificate, "
                    + nameOf(shown[0]) + ". Set no other TLS sockets after configure().");
        }
    }

    private void requireHiddenCertificate(URI server, Certificate[] shown) throws WrongCertificateException {
        if (shown.length > 0
                && keyRing.hasHad(shown[0])
                && !keyRing.offersCertificateTo(server.getHost(), server.getPort())) {
            throw new WrongCertificateException(
                    "The request was not sent: the connection shows the client's certificate, "
                            + nameOf(shown[0]) + ", to " + server
                            + ", which is neither an allowed origin nor the authorization"
                            + " server. Set no other TLS sockets and no host name verifier after configure().");
        }
    }

    private static String nameOf(Certificate certificate) {
        return certificate instanceof X509Certificate
                ? CertificateThumbprint.of((X509Certificate) certificate).toString()
                : certificate.getType();
    }
}
