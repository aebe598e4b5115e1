package io.holdfast.servlet.jakarta;

import io.holdfast.resource.AccessTokenPrincipal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** An accepted request: it speaks for the token's principal and for nobody whom the container may know besides. */
final class AcceptedRequest extends HttpServletRequestWrapper {
    private final ServletResponse response;
    private final AccessTokenPrincipal principal;
    private volatile boolean loggedOut;

    AcceptedRequest(HttpServletRequest request, ServletResponse response, AccessTokenPrincipal principal) {
        super(request);
        this.response = response;
        this.principal = principal;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return loggedOut ? null : principal;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return loggedOut ? null : principal.getName();
    }

    @Override
    public @Nullable String getAuthType() {
        return loggedOut ? null : "Bearer";
    }

    /**
     * The servlet specification reserves two names: nobody has the role {@code *}, even if a scope is named so, and
     * whoever is authenticated has {@code **}.
     */
    @Override
    public boolean isUserInRole(String role) {
        return !loggedOut && ("**".equals(role) || (!"*".equals(role) && principal.hasRole(role)));
    }

    @Override
    public boolean authenticate(HttpServletResponse ignored) {
        loggedOut = false;
        return true;
    }

    @Override
    public void login(String username, String password) throws ServletException {
        throw new ServletException("The request is authenticated by its access token already.");
    }

    /**
     * The rest of this request speaks for nobody. The next one brings its token again. Some containers fail where they
     * have no login of their own to end.
     */
    @Override
    public void logout() throws ServletException {
        if (super.getUserPrincipal() != null) {
            super.logout();
        }
        loggedOut = true;
    }

    /**
     * Starts with this request, because a dispatch from the container's own would lose the principal. The response is
     * the one that the filter was given, which an earlier filter may have wrapped.
     */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }
}
