package io.holdfast.config;

import io.holdfast.access.AccessRule;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks access rules against the issuers whose tokens are accepted. Immutable. */
final class RuleCheck {
    private final Map<String, Set<String>> audiences;

    /** Checks against these issuers, each with its audiences. */
    RuleCheck(Map<String, Set<String>> audiences) {
        this.audiences = audiences;
    }

    /** The problem with the rule and its fix, in words that follow the rule; empty if there is none. */
    Optional<String> problem(AccessRule rule) {
        if (!audiences.keySet().containsAll(rule.issuers())) {
            return Optional.of(
                    "names an issuer whose tokens are not accepted here. Write one of " + audiences.keySet() + ".");
        }
        Set<String> known = audiencesOf(rule);
        if (!known.isEmpty() && !known.containsAll(rule.audiences())) {
            return Optional.of(
                    "names an audience that is none of its issuers' setting 'audience'. Write one of " + known + ".");
        }
        if (audiences.size() > 1 && rule.asksForClaim() && !rule.saysIssuer()) {
            return Optional.of("asks for a claim and does not say whose. Every issuer writes into its tokens what it"
                    + " likes, another one's clients too. Add the issuer that is meant, "
                    + audiences.keySet().stream()
                            .map(issuer -> "'issuer=" + issuer + "'")
                            .collect(Collectors.joining(" or "))
                    + ", or 'issuer=*' if any of them may say it.");
        }
        return Optional.empty();
    }

    /** The audiences of the issuers that the rule names; of all issuers if it names none. */
    private Set<String> audiencesOf(AccessRule rule) {
        return audiences.entrySet().stream()
                .filter(issuer -> rule.issuers().isEmpty() || rule.issuers().contains(issuer.getKey()))
                .flatMap(issuer -> issuer.getValue().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
