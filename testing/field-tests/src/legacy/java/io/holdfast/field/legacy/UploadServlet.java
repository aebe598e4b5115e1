package io.holdfast.field.legacy;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.Part;

/** Takes a file. */
public final class UploadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        StringBuilder parts = new StringBuilder();
        for (Part part : request.getParts()) {
            parts.append(part.getName()).append('=').append(part.getSize()).append(' ');
        }
        response.setContentType("text/plain");
        response.getWriter().println("reached upload " + parts + EchoServlet.caller(request));
    }
}
