package io.holdfast.demo.jakarta;

import io.holdfast.demo.partner.RecentCalls;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Records the outcome of each call. Stands before the guard, so that it sees refused calls, too; decides nothing. */
final class CallRecordingFilter implements Filter {
    private final RecentCalls calls;

    CallRecordingFilter(RecentCalls calls) {
        this.calls = calls;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        int status = 500;
        try {
            chain.doFilter(request, response);
            status = ((HttpServletResponse) response).getStatus();
        } finally {
            calls.note(
                    new ServletHttpRequest((HttpServletRequest) request),
                    status,
                    ((HttpServletResponse) response).getHeader("WWW-Authenticate"));
        }
    }

    @Override
    public void destroy() {}
}
