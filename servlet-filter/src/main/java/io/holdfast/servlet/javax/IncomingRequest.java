package io.holdfast.servlet.javax;

import io.holdfast.resource.ResourceRequest;
import io.holdfast.servlet.SocketAddressOf;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.RequestDispatcher;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import javax.servlet.SessionCookieConfig;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** A servlet request as the protected resource sees it. It reads neither parameters nor body. */
final class IncomingRequest implements ResourceRequest {
    private static final String CERTIFICATE_ATTRIBUTE = "javax.servlet.request.X509Certificate";

    private static final Set<String> DEFAULT_SESSION_PARAMETER = Collections.singleton("jsessionid");

    private final HttpServletRequest request;
    private final HttpServletRequest whole;

    /**
     * The request.
     *
     * @param request as it is dispatched
     * @param whole the request with all headers that it came with; the dispatched one may lack some that the
     *     application must not see
     */
    IncomingRequest(HttpServletRequest request, HttpServletRequest whole) {
        this.request = request;
        this.whole = whole;
    }

    @Override
    public List<String> headers(String name) {
        @Nullable Enumeration<String> lines = whole.getHeaders(name);
        if (lines == null) {
            throw new IllegalStateException("The container does not give access to the request's headers.");
        }
        return Collections.list(lines);
    }

    /** Of a dispatch with its own query that of the first request, too: the container takes parameters from both. */
    @Override
    public @Nullable String queryString() {
        @Nullable String own = request.getQueryString();
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            return own;
        }
        Set<String> queries = new LinkedHashSet<>();
        for (Object query : Arrays.asList(
                own,
                request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING),
                request.getAttribute(AsyncContext.ASYNC_QUERY_STRING),
                whole.getQueryString())) {
            if (query instanceof String) {
                queries.add((String) query);
            }
        }
        return queries.isEmpty() ? null : String.join("&", queries);
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
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper) {
            innermost = ((ServletRequestWrapper) innermost).getRequest();
        }
        return SocketAddressOf.request(innermost);
    }

    @Override
    public @Nullable String remoteAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    /** Only over HTTP/2 and later. Tomcat knows at once whether a body follows, others when it is there. */
    @Override
    public boolean mayHaveUnannouncedBody() {
        if (String.valueOf(request.getProtocol()).startsWith("HTTP/1")) {
            return false;
        }
        try {
            ServletInputStream body = request.getInputStream();
            boolean knows = body.getClass().getName().startsWith("org.apache.catalina.");
            return body.available() > 0 || (knows && !body.isFinished());
        } catch (IOException | RuntimeException e) {
            // A filter before may have taken the reader.
            return true;
        }
    }

    /** An include leaves the request's own path as it is and tells the included one in attributes. */
    @Override
    public String path() {
        Object included = included(RequestDispatcher.INCLUDE_REQUEST_URI);
        return included instanceof String ? (String) included : request.getRequestURI();
    }

    @Override
    public String canonicalPath() {
        Object included = included(RequestDispatcher.INCLUDE_SERVLET_PATH);
        return included instanceof String
                ? path((String) included, included(RequestDispatcher.INCLUDE_PATH_INFO))
                : path(request.getServletPath(), request.getPathInfo());
    }

    @Override
    public String contextPath() {
        Object included = included(RequestDispatcher.INCLUDE_CONTEXT_PATH);
        return included instanceof String ? (String) included : request.getContextPath();
    }

    @Override
    public String servletPath() {
        Object included = included(RequestDispatcher.INCLUDE_SERVLET_PATH);
        return included instanceof String ? (String) included : request.getServletPath();
    }

    /** Jetty keeps the default name whatever the cookie's, Undertow writes the cookie's in small letters. */
    @Override
    public Set<String> sessionParameters() {
        @Nullable SessionCookieConfig cookie = request.getServletContext().getSessionCookieConfig();
        @Nullable String name = cookie == null ? null : cookie.getName();
        if (name == null || name.equals("JSESSIONID")) {
            return DEFAULT_SESSION_PARAMETER;
        }
        return new HashSet<>(Arrays.asList("jsessionid", name, name.toLowerCase(Locale.ENGLISH)));
    }

    private @Nullable Object included(String attribute) {
        return request.getDispatcherType() == DispatcherType.INCLUDE ? request.getAttribute(attribute) : null;
    }

    private static String path(String servletPath, @Nullable Object pathInfo) {
        return pathInfo == null ? servletPath : servletPath + pathInfo;
    }
}
