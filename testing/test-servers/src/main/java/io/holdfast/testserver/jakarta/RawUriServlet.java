package io.holdfast.testserver.jakarta;

import io.holdfast.testserver.reader.Handlers;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that reads the request line itself. */
public final class RawUriServlet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String raw = request.getRequestURI();
        response.setContentType("text/plain");
        response.getWriter()
                .print(
                        request.getServletPath().equals("/export")
                                ? Handlers.restricted("export")
                                : Handlers.ofRaw(
                                        method(request),
                                        raw.substring(request.getContextPath().length())));
    }

    private static String method(HttpServletRequest request) {
        String header = request.getHeader("X-HTTP-Method-Override");
        String parameter = request.getParameter("_method");
        return header != null ? header : parameter != null ? parameter : request.getMethod();
    }
}
