package io.holdfast.testserver.javax;

import io.holdfast.testserver.reader.Handlers;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

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
