package io.holdfast.tomcat;

import io.holdfast.resource.ResourceRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.util.SessionConfig;
import org.jspecify.annotations.Nullable;

/** Adapts Tomcat's request to the protected resource. It reads neither parameters nor body. */
final class IncomingRequest implements ResourceRequest {
    private final Request request;
    private final String certificateAttribute;
    private final boolean withContextPath;

    /**
     * Wraps a request.
     *
     * @param withContextPath true if the path begins with the application's, for a valve of several applications
     */
    IncomingRequest(Request request, String certificateAttribute, boolean withContextPath) {
        this.request = request;
        this.certificateAttribute = certificateAttribute;
        this.withContextPath = withContextPath;
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
        try {
            return request.getPeerAddr();
        } catch (NoSuchMethodError e) {
            // An early 8.5 or 9.0 reports only the address that a valve may have rewritten.
            return null;
        }
    }

    @Override
    public @Nullable String remoteAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public boolean mayHaveUnannouncedBody() {
        return !String.valueOf(request.getProtocol()).startsWith("HTTP/1")
                && !request.getCoyoteRequest().isFinished();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    /**
     * The path by which Tomcat has chosen application and servlet, before any pipeline. If it has chosen none, only the
     * decoded path is known; the response will be a 404.
     */
    @Override
    public String canonicalPath() {
        @Nullable String servletPath = mappedServletPath();
        if (servletPath == null) {
            return String.valueOf(request.getDecodedRequestURI());
        }
        @Nullable String rest = request.getPathInfo();
        return servletPath + (rest == null ? "" : rest);
    }

    @Override
    public String servletPath() {
        @Nullable String mapped = mappedServletPath();
        @Nullable String own = request.getServletPath();
        return mapped == null || own == null || own.isEmpty() ? "" : mapped;
    }

    @Override
    public String contextPath() {
        return withContextPath || mappedServletPath() == null
                ? ""
                : request.getContext().getPath();
    }

    @Override
    public Set<String> sessionParameters() {
        @Nullable Context application = request.getContext();
        return application == null
                ? Collections.emptySet()
                : Collections.singleton(SessionConfig.getSessionUriParamName(application));
    }

    /** The servlet path, with the application's path before it if rules see that; null if there is none. */
    private @Nullable String mappedServletPath() {
        @Nullable Context application = request.getContext();
        @Nullable String servletPath = request.getServletPath();
        if (application == null || servletPath == null) {
            return null;
        }
        return withContextPath ? application.getPath() + servletPath : servletPath;
    }
}
