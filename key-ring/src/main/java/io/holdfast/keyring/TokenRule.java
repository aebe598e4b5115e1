package io.holdfast.keyring;

import io.holdfast.access.PathSpelling;
import io.holdfast.authorizationserver.TokenRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token for some requests: those to one https origin and, if the rule names paths, to those paths and the paths
 * below. A path matches by whole segments: {@code /orders} matches {@code /orders} and {@code /orders/7}, not
 * {@code /orders-old}.
 *
 * <p>Immutable.
 */
public final class TokenRule {
    private static final String WHOLE_ORIGIN = "/";

    private final Origin origin;
    private final String[] paths;
    private final TokenRequest request;
    private final Optional<TokenRequest> answer; // kept here, as the array is, so that a request allocates nothing

    private TokenRule(Origin origin, Set<String> paths, TokenRequest request) {
        this.origin = origin;
        this.paths = paths.toArray(new String[0]);
        this.request = request;
        this.answer = Optional.of(request);
    }

    /**
     * Starts a rule for an origin, to be narrowed to paths and completed with the token's scopes and resources.
     *
     * @param target an https origin, for example {@code https://api.example.com:8443}
     * @throws IllegalArgumentException if the target is not https, or more than scheme, host and port
     */
    public static Builder at(String target) {
        return new Builder(Origin.parse(target));
    }

    /**
     * Makes a rule for a whole origin.
     *
     * @param target an https origin, for example {@code https://api.example.com:8443}
     * @param request the token request
     * @throws IllegalArgumentException if the target is not https, or more than scheme, host and port
     */
    public static TokenRule of(String target, TokenRequest request) {
        return at(target).request(request).build();
    }

    /** Makes a rule for tokens by client credentials. */
    public static TokenRule of(String target, Collection<String> scopes, Collection<String> resources) {
        return of(target, TokenRequest.clientCredentials(scopes, resources));
    }

    Origin origin() {
        return origin;
    }

    List<String> paths() {
        return Collections.unmodifiableList(Arrays.asList(paths));
    }

    /** The token request. */
    public TokenRequest request() {
        return request;
    }

    Optional<TokenRequest> answer() {
        return answer;
    }

    /**
     * The length of the longest of the rule's paths that contains the request's path, 0 for a rule without paths;
     * negative if there is none. Only {@linkplain PathSpelling#isPlain plain} paths match a rule with paths.
     */
    int match(String path) {
        int longest = -1;
        for (String prefix : paths) {
            if (prefix.equals(WHOLE_ORIGIN)) {
                longest = Math.max(longest, 0);
            } else if (prefix.length() > longest && isUnder(path, prefix) && PathSpelling.isPlain(path)) {
                longest = prefix.length();
            }
        }
        return longest;
    }

    private static boolean isUnder(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    @Override
    public String toString() {
        return origin + String.join(" ", paths) + " " + request;
    }

    /** Collects the settings of a rule. Not for use by several threads. */
    public static final class Builder {
        private final Origin origin;
        private final Set<String> paths = new LinkedHashSet<>();
        private final Set<String> scopes = new LinkedHashSet<>();
        private final Set<String> resources = new LinkedHashSet<>();
        private @Nullable TokenRequest request;

        private Builder(Origin origin) {
            this.origin = origin;
        }

        /**
         * Adds paths that the rule matches, each with the paths below it, for example {@code /orders}. They are
         * compared as sent: with percent-encoding and in letter case. Default: every path of the origin. A request path
         * that programs read differently, for example with dot segments or encoded slashes, matches only a rule for the
         * whole origin.
         *
         * @throws IllegalArgumentException if one does not begin with a slash, or is such an ambiguous path itself
         */
        public Builder paths(String... prefixes) {
            for (String prefix : prefixes) {
                if (!PathSpelling.isPlain(prefix) || prefix.indexOf('?') >= 0 || prefix.indexOf('#') >= 0) {
                    throw new IllegalArgumentException("\"" + prefix + "\" is no plain path. Give it like /orders,"
                            + " without query, dot segments, empty segments, semicolon, backslash and encoded slash.");
                }
                boolean trim = prefix.length() > 1 && prefix.endsWith("/");
                paths.add(trim ? prefix.substring(0, prefix.length() - 1) : prefix);
            }
            return this;
        }

        /** Adds scopes to request, each as a string of its own. Default: none, for the server's default scopes. */
        public Builder scopes(String... names) {
            scopes.addAll(Arrays.asList(names));
            return this;
        }

        /** Adds resources that the token is for (RFC 8707), each an absolute URI without fragment. Default: none. */
        public Builder resources(String... identifiers) {
            resources.addAll(Arrays.asList(identifiers));
            return this;
        }

        /** The token request as a whole, instead of scopes and resources: for example with another grant. */
        public Builder request(TokenRequest wanted) {
            this.request = Objects.requireNonNull(wanted, "request");
            return this;
        }

        /**
         * Makes the rule.
         *
         * @throws IllegalArgumentException if a scope or a resource is malformed
         * @throws IllegalStateException if both a request and scopes or resources are set
         */
        public TokenRule build() {
            TokenRequest whole = request;
            if (whole != null && !(scopes.isEmpty() && resources.isEmpty())) {
                throw new IllegalStateException("The rule for " + origin
                        + " has a request, and scopes or resources besides: give them with the request.");
            }
            return new TokenRule(
                    origin,
                    paths.isEmpty() ? Collections.singleton(WHOLE_ORIGIN) : paths,
                    whole != null ? whole : TokenRequest.clientCredentials(scopes, resources));
        }
    }
}
