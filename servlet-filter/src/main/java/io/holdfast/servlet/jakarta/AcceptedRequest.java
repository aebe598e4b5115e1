package io.holdfast.servlet.jakarta;

import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.AccessTokenPrincipal;
import io.holdfast.token.VerifiedToken;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An accepted request: it speaks for the token's principal and for nobody whom the container may know besides. */
final class AcceptedRequest extends HttpServletRequestWrapper {
    private final ServletResponse response;
    private final AccessTokenPrincipal principal;
    private final VerifiedToken token;
    private final AtomicBoolean loggedOut;

    private AcceptedRequest(
            HttpServletRequest request,
            ServletResponse response,
            AccessDecision.Permit permit,
            AtomicBoolean loggedOut) {
        super(request);
        this.response = response;
        this.principal = permit.principal();
        this.token = permit.token();
        this.loggedOut = loggedOut;
    }

    /**
     * The request as the application sees it, with its token in the attribute.
     *
     * @param loggedOut shared by all that the container dispatches of this request
     */
    static AcceptedRequest of(
            HttpServletRequest request,
            ServletResponse response,
            AccessDecision.Permit permit,
            AtomicBoolean loggedOut) {
        AcceptedRequest accepted = new AcceptedRequest(request, response, permit, loggedOut);
        accepted.showToken();
        return accepted;
    }

    private void showToken() {
        if (!loggedOut.get()) {
            setAttribute(VerifiedToken.REQUEST_ATTRIBUTE, token);
        }
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return loggedOut.get() ? null : principal;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return loggedOut.get() ? null : principal.getName();
    }

    @Override
    public @Nullable String getAuthType() {
        return loggedOut.get() ? null : "Bearer";
    }

    /**
     * The servlet specification reserves two names: nobody has the role {@code *}, even if a scope is named so, and
     * whoever is authenticated has {@code **}.
     */
    @Override
    public boolean isUserInRole(String role) {
        return !loggedOut.get() && ("**".equals(role) || (!"*".equals(role) && principal.hasRole(role)));
    }

    @Override
    public boolean authenticate(HttpServletResponse ignored) {
        loggedOut.set(false);
        showToken();
        return true;
    }

    @Override
    public void login(String username, String password) throws ServletException {
        throw new ServletException("The request is authenticated by its access token already.");
    }

    /**
     * The rest of this request speaks for nobody, wherever it is dispatched. The next one brings its token again. Some containers fail where they
     * have no login of their own to end.
     */
    @Override
    public void logout() throws ServletException {
        if (super.getUserPrincipal() != null) {
            super.logout();
        }
        loggedOut.set(true);
        removeAttribute(VerifiedToken.REQUEST_ATTRIBUTE);
    }

    /**
     * Starts with this request, because a dispatch from the container's own would lose the principal. The response is
     * the one that the filter received, which an earlier filter may have wrapped.
     */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }
}
