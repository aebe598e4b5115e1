package io.holdfast.benchmarks;

import io.holdfast.httpclient4.BoundTokenHttpClientBuilder;
import io.holdfast.keyring.KeyRing;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpVersion;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.conn.ConnectionRequest;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.message.BasicHttpResponse;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/** Apache HttpClient 4.5. Its connection is always open and shows no certificate; the answer comes before the wire. */
final class HttpClient4Call implements CallOfAClient {
    private final TokenAtHand token;
    private final CloseableHttpClient client;
    private final HttpGet request = new HttpGet(TokenAtHand.API);
    private final Answer answer = new Answer();

    HttpClient4Call(boolean withToken) throws Exception {
        token = new TokenAtHand(withToken);
        KeyRing ring = token.ring();
        HttpClientBuilder builder = ring == null ? HttpClientBuilder.create() : BoundTokenHttpClientBuilder.of(ring);
        client = builder.setConnectionManager(new OneConnection())
                .setRequestExecutor(answer)
                .build();
    }

    @Override
    public int status() throws IOException {
        try (CloseableHttpResponse response = client.execute(request)) {
            return response.getStatusLine().getStatusCode();
        }
    }

    @Override
    public boolean carriedToken() {
        return answer.carriedToken;
    }

    @Override
    public void close() throws IOException {
        client.close();
        token.close();
    }

    private static final class Answer extends HttpRequestExecutor {
        private volatile boolean look = true;
        private volatile boolean carriedToken;

        @Override
        public HttpResponse execute(HttpRequest sent, HttpClientConnection connection, HttpContext context) {
            if (look) {
                carriedToken = sent.containsHeader(HttpHeaders.AUTHORIZATION);
                look = false;
            }
            return new BasicHttpResponse(HttpVersion.HTTP_1_1, 200, "OK");
        }
    }

    private static final class OpenConnection extends DefaultManagedHttpClientConnection {
        private final SSLSession session;

        OpenConnection() throws Exception {
            super("open", 8192);
            session = SSLContext.getDefault().createSSLEngine().getSession();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isStale() {
            return false;
        }

        @Override
        public void setSocketTimeout(int timeout) {}

        @Override
        public SSLSession getSSLSession() {
            return session;
        }

        @Override
        public void close() {}

        @Override
        public void shutdown() {}
    }

    /** Lends the same connection to everybody: one thread measures. */
    private static final class OneConnection implements HttpClientConnectionManager {
        private final HttpClientConnection connection;

        OneConnection() throws Exception {
            connection = new OpenConnection();
        }

        @Override
        public ConnectionRequest requestConnection(HttpRoute route, Object state) {
            return new ConnectionRequest() {
                @Override
                public HttpClientConnection get(long timeout, TimeUnit unit) {
                    return connection;
                }

                @Override
                public boolean cancel() {
                    return false;
                }
            };
        }

        @Override
        public void releaseConnection(HttpClientConnection lent, Object state, long time, TimeUnit unit) {}

        @Override
        public void connect(HttpClientConnection lent, HttpRoute route, int timeout, HttpContext context) {}

        @Override
        public void upgrade(HttpClientConnection lent, HttpRoute route, HttpContext context) {}

        @Override
        public void routeComplete(HttpClientConnection lent, HttpRoute route, HttpContext context) {}

        @Override
        public void closeIdleConnections(long time, TimeUnit unit) {}

        @Override
        public void closeExpiredConnections() {}

        @Override
        public void shutdown() {}
    }
}
