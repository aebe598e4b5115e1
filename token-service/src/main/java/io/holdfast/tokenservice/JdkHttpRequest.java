package io.holdfast.tokenservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.holdfast.tokenservice.http.HttpRequest;
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
        return exchange.getRequestBody();
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
}
