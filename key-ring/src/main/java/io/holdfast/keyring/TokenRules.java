package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of a key ring: which servers receive tokens, and which. The most specific rule wins. Immutable. */
public final class TokenRules {
    /** An array, because its loops allocate nothing: each request goes through several. */
    private final TokenRule[] rules;

    private final List<RedirectPair> redirects;

    /** @throws IllegalStateException if two rules have different tokens for the same path of an origin */
    TokenRules(List<TokenRule> rules) {
        this(rules, Collections.emptyList());
    }

    /**
     * @param redirects the redirects to other origins that requests may follow unchanged
     * @throws IllegalStateException if two rules have different tokens for the same path of an origin
     */
    TokenRules(List<TokenRule> rules, List<RedirectPair> redirects) {
        Map<String, TokenRule> known = new HashMap<>();
        for (TokenRule rule : rules) {
            for (String path : rule.paths()) {
                TokenRule other = known.putIfAbsent(rule.origin() + path, rule);
                if (other != null && !other.request().equals(rule.request())) {
                    throw new IllegalStateException("Two rules want different tokens for " + rule.origin() + path + ": "
                            + other + " and " + rule + ". Leave one out, or narrow it to a path.");
                }
            }
        }
        this.rules = rules.toArray(new TokenRule[0]);
        this.redirects = Collections.unmodifiableList(new ArrayList<>(redirects));
    }

    /** The allowed origins, as an operator writes them. */
    Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>();
        for (TokenRule rule : rules) {
            origins.add(rule.origin().toString());
        }
        return origins;
    }

    /** True if a rule names a server with this host name, with any port. Letter case is ignored. */
    public boolean nameHost(String host) {
        for (TokenRule rule : rules) {
            if (rule.origin().hasHost(host)) {
                return true;
            }
        }
        return false;
    }

    /**
     * True if a rule names this https origin.
     *
     * @param port negative for 443
     */
    public boolean nameOrigin(String host, int port) {
        for (TokenRule rule : rules) {
            if (rule.origin().is(host, port)) {
                return true;
            }
        }
        return false;
    }

    /**
     * True if a request may follow a redirect from one https origin to another unchanged: with its body, and with the
     * other origin's token and the certificate if that origin has a rule.
     *
     * @param fromPort negative for 443
     * @param toPort negative for 443
     * @see KeyRingBuilder#allowRedirect
     */
    public boolean nameRedirect(String fromHost, int fromPort, String toHost, int toPort) {
        for (RedirectPair pair : redirects) {
            if (pair.leads(fromHost, fromPort, toHost, toPort)) {
                return true;
            }
        }
        return false;
    }

    /** True if requests may follow any redirect from one origin to another unchanged. */
    public boolean nameRedirects() {
        return !redirects.isEmpty();
    }

    /**
     * The token request of the rule with the longest path that contains the path of a request by https.
     *
     * @param port negative for 443
     * @param rawPath the path as sent; a query is ignored. With dot segments, encoded slashes, path parameters or the
     *     like, only a rule for the whole origin counts
     * @return empty if no rule matches
     */
    public Optional<TokenRequest> requestFor(String host, int port, String rawPath) {
        String path = withoutQuery(rawPath);
        TokenRule best = null;
        int longest = -1;
        for (TokenRule rule : rules) {
            int match = rule.origin().is(host, port) ? rule.match(path) : -1;
            if (match > longest) {
                longest = match;
                best = rule;
            }
        }
        return best != null ? best.answer() : Optional.empty();
    }

    private static String withoutQuery(String rawPath) {
        int end = rawPath.indexOf('?');
        String path = end < 0 ? rawPath : rawPath.substring(0, end);
        return path.isEmpty() ? "/" : path;
    }

    @Override
    public String toString() {
        return Arrays.toString(rules);
    }
}
