package io.holdfast.tomcat;

import io.holdfast.resource.ResourceRequest;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/** Tomcat's request as the protected resource sees it. It reads neither parameters nor body. */
final class IncomingRequest implements ResourceRequest {
    private final Request request;
    private final String certificateAttribute;

    IncomingRequest(Request request, String certificateAttribute) {
        this.request = request;
        this.certificateAttribute = certificateAttribute;
    }

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
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
        return request.getAttribute(certificateAttribute);
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

    /** Tomcat has chosen the servlet before any pipeline; without one there is no path either. */
    @Override
    public String canonicalPath() {
        @Nullable String path = request.getServletPath();
        @Nullable String rest = request.getPathInfo();
        return (path == null ? "" : path) + (rest == null ? "" : rest);
    }
}
