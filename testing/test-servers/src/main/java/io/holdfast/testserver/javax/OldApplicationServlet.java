package io.holdfast.testserver.javax;

import io.holdfast.testserver.OldLibraries;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** An application from before Holdfast, with libraries of its own. */
public final class OldApplicationServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print("user=" + request.getRemoteUser() + "\n" + OldLibraries.report());
    }
}
