package io.holdfast.servlet.javax;

import io.holdfast.door.ShutDoor;
import io.holdfast.resource.RefusalReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through to a {@code javax.servlet} application only when its access token is valid and bound to the
 * client certificate of its connection. The {@code init-param}s are the {@link io.holdfast.config.ResourceSetting}s.
 *
 * <p>The application sees the token's subject in {@code getUserPrincipal()} and {@code getRemoteUser()}, its scopes in
 * {@code isUserInRole()}, {@code Bearer} in {@code getAuthType()}, and the token itself, a
 * {@link io.holdfast.token.VerifiedToken}, in the request attribute of that class's name. A login that the container made
 * before is replaced, and spares no request the check. The filter reads neither parameters nor body and creates no
 * session. Security constraints in {@code web.xml} are decided by the container before any filter and know nothing of the
 * token: on Tomcat the valve serves them.
 *
 * <p>A refused request has the reason's code in the attribute {@link RefusalReason#REQUEST_ATTRIBUTE}; one that passed
 * and would have been refused, in {@link RefusalReason#REPORTED_ATTRIBUTE}.
 *
 * <p>It guards the dispatcher types that it is mapped for. A forward, include, asynchronous or error dispatch of a
 * request that this filter has accepted is held to the access rule of the path that it leads to; the token is not
 * verified again. A refused request's error dispatch reaches through this filter only a page on an open path: map the
 * filter for {@code ERROR} only if custom error pages are to stay closed, too.
 *
 * <p>A filter that cannot start, for whatever reason, lets nothing through: it answers every request with 503 and leaves
 * {@code misconfigured} as the reason. So that this holds whatever is missing, this class needs the servlet API alone.
 *
 * <p>Declare it {@code async-supported} where the application uses asynchronous requests. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class CertificateBoundTokenFilter implements Filter {
    private static final String NAME = "io.holdfast.servlet.javax.CertificateBoundTokenFilter";

    /** Text for strangers: the fault is not theirs. */
    private static final String CLOSED =
            "This application is closed: its protection could not start. The server's log says why.\n";

    /** Null while the door is shut. */
    private volatile @Nullable Filter resource;

    /** The filter as the container makes it: shut until {@link #init}. */
    public CertificateBoundTokenFilter() {}

    /**
     * Reads the settings and opens the protected resource; it waits for nobody. Its state stands in the
     * servlet context then, under {@link io.holdfast.door.ResourceView#CONTEXT_ATTRIBUTE}, a dot and the filter's name.
     *
     * <p>If that fails in any way, the door stays shut and the log has the whole message. The same settings in the same
     * application are neither tried nor logged again, however often a container calls this.
     *
     * @throws ServletException if the door is shut and the container is known to keep an application closed whose filter
     *     fails (Tomcat, TomEE, Jetty); its message lists every problem of the settings. Other containers drop such a
     *     filter and serve the application without it, or try again with each request
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        ServletException failure = null;
        try {
            failure = open(config);
        } catch (Throwable fault) {
            // No report is possible. The door is shut all the same.
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Null if the door is open now, or if the container must not know that it is shut. */
    private @Nullable ServletException open(FilterConfig config) {
        ServletContext application = config.getServletContext();
        String memory = NAME + ".shut." + config.getFilterName();
        Map<String, String> settings = settings(config);
        Object remembered = application.getAttribute(memory);
        Object message = remembered instanceof Map ? ((Map<?, ?>) remembered).get(settings.hashCode()) : null;
        if (message == null) {
            try {
                Filter opening = new ProtectedResourceFilter(settings);
                opening.init(config);
                resource = opening;
                return null;
            } catch (Throwable fault) {
                String problems = fault instanceof ServletException ? fault.getMessage() : null;
                message = message(config, problems, fault);
                tell(application, String.valueOf(message), problems == null ? fault : null);
                remember(application, memory, Collections.singletonMap(settings.hashCode(), message));
            }
        }
        return failsWithItsFilter(String.valueOf(application.getServerInfo()))
                ? new ServletException(String.valueOf(message))
                : null;
    }

    /** True for containers that keep an application closed whose filter fails to start, as the field tests have shown. */
    private static boolean failsWithItsFilter(String serverInfo) {
        return serverInfo.startsWith("Apache Tomcat") || serverInfo.startsWith("jetty/");
    }

    private static String message(FilterConfig config, @Nullable String problems, Throwable fault) {
        String door = "filter " + config.getFilterName() + " of the application '"
                + config.getServletContext().getContextPath() + "'";
        try {
            return ShutDoor.message(door, problems, fault);
        } catch (LinkageError e) {
            return "The " + door + " cannot start, so every request to it is refused. Its jar is not whole: " + e;
        }
    }

    private static void tell(ServletContext application, String message, @Nullable Throwable unexpected) {
        boolean read = false;
        try {
            read = ShutDoor.log(message, unexpected);
        } catch (LinkageError e) {
            // There is no SLF4J, which may be the fault.
        }
        if (!read) {
            application.log(message);
        }
    }

    private static void remember(ServletContext application, String memory, Map<Integer, Object> failure) {
        try {
            application.setAttribute(memory, failure);
        } catch (RuntimeException | Error e) {
            // A listener of the application's. Then it is tried again when the container asks.
        }
    }

    private static Map<String, String> settings(FilterConfig config) {
        Map<String, String> settings = new TreeMap<>();
        for (String name : Collections.list(config.getInitParameterNames())) {
            settings.put(name, config.getInitParameter(name));
        }
        return settings;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest) || !(response instanceof HttpServletResponse)) {
            throw new ServletException("Only HTTP requests can carry an access token; this is a " + request.getClass());
        }
        Filter open = resource;
        if (open == null) {
            refuse((HttpServletRequest) request, (HttpServletResponse) response);
        } else {
            open.doFilter(request, response, chain);
        }
    }

    /** Not by {@code sendError}: an error page is the application's, and nothing of it may run. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RefusalReason.REQUEST_ATTRIBUTE, ShutDoor.REASON);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/plain;charset=US-ASCII");
        try {
            response.getOutputStream().write(CLOSED.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalStateException e) {
            response.getWriter().write(CLOSED); // somebody before has taken the writer
        }
        response.flushBuffer();
    }

    /** Ends the connections to the authorization server, and all views. Requests that still come are refused. */
    @Override
    public void destroy() {
        Filter open = resource;
        resource = null;
        if (open != null) {
            open.destroy();
        }
    }
}
