package io.holdfast.client;

import io.holdfast.authorizationserver.TokenRequest;
import java.util.Collection;
import java.util.Objects;

/**
 * Which requests get which token: those to one https origin and, if the rule names a path, to that path and what is
 * under it.
 *
 * <p>Immutable.
 */
public final class TokenRule {
    private final Origin origin;
    private final String path;
    private final TokenRequest request;

    private TokenRule(Origin origin, String path, TokenRequest request) {
        this.origin = origin;
        this.path = path;
        this.request = request;
    }

    /**
     * A rule.
     *
     * @param target an https origin, like {@code https://api.example.com:8443}
     * @param request what tokens are asked for
     * @throws IllegalArgumentException if the target is not https, or more than scheme, host and port
     */
    public static TokenRule of(String target, TokenRequest request) {
        return new TokenRule(Origin.parse(target), "/", Objects.requireNonNull(request, "request"));
    }

    /** The same for tokens by client credentials. */
    public static TokenRule of(String target, Collection<String> scopes, Collection<String> resources) {
        return of(target, TokenRequest.clientCredentials(scopes, resources));
    }

    Origin origin() {
        return origin;
    }

    /** What tokens are asked for. */
    public TokenRequest request() {
        return request;
    }

    @Override
    public String toString() {
        return origin + path + " " + request;
    }
}
