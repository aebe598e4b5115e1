package io.holdfast.access;

import java.util.List;
import java.util.stream.Collectors;

/** Reviews access rules before any request comes: those that are never reached, protect too little, or differ from the door. */
public final class RuleReview {
    private RuleReview() {}

    /**
     * True if every request that a rule matches is matched by an earlier rule, too.
     *
     * @param exact true if the application's frameworks compare paths by the letter
     */
    static boolean covers(AccessRule earlier, AccessRule rule, boolean exact) {
        if (earlier.effect() == AccessRule.Effect.CORS_PREFLIGHT && rule.effect() != AccessRule.Effect.CORS_PREFLIGHT) {
            return false;
        }
        // Only a rule that restricts also holds for other spellings in letter case, and only against an open one.
        boolean ignoreCase =
                !exact && earlier.effect() != AccessRule.Effect.OPEN && rule.effect() == AccessRule.Effect.OPEN;
        boolean methodsCovered = earlier.methods().isEmpty()
                || (!rule.methods().isEmpty() && rule.methods().stream().allMatch(earlier::matchesMethod));
        return methodsCovered && earlier.pattern().covers(rule.pattern(), ignoreCase);
    }

    /**
     * The rules whose own mode differs from the door's; in their order. A rule that needs no token is none of them.
     *
     * @param ofTheDoor the mode of rules that set none
     */
    public static List<AccessRule> withModeOtherThan(EnforcementMode ofTheDoor, AccessRules rules) {
        return rules.rules().stream()
                .filter(rule -> rule.mode(ofTheDoor) != ofTheDoor && !rule.needsNoToken())
                .collect(Collectors.toList());
    }

    /**
     * Rules that protect less than they seem to: rules of some methods, without a later rule that restricts the same
     * paths for the other methods, so that any valid token is enough for those.
     */
    public static List<AccessRule> withUncoveredMethods(AccessRules rules) {
        return rules.rules().stream()
                .filter(rule -> !rule.methods().isEmpty() && !rule.needsNoToken() && !isCovered(rule, rules))
                .collect(Collectors.toList());
    }

    private static boolean isCovered(AccessRule rule, AccessRules rules) {
        return rules.rules().stream()
                .anyMatch(other -> other.methods().isEmpty()
                        && !other.needsNoToken()
                        && other.pattern().covers(rule.pattern(), false));
    }
}
