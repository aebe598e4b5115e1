package io.holdfast.testpki;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts self-signed clients, for a connector that relies on the binding instead of the chain. Tomcat loads it by its
 * class name, as {@code trustManagerClassName}.
 */
public final class AnyClientTrustManager extends X509ExtendedTrustManager {

    private final X509Certificate[] named;

    /** Names no authority, so that clients send any certificate that they have. */
    public AnyClientTrustManager() {
        this(new X509Certificate[0]);
    }

    /** Names authorities to the client, but accepts certificates of any. */
    public AnyClientTrustManager(X509Certificate... named) {
        this.named = named.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("only for servers");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return named.clone();
    }
}
