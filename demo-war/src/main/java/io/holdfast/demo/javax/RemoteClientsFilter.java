package io.holdfast.demo.javax;

import io.holdfast.demo.DemoApplication;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

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
