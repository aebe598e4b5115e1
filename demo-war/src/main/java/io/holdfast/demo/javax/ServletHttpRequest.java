package io.holdfast.demo.javax;

import io.holdfast.servlet.SocketAddressOf;
import io.holdfast.tokenservice.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** A request of a {@code javax.servlet} container. */
final class ServletHttpRequest implements HttpRequest {
    private static final String CERTIFICATES = "javax.servlet.request.X509Certificate";

    private final HttpServletRequest request;

    ServletHttpRequest(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    @Override
    public @Nullable String query() {
        return request.getQueryString();
    }

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    @Override
    public List<X509Certificate> clientCertificates() {
        Object chain = request.getAttribute(CERTIFICATES);
        return chain instanceof X509Certificate[]
                ? Collections.unmodifiableList(Arrays.asList((X509Certificate[]) chain))
                : Collections.emptyList();
    }

    /**
     * The socket's address, if the container reports it: {@code getRemoteAddr()} may come from a header, by a
     * forwarding valve.
     */
    @Override
    public @Nullable String remoteAddress() {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper) {
            innermost = ((ServletRequestWrapper) innermost).getRequest();
        }
        String socket = SocketAddressOf.request(innermost);
        return socket == null ? request.getRemoteAddr() : socket;
    }

    @Override
    public @Nullable Object attribute(String name) {
        return request.getAttribute(name);
    }
}
