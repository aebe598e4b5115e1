package io.holdfast.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of a protected resource, in their order: the first rule that matches a request holds, and a request
 * that no rule matches needs a valid token.
 *
 * <p>{@link PathReading} checks a path before rules are matched with it. Frameworks differ in the paths by which they
 * serve one resource: {@code /orders.json} may be {@code /orders}, and {@code /orders.xml}. So a rule that restricts one
 * of them restricts all, unless an earlier rule matches the path itself, or a later one names it with its suffix. No rule opens more than it names.
 *
 * <p>Immutable.
 */
public final class AccessRules {
    /** No rules: every path needs a valid token. */
    public static final AccessRules NONE = new AccessRules(Collections.emptyList(), PathReading.STRICT);

    /** The rule for every path that no rule names: any valid token meets it. */
    public static final AccessRule ANY_TOKEN = new AccessRule(
            "(no rule)",
            Collections.emptySet(),
            PathPatternParser.parse("/**"),
            AccessRule.Effect.TOKEN,
            Collections.emptySet(),
            Collections.emptyMap(),
            null);

    private final List<AccessRule> rules;
    private final PathReading reading;
    private final Set<String> methods;
    private final boolean answersPreflights;

    private AccessRules(List<AccessRule> rules, PathReading reading) {
        this.rules = Collections.unmodifiableList(new ArrayList<>(rules));
        this.reading = reading;
        this.answersPreflights = rules.stream().anyMatch(rule -> rule.effect() == AccessRule.Effect.CORS_PREFLIGHT);
        this.methods = Collections.unmodifiableSet(
                rules.stream().flatMap(rule -> rule.methods().stream()).collect(Collectors.toSet()));
    }

    /**
     * Parses rules, separated by line breaks or semicolons.
     *
     * @param reading the reading of the paths that rules are matched with
     * @param problems receives each rule that does not work, and its defect
     */
    public static AccessRules parse(String text, PathReading reading, BiConsumer<String, String> problems) {
        List<AccessRule> rules = AccessRuleParser.parseAll(text, reading.isExact(), problems);
        return rules.isEmpty() ? NONE : new AccessRules(rules, reading);
    }

    /** True if there are no rules. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules in their order. */
    public List<AccessRule> rules() {
        return rules;
    }

    /** The methods that rules are limited to; empty if no rule is. */
    public Set<String> methods() {
        return methods;
    }

    /** True if any rule is about CORS preflight requests alone. */
    public boolean answerPreflights() {
        return answersPreflights;
    }

    /**
     * The path of a request, for matching with rules.
     *
     * @throws AmbiguousPathException if two programs may read the path differently
     */
    public RequestedPath read(RequestTarget target) throws AmbiguousPathException {
        return reading.read(target);
    }

    /**
     * The ruling on a request.
     *
     * @param methods the request's method, and every other method as which the application may handle it; at least one
     * @param path from {@link #read}
     * @param preflight whether the request is a true CORS preflight
     * @param ofTheDoor the mode of rules that say none
     * @return one by {@link #ANY_TOKEN} for what no rule names
     */
    public AccessRuling rulingOn(
            Iterable<String> methods, RequestedPath path, boolean preflight, EnforcementMode ofTheDoor) {
        AccessRuling ruling = null;
        for (String method : methods) {
            for (RequestedPath each = path; each != null; each = each.second()) {
                ruling = and(ruling, method, each, preflight, ofTheDoor);
            }
        }
        Objects.requireNonNull(ruling, "no method");
        return isEnforcedElsewhere(ruling, methods, path, ofTheDoor) ? ruling.enforced() : ruling;
    }

    private AccessRuling and(
            @Nullable AccessRuling before,
            String method,
            RequestedPath path,
            boolean preflight,
            EnforcementMode ofTheDoor) {
        int first = firstMatch(method, path.path(), preflight);
        AccessRule own = first < rules.size() ? rules.get(first) : ANY_TOKEN;
        AccessRuling ruling = before;
        for (int i = 0; i < first && !reading.isExact(); i++) {
            AccessRule rule = rules.get(i);
            if (!rule.needsNoToken()
                    && rule.matchesMethod(method)
                    && (claimsName(rule, path, own) || claimsPathInfo(rule, path.looseServletPath(), own))) {
                ruling = AccessRuling.and(ruling, rule, path.path(), ofTheDoor);
            }
        }
        return AccessRuling.and(ruling, own, path.path(), ofTheDoor);
    }

    private int firstMatch(String method, String path, boolean preflight) {
        for (int i = 0; i < rules.size(); i++) {
            AccessRule rule = rules.get(i);
            if (rule.matchesMethod(method)
                    && rule.pattern().matches(path)
                    && (preflight || rule.effect() != AccessRule.Effect.CORS_PREFLIGHT)) {
                return i;
            }
        }
        return rules.size();
    }

    /** True if a framework may serve the rule's path here, and the request's own rule does not name it with another suffix. */
    private static boolean claimsName(AccessRule rule, RequestedPath path, AccessRule own) {
        return rule.pattern().mayMatch(path.loosePath()) && !own.pattern().lacksSuffixesOf(rule.pattern());
    }

    /** True if the rule names the servlet, which may ignore the path info, and the request's own rule does not. */
    private static boolean claimsPathInfo(AccessRule rule, @Nullable String servletPath, AccessRule own) {
        return servletPath != null
                && rule.pattern().isClosed()
                && rule.pattern().mayMatch(servletPath)
                && !own.pattern().beginsWith(rule.pattern());
    }

    /**
     * True if a later rule is enforced that the application may apply to the request. If the door as a whole only reports,
     * that is enough; behind a rule that sets report-only itself, the operator's order of rules decides.
     */
    private boolean isEnforcedElsewhere(
            AccessRuling ruling, Iterable<String> methods, RequestedPath path, EnforcementMode ofTheDoor) {
        if (ruling.mode() == EnforcementMode.ENFORCE || reading.isExact() || ruling.isOpen() || ruling.saysMode()) {
            return false;
        }
        for (AccessRule rule : rules) {
            if (isEnforced(rule, ofTheDoor) && rule.pattern().mayMatch(path.loosePath())) {
                for (String method : methods) {
                    if (rule.matchesMethod(method)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** True if a request that does not meet the rule is refused. */
    public static boolean isEnforced(AccessRule rule, EnforcementMode ofTheDoor) {
        return !rule.needsNoToken() && rule.mode(ofTheDoor) == EnforcementMode.ENFORCE;
    }

    /** True if at least one rule refuses requests. */
    public boolean enforcesAnything(EnforcementMode ofTheDoor) {
        return ofTheDoor == EnforcementMode.ENFORCE || rules.stream().anyMatch(rule -> isEnforced(rule, ofTheDoor));
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
