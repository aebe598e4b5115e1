package io.holdfast.testserver.jakarta;

import io.holdfast.testkit.AppReport;
import io.holdfast.testpki.TestIdentity;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The application behind the door. The last segment of the path selects its action; every action reports the request as
 * seen.
 */
public final class EchoServlet extends HttpServlet {

    private static final String RESUMED = "resumed";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        AppReport.hit();
        String uri = uri(request);
        switch (uri.substring(uri.lastIndexOf('/') + 1)) {
            case "body" -> write(response, report(request).put("body", body(request)));
            case "form" -> write(response, report(request).put("form", request.getParameter("name")));
            case "async" -> async(request, response);
            case "thread" -> inAnotherThread(request);
            case "forward" ->
                request.getRequestDispatcher(request.getHeader("X-To")).forward(request, response);
            case "include" -> {
                response.getWriter().println("including");
                flush(request, response);
                request.getRequestDispatcher(request.getHeader("X-To")).include(request, response);
                after(request, response);
            }
            case "fail" -> response.sendError(418);
            case "authenticate" -> {
                String authenticated = authenticated(request, response);
                write(response, report(request).put("authenticated", authenticated));
            }
            case "leave" -> {
                request.logout();
                write(response, report(request));
            }
            case "logout" -> logout(request, response);
            case "throw" -> throw new ServletException("on purpose");
            default -> write(response, report(request));
        }
    }

    private static String uri(HttpServletRequest request) {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI);
        return included == null ? request.getRequestURI() : (String) included;
    }

    private static String body(HttpServletRequest request) throws IOException {
        return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Flushes the response so far, if the request asks for that. */
    private static void flush(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("X-Flush") != null) {
            response.flushBuffer();
        }
    }

    /** Asks for a login; Jetty throws an exception where it has none. */
    private static String authenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return String.valueOf(request.authenticate(response));
        } catch (ServletException e) {
            return "exception";
        }
    }

    /** Reports what an include has left of the request, if the request asks for that. */
    private static void after(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("X-After") != null) {
            Object token = request.getAttribute("io.holdfast.token.VerifiedToken");
            response.getWriter()
                    .print(new AppReport()
                            .put("userAfter", request.getRemoteUser())
                            .put(
                                    "tokenAfter",
                                    token == null ? null : token.getClass().getName())
                            .put("reasonAfter", request.getAttribute("io.holdfast.resource.RefusalReason"))
                            .put("reportedAfter", request.getAttribute("io.holdfast.resource.RefusalReason.reported")));
        }
    }

    /** Dispatches to itself or elsewhere once, with or without handing its own request over. */
    private static void async(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(RESUMED) != null) {
            write(response, report(request));
            return;
        }
        request.setAttribute(RESUMED, true);
        flush(request, response);
        AsyncContext context = "wrapped".equals(request.getHeader("X-Async"))
                ? request.startAsync(request, response)
                : request.startAsync();
        if (request.getHeader("X-To") == null) {
            context.dispatch();
        } else {
            context.dispatch(request.getHeader("X-To"));
        }
    }

    /** Reports the state after a logout, here or at the target of a forward, and whether a login is possible again. */
    private static void logout(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        request.logout();
        if (request.getHeader("X-To") != null) {
            request.getRequestDispatcher(request.getHeader("X-To")).forward(request, response);
            return;
        }
        AppReport report = report(request);
        write(response, report.put("again", request.authenticate(response)));
    }

    private static void inAnotherThread(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        Thread thread = new Thread(() -> {
            try {
                write((HttpServletResponse) context.getResponse(), report((HttpServletRequest) context.getRequest()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                context.complete();
            }
        });
        thread.start();
    }

    private static AppReport report(HttpServletRequest request) {
        Object token = request.getAttribute("io.holdfast.token.VerifiedToken");
        Object certificates = request.getAttribute("jakarta.servlet.request.X509Certificate");
        AppReport report = new AppReport()
                .put(
                        "user",
                        request.getUserPrincipal() == null
                                ? null
                                : request.getUserPrincipal().getName())
                .put(
                        "userType",
                        request.getUserPrincipal() == null
                                ? null
                                : request.getUserPrincipal().getClass().getName())
                .put("remoteUser", request.getRemoteUser())
                .put("authType", request.getAuthType())
                .put("token", token == null ? null : token.getClass().getName())
                .put("session", request.getSession(false) == null ? "none" : "some")
                .put("dispatcher", request.getDispatcherType())
                .put("errorStatus", request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                .put("reason", request.getAttribute("io.holdfast.resource.RefusalReason"))
                .put("reported", request.getAttribute("io.holdfast.resource.RefusalReason.reported"))
                .put("method", request.getMethod())
                .put("uri", uri(request))
                .put("remoteAddr", request.getRemoteAddr());
        if (certificates instanceof X509Certificate[] chain && chain.length > 0) {
            report.put("certificate", TestIdentity.thumbprintOf(chain[0]));
        }
        String shown = request.getHeader("X-Show");
        for (String header : shown == null ? new String[0] : shown.split(" ", -1)) {
            report.put("sees:" + header, sees(request, header));
        }
        String roles = request.getHeader("X-Roles");
        for (String role : roles == null ? new String[0] : roles.split(" ", -1)) {
            report.put("role:" + role, request.isUserInRole(role));
        }
        return report;
    }

    /** Lists the accessors by which the application sees a header of the request. */
    private static String sees(HttpServletRequest request, String header) {
        List<String> seenBy = new ArrayList<>();
        if (request.getHeader(header) != null) {
            seenBy.add("getHeader");
        }
        if (request.getHeaders(header).hasMoreElements()) {
            seenBy.add("getHeaders");
        }
        if (Collections.list(request.getHeaderNames()).stream().anyMatch(header::equalsIgnoreCase)) {
            seenBy.add("getHeaderNames");
        }
        try {
            if (request.getIntHeader(header) != -1) {
                seenBy.add("getIntHeader");
            }
        } catch (NumberFormatException e) {
            seenBy.add("getIntHeader");
        }
        try {
            if (request.getDateHeader(header) != -1) {
                seenBy.add("getDateHeader");
            }
        } catch (IllegalArgumentException e) {
            seenBy.add("getDateHeader");
        }
        return seenBy.toString();
    }

    private static void write(HttpServletResponse response, AppReport report) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(report);
    }
}
