package io.holdfast.httpclient4;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.CredentialGeneration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpHost;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.socket.LayeredConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes each TLS connection with the credentials that its first request needs. They are the connection's state, HttpClient's
 * "user token", by which a pool lends it to requests of the same credentials only. HttpClient's own state would be the
 * certificate's subject, which a renewed one shares.
 *
 * <p>Safe for use by several threads.
 */
final class GenerationSocketFactory implements LayeredConnectionSocketFactory {
    private final KeyRing keyRing;
    private volatile @Nullable OfGeneration last;

    GenerationSocketFactory(KeyRing keyRing) {
        this.keyRing = keyRing;
    }

    /** Says which credentials the connection of a context's next request needs; null: none. */
    static void use(HttpClientContext context, @Nullable CredentialGeneration credentials) {
        if (credentials != null || context.getUserToken() instanceof CredentialGeneration) {
            context.setUserToken(credentials);
        }
    }

    /** True if the context's connection belongs to credentials that are not in use any more. */
    static boolean isReplaced(HttpContext context, KeyRing keyRing) {
        Object state = context.getAttribute(HttpClientContext.USER_TOKEN);
        return state instanceof CredentialGeneration && state != keyRing.credentials();
    }

    private SSLConnectionSocketFactory by(HttpContext context) {
        Object state = context.getAttribute(HttpClientContext.USER_TOKEN);
        CredentialGeneration credentials =
                state instanceof CredentialGeneration ? (CredentialGeneration) state : keyRing.credentials();
        OfGeneration known = last;
        if (known == null || known.credentials != credentials) {
            known = new OfGeneration(credentials, keyRing.sslContext(credentials));
            last = known;
        }
        return known.sockets;
    }

    @Override
    public Socket createSocket(HttpContext context) {
        return new Socket();
    }

    @Override
    public Socket connectSocket(
            int timeout,
            Socket socket,
            HttpHost server,
            InetSocketAddress remote,
            @Nullable InetSocketAddress local,
            HttpContext context)
            throws IOException {
        return by(context).connectSocket(timeout, socket, server, remote, local, context);
    }

    @Override
    public Socket createLayeredSocket(Socket socket, String server, int port, HttpContext context) throws IOException {
        return by(context).createLayeredSocket(socket, server, port, context);
    }

    private static final class OfGeneration {
        private static final HostnameVerifier NAMES = SSLConnectionSocketFactory.getDefaultHostnameVerifier();

        private final CredentialGeneration credentials;
        private final SSLConnectionSocketFactory sockets;

        OfGeneration(CredentialGeneration credentials, SSLContext context) {
            this.credentials = credentials;
            String[] protocols = Arrays.stream(context.getDefaultSSLParameters().getProtocols())
                    .filter(protocol -> protocol.equals("TLSv1.2") || protocol.equals("TLSv1.3"))
                    .toArray(String[]::new);
            this.sockets = new SSLConnectionSocketFactory(context, protocols, null, NAMES);
        }
    }
}
