package io.holdfast.demo.tokenservice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Serves one public JSON document that does not change while the server runs. */
final class DocumentServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final byte[] document;

    DocumentServlet(String document) {
        this.document = document.getBytes(StandardCharsets.UTF_8);
    }

    /** The platform's own answer would send the request's header back, with whatever secret is in it. */
    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("X-Content-Type-Options", "nosniff");
        // The key is new at every start, so nobody should keep it long.
        response.setHeader("Cache-Control", "public, max-age=60");
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }
}
