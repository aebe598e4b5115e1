package io.holdfast.demo.jakarta;

import io.holdfast.demo.DemoApplication;
import io.holdfast.tokenservice.http.HttpResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Refuses clients on other machines before any other filter sees their requests. */
final class RemoteClientsFilter implements Filter {
    private final DemoApplication application;

    RemoteClientsFilter(DemoApplication application) {
        this.application = application;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<HttpResponse> refusal = application.refusalOf(new ServletHttpRequest((HttpServletRequest) request));
        if (refusal.isPresent()) {
            ServletAnswer.write(refusal.get(), (HttpServletResponse) response);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {}
}
