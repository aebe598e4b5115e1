package io.holdfast.field.legacy;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Tells who the caller is. */
public final class EchoServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().println("reached servlet " + caller(request) + " at " + request.getServletPath());
    }

    static String caller(HttpServletRequest request) {
        return "user=" + request.getRemoteUser() + " principal="
                + (request.getUserPrincipal() == null
                        ? null
                        : request.getUserPrincipal().getName()) + " reads="
                + request.isUserInRole("orders:read");
    }
}
