package io.holdfast.access;

import io.holdfast.token.VerifiedToken;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One access rule: the requests that it matches, and the conditions that they must meet. Immutable.
 *
 * @see AccessRules
 */
public final class AccessRule {
    /** The effect of a rule on the requests that it matches. */
    public enum Effect {
        /** The requests need no token. */
        OPEN,
        /** CORS preflight requests need no token; the rule matches no others. */
        CORS_PREFLIGHT,
        /** The requests are refused, whoever sends them. */
        DENY,
        /** The requests need a valid token that meets the rule's conditions. */
        TOKEN
    }

    static final String AUDIENCE = "audience";
    static final String CLIENT = "client";
    static final String ISSUER = "issuer";
    static final String CLAIM = "claim:";

    /** Stands in a rule's {@code issuer} for every trusted issuer. */
    static final String ANY_ISSUER = "*";

    private final String text;
    private final Set<String> methods;
    private final PathPattern pattern;
    private final Effect effect;
    private final Set<String> scopes;
    private final Map<String, Set<String>> conditions;
    private final @Nullable EnforcementMode mode;

    /**
     * Makes a rule for the parser.
     *
     * @param methods empty for all
     * @param scopes all needed
     * @param conditions by key, {@code claim:} and the claim's name for one of those; one value of each is needed
     * @param mode null for that of the door
     */
    AccessRule(
            String text,
            Set<String> methods,
            PathPattern pattern,
            Effect effect,
            Set<String> scopes,
            Map<String, Set<String>> conditions,
            @Nullable EnforcementMode mode) {
        this.text = text;
        this.methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
        this.pattern = pattern;
        this.effect = effect;
        this.scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        this.conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        this.mode = mode;
    }

    /** The effect on the requests that it matches. */
    public Effect effect() {
        return effect;
    }

    /**
     * The mode for a request that does not meet the rule.
     *
     * @param ofTheDoor the mode of rules that set none
     */
    EnforcementMode mode(EnforcementMode ofTheDoor) {
        return mode == null ? ofTheDoor : mode;
    }

    /** True if the rule sets its own mode. */
    boolean saysMode() {
        return mode != null;
    }

    /** The scopes that a token needs, all of them; empty if it needs none. */
    public Set<String> scopes() {
        return scopes;
    }

    /** The audiences, one of which a token must have; empty for any. */
    public Set<String> audiences() {
        return conditions.getOrDefault(AUDIENCE, Collections.emptySet());
    }

    /** The issuers, one of which a token must have; empty for any. */
    public Set<String> issuers() {
        Set<String> issuers = conditions.getOrDefault(ISSUER, Collections.emptySet());
        return issuers.contains(ANY_ISSUER) ? Collections.emptySet() : issuers;
    }

    /** True if the rule names its issuers, be it {@code *} for all. */
    public boolean saysIssuer() {
        return conditions.containsKey(ISSUER);
    }

    /**
     * True if the rule requires a claim other than the issuer and the scope. Each issuer chooses the values of such a
     * claim, so the same text from another issuer means somebody else.
     */
    public boolean asksForClaim() {
        return pattern.namesClaims() || conditions.keySet().stream().anyMatch(key -> !key.equals(ISSUER));
    }

    /**
     * The first condition of the rule that the token does not meet.
     *
     * @param path the canonical path, which this rule must match
     * @return empty if the token meets the rule
     */
    public Optional<UnmetRule> unmetBy(VerifiedToken token, String path) {
        Optional<String> claim = pattern.unequalClaim(path, token::claim);
        if (claim.isPresent()) {
            return unmet(UnmetRule.Kind.PATH_CLAIM, "{" + claim.get() + "} in the path is not the token's");
        }
        for (Map.Entry<String, Set<String>> condition : conditions.entrySet()) {
            if (Collections.disjoint(condition.getValue(), valuesIn(token, condition.getKey()))) {
                return unmet(
                        UnmetRule.Kind.TOKEN, "the token has no " + condition.getKey() + " of " + condition.getValue());
            }
        }
        return token.scopes().containsAll(scopes)
                ? Optional.empty()
                : unmet(UnmetRule.Kind.SCOPE, "the token does not have all of the scopes " + scopes);
    }

    private Optional<UnmetRule> unmet(UnmetRule.Kind kind, String what) {
        return Optional.of(new UnmetRule(kind, "the rule '" + text + "' is not met: " + what));
    }

    private static Collection<String> valuesIn(VerifiedToken token, String key) {
        switch (key) {
            case AUDIENCE:
                return token.audience();
            case CLIENT:
                return texts(token.clientId().orElse(null));
            case ISSUER:
                return Arrays.asList(token.issuer(), ANY_ISSUER);
            default:
                return texts(token.claim(key.substring(CLAIM.length())).orElse(null));
        }
    }

    /** The texts of a string, a boolean, a whole number, or a list of those; any other value equals nothing. */
    private static Collection<String> texts(@Nullable Object claim) {
        Collection<?> elements = claim instanceof List ? (List<?>) claim : Collections.singleton(claim);
        return elements.stream()
                .filter(element -> element instanceof String || element instanceof Boolean || element instanceof Long)
                .map(String::valueOf)
                .collect(Collectors.toList());
    }

    /** True if the rule applies to the method. GET includes HEAD: a servlet runs the same code for both. */
    boolean matchesMethod(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }

    /** True if requests that the rule matches need no token. */
    boolean needsNoToken() {
        return effect == Effect.OPEN || effect == Effect.CORS_PREFLIGHT;
    }

    PathPattern pattern() {
        return pattern;
    }

    Set<String> methods() {
        return methods;
    }

    /** The rule as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
