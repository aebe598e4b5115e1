package io.holdfast.demo.jakarta;

import io.holdfast.tokenservice.http.HttpHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The application's one servlet: passes every request to the application, and its answer to the container. */
final class DemoServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient HttpHandler application;

    DemoServlet(HttpHandler application) {
        this.application = application;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletAnswer.write(application.handle(new ServletHttpRequest(request)), response);
    }
}
