package io.holdfast.keyring;

import io.holdfast.access.PathSpelling;
import io.holdfast.authorizationserver.TokenRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests get which token: those to one https origin and, if the rule names paths, to those paths and what is
 * under them. A path counts by whole segments: {@code /orders} is for {@code /orders} and {@code /orders/7}, not for
 * {@code /orders-old}.
 *
 * <p>Immutable.
 */
public final class TokenRule {
    private static final String WHOLE_ORIGIN = "/";

    private final Origin origin;
    private final Set<String> paths;
    private final TokenRequest request;
    private final Optional<TokenRequest> answer; // so that nothing is made for a request

    private TokenRule(Origin origin, Set<String> paths, TokenRequest request) {
        this.origin = origin;
        this.paths = Collections.unmodifiableSet(new LinkedHashSet<>(paths));
        this.request = request;
        this.answer = Optional.of(request);
    }

    /**
     * A rule for an origin, to be narrowed to paths and told what token it is about.
     *
     * @param target an https origin, like {@code https://api.example.com:8443}
     * @throws IllegalArgumentException if the target is not https, or more than scheme, host and port
     */
    public static Builder at(String target) {
        return new Builder(Origin.parse(target));
    }

    /**
     * A rule for a whole origin.
     *
     * @param target an https origin, like {@code https://api.example.com:8443}
     * @param request what tokens are asked for
     * @throws IllegalArgumentException if the target is not https, or more than scheme, host and port
     */
    public static TokenRule of(String target, TokenRequest request) {
        return at(target).request(request).build();
    }

    /** The same for tokens by client credentials. */
    public static TokenRule of(String target, Collection<String> scopes, Collection<String> resources) {
        return of(target, TokenRequest.clientCredentials(scopes, resources));
    }

    Origin origin() {
        return origin;
    }

    Set<String> paths() {
        return paths;
    }

    /** What tokens are asked for. */
    public TokenRequest request() {
        return request;
    }

    Optional<TokenRequest> answer() {
        return answer;
    }

    /**
     * How long the longest of the paths is that this path lies under, 0 for a rule without paths; negative if there is
     * none.
     *
     * @param plain whether everybody reads this path alike; if not, no rule with a path is about it
     */
    int match(String path, boolean plain) {
        int longest = -1;
        for (String prefix : paths) {
            if (prefix.equals(WHOLE_ORIGIN)) {
                longest = Math.max(longest, 0);
            } else if (plain && prefix.length() > longest && isUnder(path, prefix)) {
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

    /** Collects a rule. Not for use by several threads. */
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
         * Adds paths that the rule is about, each with what is under it, like {@code /orders}, as they are sent: with
         * their percent-encoding and in their letter case. Default: every path of the origin. A request whose path not
         * everybody reads alike, with dot segments or encoded slashes for example, is under no path but the whole
         * origin.
         *
         * @throws IllegalArgumentException if one does not begin with a slash, or is no such plain path itself
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

        /** Adds scopes to ask for, each by itself. Default: none, which is what the server gives by default. */
        public Builder scopes(String... names) {
            scopes.addAll(Arrays.asList(names));
            return this;
        }

        /** Adds resources that the token is for (RFC 8707), each an absolute URI without fragment. Default: none. */
        public Builder resources(String... identifiers) {
            resources.addAll(Arrays.asList(identifiers));
            return this;
        }

        /** What is asked for as a whole, instead of scopes and resources: by another grant, for example. */
        public Builder request(TokenRequest wanted) {
            this.request = Objects.requireNonNull(wanted, "request");
            return this;
        }

        /**
         * The rule.
         *
         * @throws IllegalArgumentException if a scope or a resource is not one
         * @throws IllegalStateException if a request is given and scopes or resources too
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
