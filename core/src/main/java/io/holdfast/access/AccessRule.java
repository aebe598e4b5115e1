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
 * What one rule says: of which requests, and what they need. Immutable.
 *
 * @see AccessRules
 */
public final class AccessRule {
    /** What becomes of the requests that a rule matches. */
    public enum Effect {
        /** They need no token. */
        OPEN,
        /** They need no token if they are a browser's question before a request from another origin. */
        CORS_PREFLIGHT,
        /** They are refused, whoever sends them. */
        DENY,
        /** They need a valid token that meets the rule's conditions. */
        TOKEN
    }

    static final String AUDIENCE = "audience";
    static final String CLIENT = "client";
    static final String ISSUER = "issuer";
    static final String CLAIM = "claim:";

    /** In a rule's {@code issuer}, which says that any of the trusted ones is meant. */
    static final String ANY_ISSUER = "*";

    private final String text;
    private final Set<String> methods;
    private final PathPattern pattern;
    private final Effect effect;
    private final Set<String> scopes;
    private final Map<String, Set<String>> conditions;
    private final @Nullable EnforcementMode mode;

    /**
     * For the parser.
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

    /** What becomes of the requests that it matches. */
    public Effect effect() {
        return effect;
    }

    /**
     * What happens to a request that does not meet it.
     *
     * @param ofTheDoor what holds for rules that do not say it
     */
    EnforcementMode mode(EnforcementMode ofTheDoor) {
        return mode == null ? ofTheDoor : mode;
    }

    /** Whether it says itself what happens to a request that does not meet it. */
    boolean saysMode() {
        return mode != null;
    }

    /** The scopes that a token needs, all of them; empty for none. */
    public Set<String> scopes() {
        return scopes;
    }

    /** The audiences one of which a token must have; empty for any. */
    public Set<String> audiences() {
        return conditions.getOrDefault(AUDIENCE, Collections.emptySet());
    }

    /** The issuers one of which a token must have; empty for any. */
    public Set<String> issuers() {
        Set<String> issuers = conditions.getOrDefault(ISSUER, Collections.emptySet());
        return issuers.contains(ANY_ISSUER) ? Collections.emptySet() : issuers;
    }

    /** Whether it says which issuers are meant, be it all of them. */
    public boolean saysIssuer() {
        return conditions.containsKey(ISSUER);
    }

    /**
     * Whether it asks for a claim other than the issuer and the scope. Each issuer writes there what it likes, so the
     * same text from another one is about somebody else.
     */
    public boolean asksForClaim() {
        return pattern.namesClaims() || conditions.keySet().stream().anyMatch(key -> !key.equals(ISSUER));
    }

    /**
     * What the rule asks for and the token does not have.
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

    /** Text, true or false, a whole number, or a list of those; everything else equals no value. */
    private static Collection<String> texts(@Nullable Object claim) {
        Collection<?> elements = claim instanceof List ? (List<?>) claim : Collections.singleton(claim);
        return elements.stream()
                .filter(element -> element instanceof String || element instanceof Boolean || element instanceof Long)
                .map(String::valueOf)
                .collect(Collectors.toList());
    }

    /** By method, with HEAD wherever GET is: a servlet runs the same code for both. */
    boolean matchesMethod(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }

    /** Whether it lets everybody pass, as far as it holds. */
    boolean needsNoToken() {
        return effect == Effect.OPEN || effect == Effect.CORS_PREFLIGHT;
    }

    PathPattern pattern() {
        return pattern;
    }

    Set<String> methods() {
        return methods;
    }

    /**
     * Whether no request that the other one matches gets past this one.
     *
     * @param exact whether the application's frameworks take every path by the letter
     */
    boolean covers(AccessRule other, boolean exact) {
        if (effect == Effect.CORS_PREFLIGHT && other.effect != Effect.CORS_PREFLIGHT) {
            return false;
        }
        // An open rule is not held to another spelling in letter case of what is not open.
        boolean ignoreCase = !exact && effect != Effect.OPEN && other.effect == Effect.OPEN;
        boolean methodsCovered = methods.isEmpty()
                || (!other.methods.isEmpty() && other.methods.stream().allMatch(this::matchesMethod));
        return methodsCovered && pattern.covers(other.pattern, ignoreCase);
    }

    /** The rule as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
