package io.holdfast.demo.javax;

import io.holdfast.demo.partner.RecentCalls;
import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

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
