package io.holdfast.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a protected resource, in their order: the first that matches a request holds, and a request that none
 * matches needs a valid token.
 *
 * <p>They are held to the canonical path that the container maps by, not to what stood in the request line. That one
 * counts, too, where it is spelled oddly: then no path is open, because what is odd may be meant for another reader.
 *
 * <p>Immutable.
 */
public final class AccessRules {
    /** No rules: every path needs a valid token. */
    public static final AccessRules NONE = new AccessRules(Collections.emptyList());

    /** The rule of all that no rule names: any valid token meets it. */
    public static final AccessRule ANY_TOKEN = new AccessRule(
            "(no rule)",
            Collections.emptySet(),
            PathPattern.parse("/**"),
            AccessRule.Effect.TOKEN,
            Collections.emptySet(),
            Collections.emptyMap(),
            null);

    private final List<AccessRule> rules;

    private AccessRules(List<AccessRule> rules) {
        this.rules = Collections.unmodifiableList(new ArrayList<>(rules));
    }

    /**
     * Parses rules, separated by line breaks or semicolons.
     *
     * @param problems is told of each rule that does not work, with the rule and what is wrong with it
     */
    public static AccessRules parse(String text, BiConsumer<String, String> problems) {
        List<AccessRule> rules = new ArrayList<>();
        for (String line : text.split("[;\r\n]", -1)) {
            String written = String.join(" ", AccessRuleParser.words(line));
            if (!written.isEmpty()) {
                add(written, rules, problems);
            }
        }
        return rules.isEmpty() ? NONE : new AccessRules(rules);
    }

    private static void add(String written, List<AccessRule> rules, BiConsumer<String, String> problems) {
        AccessRule rule;
        try {
            rule = AccessRuleParser.parse(written);
        } catch (IllegalArgumentException e) {
            problems.accept(written, String.valueOf(e.getMessage()));
            return;
        }
        for (AccessRule earlier : rules) {
            if (earlier.covers(rule)) {
                problems.accept(
                        written,
                        "is never reached, because '" + earlier + "' stands before it and the first match wins."
                                + " Move it up or take it out.");
                break;
            }
        }
        rules.add(rule);
    }

    /** Whether there are no rules. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules in their order. */
    public List<AccessRule> rules() {
        return rules;
    }

    /**
     * The rule that holds for a request.
     *
     * @param method the request's method
     * @param canonicalPath the decoded path within the application that the container has mapped
     * @param rawPath the path as it stood in the request line; null if that is not known, so that no path is open
     * @param preflight whether the request is a true CORS preflight
     * @return never null: {@link #ANY_TOKEN} for what no rule names
     * @throws AmbiguousPathException if the paths are such that no rule can be held to them
     */
    public AccessRule ruleFor(String method, String canonicalPath, @Nullable String rawPath, boolean preflight)
            throws AmbiguousPathException {
        if (!PathSpelling.isCanonical(canonicalPath)) {
            throw new AmbiguousPathException(
                    "The container gives a path that is not canonical: it has an empty or a dot"
                            + " segment, one that ends in a dot or a space, a percent sign, a backslash, a semicolon or"
                            + " a control character.");
        }
        PathSpelling spelling = PathSpelling.of(rawPath);
        for (int i = 0; i < rules.size(); i++) {
            AccessRule rule = rules.get(i);
            if (rule.matchesMethod(method) && rule.pattern().matches(canonicalPath)) {
                if (rule.effect() == AccessRule.Effect.CORS_PREFLIGHT && !preflight) {
                    continue;
                }
                if (needsNoToken(rule)
                        && (spelling != PathSpelling.PLAIN || isCaseOfEarlier(i, method, canonicalPath))) {
                    continue;
                }
                return checked(rule, spelling);
            }
        }
        return ANY_TOKEN;
    }

