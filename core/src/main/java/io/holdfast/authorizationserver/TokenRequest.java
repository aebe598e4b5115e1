package io.holdfast.authorizationserver;

import io.holdfast.token.TokenSyntax;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * A client credentials request: which scopes, for which resources. Two requests for the same sets are equal, whatever
 * the order.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2">RFC 6749 section 4.4.2, "Access Token Request"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2">RFC 8707 section 2, "Resource Parameter"</a>
 */
public final class TokenRequest {
    private final Set<String> scopes;
    private final Set<String> resources;

    private TokenRequest(Set<String> scopes, Set<String> resources) {
        this.scopes = scopes;
        this.resources = resources;
    }

    /**
     * A request by client credentials.
     *
     * @param scopes the scopes, each by itself; empty: what the server gives by default
     * @param resources identifiers of the resources, each an absolute URI without fragment; may be empty
     * @throws IllegalArgumentException if a scope holds a character that scopes have not, a space for example, or if a
     *     resource is not an absolute URI without fragment
     */
    public static TokenRequest clientCredentials(Collection<String> scopes, Collection<String> resources) {
        for (String scope : scopes) {
            requireScope(scope);
        }
        for (String resource : resources) {
            requireResource(resource);
        }
        return new TokenRequest(
                Collections.unmodifiableSet(new LinkedHashSet<>(scopes)),
                Collections.unmodifiableSet(new LinkedHashSet<>(resources)));
    }

    private static void requireScope(String scope) {
        boolean good = !scope.isEmpty();
        for (int i = 0; i < scope.length(); i++) {
            char c = scope.charAt(i);
            good &= c != ' ' && TokenSyntax.isQuotable(c);
        }
        if (!good) {
            throw new IllegalArgumentException("\"" + Printable.of(scope)
                    + "\" is not a scope: it is empty or holds a space or another character that scopes have not."
                    + " Give each scope by itself.");
        }
    }

    private static void requireResource(String resource) {
        URI uri;
        try {
            uri = URI.create(resource);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + Printable.of(resource) + "\" is not a resource: it is no URI.", e);
        }
        if (!uri.isAbsolute() || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("\"" + Printable.of(resource)
                    + "\" is not a resource: it must be an absolute URI without fragment.");
        }
    }

    /** The scopes asked for. */
    public Set<String> scopes() {
        return scopes;
    }

    /** The resources the token is for. */
    public Set<String> resources() {
        return resources;
    }

    void addTo(List<NameValuePair> form) {
        form.add(new BasicNameValuePair("grant_type", "client_credentials"));
        if (!scopes.isEmpty()) {
            form.add(new BasicNameValuePair("scope", String.join(" ", scopes)));
        }
        for (String resource : resources) {
            form.add(new BasicNameValuePair("resource", resource));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenRequest
                && scopes.equals(((TokenRequest) other).scopes)
                && resources.equals(((TokenRequest) other).resources);
    }

    @Override
    public int hashCode() {
        return 31 * scopes.hashCode() + resources.hashCode();
    }

    @Override
    public String toString() {
        return "TokenRequest[scopes " + scopes + ", resources " + resources + "]";
    }
}
