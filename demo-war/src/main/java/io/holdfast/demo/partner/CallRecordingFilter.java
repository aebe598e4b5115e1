package io.holdfast.demo.partner;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.VerifiedToken;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Notes what came of each call. Stands before the guard, so that refused calls are seen too; decides nothing. */
final class CallRecordingFilter implements Filter {
    private static final Pattern ERROR = Pattern.compile("error=\"([^\"]*)\"(?:,\\s*error_description=\"([^\"]*)\")?");

    private static final int SHOWN_OF_THUMBPRINT = 8;

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
            note((HttpServletRequest) request, (HttpServletResponse) response, status);
        }
    }

    @Override
    public void destroy() {}

    private void note(HttpServletRequest request, HttpServletResponse response, int status) {
        Object token = request.getAttribute(VerifiedToken.REQUEST_ATTRIBUTE);
        String client = token instanceof VerifiedToken
                ? ((VerifiedToken) token).clientId().orElse("")
                : "";
        String call = request.getMethod() + " " + request.getServletPath() + nonNull(request.getPathInfo());
        String reason = status < 400 ? "" : reason(response.getHeader("WWW-Authenticate"));
        calls.add(new RecentCall(Instant.now(), client, certificate(request), call, status, reason));
    }

    /** The thumbprint first: it tells certificates of one subject apart, and no length cuts it off. */
    private static String certificate(HttpServletRequest request) {
        Object chain = request.getAttribute("javax.servlet.request.X509Certificate");
        if (!(chain instanceof X509Certificate[]) || ((X509Certificate[]) chain).length == 0) {
            return "";
        }
        X509Certificate certificate = ((X509Certificate[]) chain)[0];
        String thumbprint = CertificateThumbprint.of(certificate).value();
        return thumbprint.substring(0, SHOWN_OF_THUMBPRINT) + "… "
                + certificate.getSubjectX500Principal().getName();
    }

    private static String reason(@Nullable String challenge) {
        Matcher error = ERROR.matcher(nonNull(challenge));
        if (!error.find()) {
            return challenge == null ? "" : "no token";
        }
        return error.group(2) == null ? error.group(1) : error.group(1) + ": " + error.group(2);
    }

    private static String nonNull(@Nullable String text) {
        return text == null ? "" : text;
    }
}
