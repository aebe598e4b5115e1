package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.access.AccessRules;
import io.holdfast.access.AmbiguousPathException;
import io.holdfast.access.EnforcementMode;
import io.holdfast.access.UnmetRule;
import io.holdfast.config.ResourceSettings;
import io.holdfast.token.VerifiedToken;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the path of a request means for its decision: the access rule that holds, and whether it is met. Immutable. */
final class PathAccess {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    /** An origin, or {@code null}, which a browser sends that keeps it to itself. */
    private static final Pattern ORIGIN = Pattern.compile("[!-~]+");

    /** RFC 9110 section 9.1, "Overview": a token. */
    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Headers that some frameworks take the method from. */
    private static final List<String> METHOD_OVERRIDES =
            Collections.unmodifiableList(Arrays.asList("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"));

    /** And a parameter, which is in the body as well, where nobody reads it here. */
    private static final String METHOD_PARAMETER = "_method";

    private final AccessRules rules;
    private final Set<String> requiredScopes;
    private final EnforcementMode mode;
    private final EnforcementMode strictest;

    /** Whether the mode is the same everywhere. */
    private final boolean uniform;

    private final Map<AccessRule, AccessDecision> scopeRefusals = new HashMap<>();

    /**
     * What the settings say of paths.
     *
     * @param challenge without an error
     */
    PathAccess(ResourceSettings settings, BearerChallenge challenge) {
        this.rules = settings.accessRules();
        this.mode = settings.mode();
        this.uniform = rules.withModeOtherThan(mode).isEmpty();
        this.strictest =
                settings.accessRules().enforcesAnything(mode) ? EnforcementMode.ENFORCE : EnforcementMode.REPORT_ONLY;
        this.requiredScopes = settings.requiredScopes();
        rules.rules().forEach(rule -> scopeRefusals.put(rule, scopeRefusal(rule, settings, challenge)));
        scopeRefusals.put(AccessRules.ANY_TOKEN, scopeRefusal(AccessRules.ANY_TOKEN, settings, challenge));
        rules.withUncoveredMethods()
                .forEach(rule -> LOG.warn(
                        "The access rule '{}' is about some methods only. With every other method its paths need just"
                                + " any valid token{}. Is that not meant, put a rule without methods behind it, as in"
                                + " '/** deny'.",
                        rule,
                        mode == EnforcementMode.REPORT_ONLY
                                ? ", and not even that while the mode is report-only"
                                : ""));
        if (settings.issuers().size() > 1) {
            warnOfScopesOfAnyIssuer();
        }
    }

    private void warnOfScopesOfAnyIssuer() {
        for (AccessRule rule : rules.rules()) {
            if (!rule.scopes().isEmpty() && !rule.saysIssuer()) {
                LOG.warn(
                        "The access rule '{}' takes its scopes from any issuer, and each gives its clients what it"
                                + " likes. Add 'issuer=' and the issuer that is meant, or 'issuer=*' if any may.",
                        rule);
            }
        }
    }

    private static AccessDecision scopeRefusal(AccessRule rule, ResourceSettings settings, BearerChallenge challenge) {
        Set<String> scopes = new LinkedHashSet<>(settings.requiredScopes());
        scopes.addAll(rule.scopes());
        return AccessDecision.refuse(
                Refusal.of(RefusalReason.SCOPE_INSUFFICIENT, challenge, scopes, settings.retryAfter()));
    }

    /** Whether all paths are alike. */
    boolean isUniform() {
        return rules.isEmpty();
    }

    /**
     * The rule that holds for a request.
     *
     * @throws RefusedException if the path is such that no rule can be held to it
     */
    AccessRule ruleFor(ResourceRequest request) throws RefusedException {
        if (rules.isEmpty()) {
            return AccessRules.ANY_TOKEN;
        }
        try {
            return rules.ruleFor(request.method(), request.canonicalPath(), request.path(), isPreflight(request));
        } catch (AmbiguousPathException e) {
            throw new RefusedException(RefusalReason.PATH_AMBIGUOUS, String.valueOf(e.getMessage()));
        }
    }

    /** What happens to a request that does not meet the rule that was found for it. */
    EnforcementMode modeOf(AccessRule rule, ResourceRequest request) {
        if (uniform) {
            return mode;
        }
        String method = mayMeanAnotherMethod(request) ? null : request.method();
        return rules.modeOf(rule, mode, method, request.canonicalPath(), request.path());
    }

    /** What happens to a request of which no rule is known: it is refused if any is. */
    EnforcementMode strictestMode() {
        return strictest;
    }

    /**
     * Holds a request to a rule that denies its path to everybody.
     *
     * @throws RefusedException if it does
     */
    static void requireNotDenied(AccessRule rule) throws RefusedException {
        if (rule.effect() == AccessRule.Effect.DENY) {
            throw new RefusedException(RefusalReason.ACCESS_DENIED, "the rule '" + rule + "' denies the path");
        }
    }

    /**
     * A browser sends neither credentials nor a body with a preflight, and names the method that it asks about. What is
     * otherwise may be another request to the application, above all one with its method in a header.
     */
    private static boolean isPreflight(ResourceRequest request) {
        return "OPTIONS".equals(request.method())
                && hasOne(request, "Origin", ORIGIN)
                && hasOne(request, "Access-Control-Request-Method", METHOD)
                && request.headers("Authorization").isEmpty()
                && request.headers("Transfer-Encoding").isEmpty()
                && !mayMeanAnotherMethod(request)
                && request.headers("Content-Length").stream().allMatch("0"::equals);
    }

    private static boolean mayMeanAnotherMethod(ResourceRequest request) {
        String query = request.queryString();
        return (query != null && query.contains(METHOD_PARAMETER))
                || METHOD_OVERRIDES.stream()
                        .anyMatch(name -> !request.headers(name).isEmpty());
    }

    private static boolean hasOne(ResourceRequest request, String name, Pattern form) {
        List<String> values = request.headers(name);
        return values.size() == 1 && form.matcher(values.get(0)).matches();
    }

    /** Whether the rule lets everybody pass. */
    static boolean isOpen(AccessRule rule) {
        return rule.effect() == AccessRule.Effect.OPEN || rule.effect() == AccessRule.Effect.CORS_PREFLIGHT;
    }

    /**
     * Holds a token to a rule, and to what every token needs.
     *
     * @throws RefusedException if the token is not enough
     */
    void requireMet(AccessRule rule, VerifiedToken token, ResourceRequest request) throws RefusedException {
        if (!token.scopes().containsAll(requiredScopes)) {
            throw new RefusedException(
                    RefusalReason.SCOPE_INSUFFICIENT,
                    token,
                    rule,
                    "the setting requiredScopes asks for " + requiredScopes);
        }
        if (rules.isEmpty()) {
            return;
        }
        Optional<UnmetRule> unmet = rule.unmetBy(token, request.canonicalPath());
        if (unmet.isPresent()) {
            throw new RefusedException(
                    reasonOf(unmet.get().kind()), token, rule, unmet.get().detail());
        }
    }

    private static RefusalReason reasonOf(UnmetRule.Kind kind) {
        switch (kind) {
            case SCOPE:
                return RefusalReason.SCOPE_INSUFFICIENT;
            case PATH_CLAIM:
                return RefusalReason.PATH_CLAIM_MISMATCH;
            default:
                return RefusalReason.RULE_NOT_MET;
        }
    }

    /** The answer to a token without the scopes that the rule and the settings ask for. */
    AccessDecision insufficientScope(AccessRule rule) {
        return Objects.requireNonNull(scopeRefusals.get(rule));
    }
}
