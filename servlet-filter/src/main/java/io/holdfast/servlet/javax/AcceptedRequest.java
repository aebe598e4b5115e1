package io.holdfast.servlet.javax;

import io.holdfast.resource.AccessTokenPrincipal;
import java.security.Principal;
import javax.servlet.AsyncContext;
import javax.servlet.ServletException;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;

/** An accepted request: it speaks for the token's principal and for nobody whom the container may know besides. */
final class AcceptedRequest extends HttpServletRequestWrapper {
    private final ServletResponse response;
    private final AccessTokenPrincipal principal;

    AcceptedRequest(HttpServletRequest request, ServletResponse response, AccessTokenPrincipal principal) {
        super(request);
        this.response = response;
        this.principal = principal;
    }

    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    @Override
    public String getRemoteUser() {
        return principal.getName();
    }

    @Override
    public String getAuthType() {
        return "Bearer";
    }

    /**
     * The servlet specification reserves two names: nobody has the role {@code *}, even if a scope is named so, and
     * whoever is authenticated has {@code **}.
     */
    @Override
    public boolean isUserInRole(String role) {
        return "**".equals(role) || (!"*".equals(role) && principal.hasRole(role));
    }

    @Override
    public boolean authenticate(HttpServletResponse ignored) {
        return true;
    }

    @Override
    public void login(String username, String password) throws ServletException {
        throw new ServletException("The request is authenticated by its access token already.");
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
