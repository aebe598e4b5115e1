package io.holdfast.client;

import io.holdfast.authorizationserver.TokenRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The rules of a key ring: to which servers tokens go, and which. The most specific rule counts. Immutable. */
public final class TokenRules {
    private final List<TokenRule> rules;

    TokenRules(List<TokenRule> rules) {
        this.rules = Collections.unmodifiableList(new ArrayList<>(rules));
    }

    /** Whether some rule is about a server of this name, whatever its port. The host is compared without case. */
    public boolean nameHost(String host) {
        for (TokenRule rule : rules) {
            if (rule.origin().hasHost(host)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether some rule is about this https origin.
     *
     * @param port negative: 443
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
     * What token a request by https gets.
     *
     * @param port negative: 443
     * @param rawPath the path as it is sent, without the query
     * @return empty if it gets none
     */
    public Optional<TokenRequest> requestFor(String host, int port, String rawPath) {
        for (TokenRule rule : rules) {
            if (rule.origin().is(host, port)) {
                return Optional.of(rule.request());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
