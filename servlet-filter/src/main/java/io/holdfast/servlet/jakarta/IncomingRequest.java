package io.holdfast.servlet.jakarta;

import io.holdfast.resource.ResourceRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A servlet request as the protected resource sees it. It reads neither parameters nor body. */
final class IncomingRequest implements ResourceRequest {
    private static final String CERTIFICATE_ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    private final HttpServletRequest request;

    IncomingRequest(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public List<String> headers(String name) {
        @Nullable Enumeration<String> lines = request.getHeaders(name);
        if (lines == null) {
            throw new IllegalStateException("The container does not give access to the request's headers.");
        }
        return Collections.list(lines);
    }

    @Override
    public @Nullable String queryString() {
        return request.getQueryString();
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return request.getAttribute(CERTIFICATE_ATTRIBUTE);
    }

    @Override
    public @Nullable String peerAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public String canonicalPath() {
        @Nullable String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }
}
