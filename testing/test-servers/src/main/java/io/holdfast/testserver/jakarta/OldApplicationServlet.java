package io.holdfast.testserver.jakarta;

import io.holdfast.testserver.OldLibraries;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application from before Holdfast, with libraries of its own. */
public final class OldApplicationServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print("user=" + request.getRemoteUser() + "\n" + OldLibraries.report());
    }
}
