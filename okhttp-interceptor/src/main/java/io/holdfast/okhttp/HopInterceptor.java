package io.holdfast.okhttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ConnectionCheck;
import io.holdfast.keyring.token.BoundToken;
import java.io.IOException;
import java.security.cert.Certificate;
import okhttp3.Connection;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Sees each hop when its connection is known, and looks at it with {@link ConnectionCheck}. Safe for use by several
 * threads.
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
        if (token != null && handshake == null) {
            throw new WrongCertificateException("The token was not sent: the connection has no TLS session.");
        }
        String objection = token != null
                ? ConnectionCheck.objectionTo(token, shown)
                : ConnectionCheck.objectionTo(hop.url().host(), hop.url().port(), shown, keyRing);
        if (objection != null) {
            throw new WrongCertificateException(
                    objection + " Set no other TLS sockets and no host name verifier after configure().");
        }
        return exchange.arrive(hop, chain.proceed(hop));
    }
}
