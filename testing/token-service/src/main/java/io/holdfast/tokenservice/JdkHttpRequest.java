package io.holdfast.tokenservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.holdfast.tokenservice.http.HttpRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A request of the JDK's HTTPS server. */
final class JdkHttpRequest implements HttpRequest {
    private final HttpExchange exchange;
    private boolean broken;

    JdkHttpRequest(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public String path() {
        String path = exchange.getRequestURI().getPath();
        return path == null ? "" : path;
    }

    @Override
    public @Nullable String query() {
        return exchange.getRequestURI().getRawQuery();
    }

    @Override
    public List<String> headers(String name) {
        List<String> lines = exchange.getRequestHeaders().get(name);
        return lines == null ? Collections.emptyList() : lines;
    }

    @Override
    public InputStream body() {
        return new Body(exchange.getRequestBody());
    }

    /** True if the body could not be read, so that nothing of this connection can be believed any more. */
    boolean broken() {
        return broken;
    }

    @Override
    public List<X509Certificate> clientCertificates() {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate :
                    ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            // It presented none.
            chain.clear();
        }
        return Collections.unmodifiableList(chain);
    }

    @Override
    public @Nullable String remoteAddress() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return null;
    }

    /**
     * The body without the wait of the JDK's: closed before its end, that one reads on for the rest, which in a malformed
     * body may never come, and no answer would be sent. The exchange closes it after the answer.
     */
    private final class Body extends FilterInputStream {
        Body(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void close() {}
    }
}