    /**
     * What happens to a request that does not meet the rule that holds for it. Where something else is enforced, a path
     * that is spelled oddly, or in other letters than a rule that is enforced, may be meant for that one by another
     * reader; so it is enforced as well.
     *
     * @param rule what {@link #ruleFor} has found for the same request
     * @param ofTheDoor what holds for rules that do not say it
     * @param method the request's method; null if another one may be meant, as a header of the request says
     */
    public EnforcementMode modeOf(
            AccessRule rule,
            EnforcementMode ofTheDoor,
            @Nullable String method,
            String canonicalPath,
            @Nullable String rawPath) {
        if (rule.mode(ofTheDoor) == EnforcementMode.ENFORCE || !enforcesAnything(ofTheDoor)) {
            return rule.mode(ofTheDoor);
        }
        boolean plain = PathSpelling.of(rawPath) == PathSpelling.PLAIN
                && !isLikeEnforced(rule, ofTheDoor, method, canonicalPath);
        return plain ? EnforcementMode.REPORT_ONLY : EnforcementMode.ENFORCE;
    }

    /** Whether any request at all is refused, be it only under one rule. */
    public boolean enforcesAnything(EnforcementMode ofTheDoor) {
        return ofTheDoor == EnforcementMode.ENFORCE
                || rules.stream()
                        .anyMatch(rule -> rule.mode(ofTheDoor) == EnforcementMode.ENFORCE && !needsNoToken(rule));
    }

    /**
     * Whether a rule that is enforced would have matched but for the letter case, or the method if that is not certain.
     * Before a rule that says itself that it only reports, the order is the operator's word.
     */
    private boolean isLikeEnforced(AccessRule held, EnforcementMode ofTheDoor, @Nullable String method, String path) {
        boolean ordered = method != null && held.saysMode();
        for (AccessRule other : rules) {
            if (ordered && other.equals(held)) {
                return false;
            }
            if (!needsNoToken(other)
                    && other.mode(ofTheDoor) == EnforcementMode.ENFORCE
                    && (method == null || other.matchesMethod(method))
                    && other.pattern().matchesIgnoringCase(path)) {
                return true;
            }
        }
        // With another method the held rule might not hold, and then the door's word does.
        return method == null
                && ofTheDoor == EnforcementMode.ENFORCE
                && !held.methods().isEmpty();
    }

    /** The rules that say themselves what happens, and say another thing than the door; in their order. */
    public List<AccessRule> withModeOtherThan(EnforcementMode ofTheDoor) {
        return rules.stream()
                .filter(rule -> rule.mode(ofTheDoor) != ofTheDoor && !needsNoToken(rule))
                .collect(Collectors.toList());
    }

    private static boolean needsNoToken(AccessRule rule) {
        return rule.effect() == AccessRule.Effect.OPEN || rule.effect() == AccessRule.Effect.CORS_PREFLIGHT;
    }

    /** Whether an earlier rule that opens nothing would have matched but for the letter case. */
    private boolean isCaseOfEarlier(int index, String method, String path) {
        for (AccessRule earlier : rules.subList(0, index)) {
            if (!needsNoToken(earlier)
                    && earlier.matchesMethod(method)
                    && earlier.pattern().matchesIgnoringCase(path)) {
                return true;
            }
        }
        return false;
    }

    /** An application that reads the request line itself must not find another partner there than the rule did. */
    private static AccessRule checked(AccessRule rule, PathSpelling spelling) throws AmbiguousPathException {
        if (spelling == PathSpelling.REWRITTEN && rule.pattern().namesClaims()) {
            throw new AmbiguousPathException("The path is spelled with dot or empty segments or their encoded forms,"
                    + " and the rule '" + rule + "' compares a segment with a claim.");
        }
        return rule;
    }

    /**
     * Rules that do not do what they seem to: those of some methods whose paths no later rule names for the other
     * methods, so that any valid token is enough for these.
     */
    public List<AccessRule> withUncoveredMethods() {
        return rules.stream()
                .filter(rule -> !rule.methods().isEmpty() && !needsNoToken(rule) && !isCovered(rule))
                .collect(Collectors.toList());
    }

    private boolean isCovered(AccessRule rule) {
        return rules.stream()
                .anyMatch(other -> other.methods().isEmpty()
                        && !needsNoToken(other)
                        && other.pattern().covers(rule.pattern(), false));
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
