package io.holdfast.servlet.jakarta;

import io.holdfast.resource.RefusalReason;
import io.holdfast.token.VerifiedToken;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request that passes though there is a reason to refuse it. It speaks for nobody whom a token names: also where it is
 * dispatched from a path on which its token was enough.
 */
final class AnonymousRequest extends HttpServletRequestWrapper {
    private final HttpServletRequest unaccepted;
    private final ServletResponse response;
    private volatile boolean loggedOut;

    private AnonymousRequest(HttpServletRequest request, HttpServletRequest unaccepted, ServletResponse response) {
        super(request);
        this.unaccepted = unaccepted;
        this.response = response;
    }

    static AnonymousRequest of(HttpServletRequest request, ServletResponse response) {
        HttpServletRequest unaccepted = request;
        ServletRequest layer = request;
        while (layer instanceof ServletRequestWrapper) {
            ServletRequest below = ((ServletRequestWrapper) layer).getRequest();
            if (layer instanceof AcceptedRequest && below instanceof HttpServletRequest) {
                unaccepted = (HttpServletRequest) below;
            }
            layer = below;
        }
        return new AnonymousRequest(request, unaccepted, response);
    }

    /** Passes the request on, without the token that an earlier dispatch may have left; that one gets it back. */
    void pass(RefusalReason reason, FilterChain chain) throws IOException, ServletException {
        Object token = getAttribute(VerifiedToken.REQUEST_ATTRIBUTE);
        removeAttribute(VerifiedToken.REQUEST_ATTRIBUTE);
        setAttribute(RefusalReason.REPORTED_ATTRIBUTE, reason.code());
        try {
            chain.doFilter(this, response);
        } finally {
            if (token != null && !isAsyncStarted()) {
                removeAttribute(RefusalReason.REPORTED_ATTRIBUTE);
                if (!loggedOut) {
                    setAttribute(VerifiedToken.REQUEST_ATTRIBUTE, token);
                }
            }
        }
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return unaccepted.getUserPrincipal();
    }

    @Override
    public @Nullable String getRemoteUser() {
        return unaccepted.getRemoteUser();
    }

    @Override
    public @Nullable String getAuthType() {
        return unaccepted.getAuthType();
    }

    @Override
    public boolean isUserInRole(String role) {
        return unaccepted.isUserInRole(role);
    }

    /** Leaves it to the container's own login: the accepted request beneath would answer by its token. */
    @Override
    public boolean authenticate(HttpServletResponse response) throws IOException, ServletException {
        return unaccepted.authenticate(response);
    }

    @Override
    public void login(String username, String password) throws ServletException {
        unaccepted.login(username, password);
    }

    /** Ends the accepted request's login, too: a logout holds for the rest of the request. */
    @Override
    public void logout() throws ServletException {
        super.logout();
        loggedOut = true;
    }

    /** Starts with this request: one beneath it may speak for somebody. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }
}
