package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.access.AccessRules;
import io.holdfast.access.AmbiguousPathException;
import io.holdfast.access.EnforcementMode;
import io.holdfast.access.HeldRules;
import io.holdfast.access.RequestedPath;
import io.holdfast.access.UnmetRule;
import io.holdfast.config.ResourceSettings;
import io.holdfast.token.VerifiedToken;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the path of a request means for its decision: the access rules that hold, and whether they are met. Immutable. */
final class PathAccess {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    /** An origin, or {@code null}, which a browser sends that keeps it to itself. */
    private static final Pattern ORIGIN = Pattern.compile("[!-~]+");

    /** RFC 9110 section 9.1, "Overview": a token. */
    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final HeldRules ANY_TOKEN = HeldRules.of(AccessRules.ANY_TOKEN);

    private final ResourceSettings settings;
    private final BearerChallenge challenge;
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
        this.settings = settings;
        this.challenge = challenge;
        this.rules = settings.accessRules();
        this.mode = settings.mode();
        this.uniform = rules.withModeOtherThan(mode).isEmpty();
        this.strictest =
                settings.accessRules().enforcesAnything(mode) ? EnforcementMode.ENFORCE : EnforcementMode.REPORT_ONLY;
        this.requiredScopes = settings.requiredScopes();
        rules.rules().forEach(rule -> scopeRefusals.put(rule, scopeRefusal(rule.scopes(), settings, challenge)));
        scopeRefusals.put(AccessRules.ANY_TOKEN, scopeRefusal(AccessRules.ANY_TOKEN.scopes(), settings, challenge));
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

    private static AccessDecision scopeRefusal(
            Set<String> ofTheRules, ResourceSettings settings, BearerChallenge challenge) {
        Set<String> scopes = new LinkedHashSet<>(settings.requiredScopes());
        scopes.addAll(ofTheRules);
        return AccessDecision.refuse(
                Refusal.of(RefusalReason.SCOPE_INSUFFICIENT, challenge, scopes, settings.retryAfter()));
    }

    /** Whether all paths are alike. */
    boolean isUniform() {
        return rules.isEmpty();
    }

    /**
     * The rules that hold for a request.
     *
     * @throws RefusedException if path or methods are such that no rule can be held to them
     */
    HeldRules rulesFor(ResourceRequest request) throws RefusedException {
        if (rules.isEmpty()) {
            return ANY_TOKEN;
        }
        return rules.rulesFor(methodsOf(request), read(request), isPreflight(request));
    }

    private RequestedPath read(ResourceRequest request) throws RefusedException {
        try {
            return rules.read(request);
        } catch (AmbiguousPathException e) {
            throw new RefusedException(RefusalReason.PATH_AMBIGUOUS, String.valueOf(e.getMessage()));
        }
    }

    private Iterable<String> methodsOf(ResourceRequest request) throws RefusedException {
        return rules.nameMethods() ? RequestedMethods.of(request) : Collections.singletonList(request.method());
    }

    /** What happens to a request that does not meet the rules that were found for it. */
    EnforcementMode modeOf(HeldRules held, ResourceRequest request) {
        if (uniform) {
            return mode;
        }
        try {
            return rules.modeOf(held, mode, methodsOf(request), read(request));
        } catch (RefusedException e) {
            return strictest;
        }
    }

    /** What happens to a request of which no rule is known: it is refused if any is. */
    EnforcementMode strictestMode() {
        return strictest;
    }

    /**
     * Holds a request to the rules that deny its path to everybody. One that only reports does not spare the request the
     * others that are enforced.
     *
     * @throws RefusedException if one does
     */
    void requireNotDenied(HeldRules held) throws RefusedException {
        AccessRule denying = null;
        boolean enforced = false;
        for (HeldRules each = held; each != null; each = each.others()) {
            boolean denies = each.rule().effect() == AccessRule.Effect.DENY;
            if (denies && isEnforced(each.rule())) {
                throw denied(each.rule());
            }
            denying = denies ? each.rule() : denying;
            enforced |= isEnforced(each.rule());
        }
        if (denying != null && !enforced) {
            throw denied(denying);
        }
    }

    private boolean isEnforced(AccessRule rule) {
        return AccessRules.isEnforced(rule, mode);
    }

    private static RefusedException denied(AccessRule rule) {
        return new RefusedException(RefusalReason.ACCESS_DENIED, "the rule '" + rule + "' denies the path");
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
                && !RequestedMethods.areNamedIn(request)
                && request.headers("Content-Length").stream().allMatch("0"::equals)
                && !request.mayHaveUnannouncedBody();
    }

    private static boolean hasOne(ResourceRequest request, String name, Pattern form) {
        List<String> values = request.headers(name);
        return values.size() == 1 && form.matcher(values.get(0)).matches();
    }

    /**
     * Holds a token to the rules, all of them, and to what every token needs. What only reports speaks last.
     *
     * @throws RefusedException if the token is not enough
     */
    void requireMet(HeldRules held, VerifiedToken token) throws RefusedException {
        if (!token.scopes().containsAll(requiredScopes)) {
            throw new RefusedException(
                    RefusalReason.SCOPE_INSUFFICIENT,
                    token,
                    held,
                    "the setting requiredScopes asks for " + requiredScopes);
        }
        RefusedException reported = null;
        for (HeldRules each = held; each != null; each = each.others()) {
            RefusedException unmet = unmet(each, held, token);
            if (unmet != null && isEnforced(each.rule())) {
                throw unmet;
            }
            reported = unmet == null ? reported : unmet.onlyReported();
        }
        if (reported != null) {
            throw reported;
        }
    }

    private static @Nullable RefusedException unmet(HeldRules one, HeldRules all, VerifiedToken token) {
        if (one.rule().effect() == AccessRule.Effect.DENY) {
            return denied(one.rule());
        }
        UnmetRule unmet = one.unmetBy(token).orElse(null);
        return unmet == null ? null : new RefusedException(reasonOf(unmet.kind()), token, all, unmet.detail());
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

    /** The answer to a token without the scopes that the rules and the settings ask for. */
    AccessDecision insufficientScope(HeldRules held) {
        AccessDecision prepared = held.others() == null ? scopeRefusals.get(held.rule()) : null;
        return prepared != null ? prepared : scopeRefusal(held.scopes(), settings, challenge);
    }
}
