package io.holdfast.architecture;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** An application that notes what its request has passed before it. */
public final class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final AtomicReference<PassedTypes> PASSED = new AtomicReference<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        PASSED.set(PassedTypes.sinceForgotten());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().readAllBytes();
    }
}
