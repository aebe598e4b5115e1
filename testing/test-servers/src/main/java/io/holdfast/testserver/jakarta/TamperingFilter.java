package io.holdfast.testserver.jakarta;

import io.holdfast.testkit.Tampering;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;

/** Stands before the door and applies {@link Tampering}. */
public final class TamperingFilter implements Filter {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String FOREIGN_CERTIFICATES = "javax.servlet.request.X509Certificate";

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Tampering tampering = Tampering.of(((HttpServletRequest) request).getHeader(Tampering.HEADER));
        if (tampering != null && tampering.replacesCertificates()) {
            X509Certificate[] real = (X509Certificate[]) request.getAttribute(CERTIFICATES);
            if (tampering == Tampering.OTHER_NAMESPACE) {
                request.setAttribute(FOREIGN_CERTIFICATES, real);
            }
            request.setAttribute(CERTIFICATES, tampering.certificates(real));
        }
        if (tampering == Tampering.EARLIER_CHALLENGE) {
            ((HttpServletResponse) response).addHeader("WWW-Authenticate", Tampering.EARLIER_CHALLENGE_VALUE);
        }
        chain.doFilter(
                tampering == Tampering.EARLIER_LOGIN ? new LoggedIn((HttpServletRequest) request) : request, response);
    }

    @Override
    public void destroy() {}

    private static final class LoggedIn extends HttpServletRequestWrapper {

        LoggedIn(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> Tampering.EARLIER_USER;
        }

        @Override
        public String getRemoteUser() {
            return Tampering.EARLIER_USER;
        }

        @Override
        public String getAuthType() {
            return CLIENT_CERT_AUTH;
        }

        @Override
        public boolean isUserInRole(String role) {
            return true;
        }
    }
}
