package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.access.AccessRules;
import io.holdfast.access.AccessRuling;
import io.holdfast.access.AmbiguousPathException;
import io.holdfast.access.EnforcementMode;
import io.holdfast.access.RequestedPath;
import io.holdfast.access.UnmetRule;
import io.holdfast.config.ResourceSettings;
import io.holdfast.token.VerifiedToken;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides by the path of a request: finds the access rules that hold, and checks that they are met. Immutable. */
final class PathAccess {
    private final AccessRules rules;
    private final Set<String> requiredScopes;
    private final EnforcementMode mode;

    /** The ruling where there are no rules. */
    private final AccessRuling anyToken;

    /** The ruling on a request to which no rule can be held: it is refused if any is. */
    private final AccessRuling strictest;

    /** Reads the settings about paths. */
    PathAccess(ResourceSettings settings) {
        this.rules = settings.accessRules();
        this.mode = settings.mode();
        this.requiredScopes = settings.requiredScopes();
        this.anyToken = AccessRuling.of(AccessRules.ANY_TOKEN, mode);
        this.strictest = AccessRuling.of(
                AccessRules.ANY_TOKEN,
                rules.enforcesAnything(mode) ? EnforcementMode.ENFORCE : EnforcementMode.REPORT_ONLY);
    }

    /** True if all paths are alike. */
    boolean isUniform() {
        return rules.isEmpty();
    }

    /** The ruling on a request of which nothing is known, or none can be made. */
    AccessRuling strictest() {
        return strictest;
    }

    /**
     * The ruling on a request.
     *
     * @throws RefusedException if path or methods are such that no rule can be held to them
     */
    AccessRuling rulingOn(ResourceRequest request) throws RefusedException {
        if (rules.isEmpty()) {
            return anyToken;
        }
        return rules.rulingOn(
                methodsOf(request), read(request), rules.answerPreflights() && Preflight.is(request), mode);
    }

    private RequestedPath read(ResourceRequest request) throws RefusedException {
        try {
            return rules.read(request);
        } catch (AmbiguousPathException e) {
            throw new RefusedException(RefusalReason.PATH_AMBIGUOUS, String.valueOf(e.getMessage()));
        }
    }

    private Iterable<String> methodsOf(ResourceRequest request) throws RefusedException {
        Set<String> ruled = rules.methods();
        return ruled.isEmpty() ? Collections.singletonList(request.method()) : RequestedMethods.of(request, ruled);
    }

    /**
     * Holds a request to the rules that deny its path to everybody. One that only reports does not spare the request the
     * others that are enforced.
     *
     * @throws RefusedException if one does
     */
    void requireNotDenied(AccessRuling ruling) throws RefusedException {
        AccessRule denying = null;
        boolean enforced = false;
        for (AccessRuling each = ruling; each != null; each = each.others()) {
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
     * Holds a token to the rules, all of them, and to the needs of every token. A rule that only reports speaks last.
     *
     * @throws RefusedException if the token is not enough
     */
    void requireMet(AccessRuling ruling, VerifiedToken token) throws RefusedException {
        if (!token.scopes().containsAll(requiredScopes)) {
            throw new RefusedException(
                    RefusalReason.SCOPE_INSUFFICIENT,
                    token,
                    ruling,
                    "the setting requiredScopes asks for " + requiredScopes);
        }
        RefusedException reported = null;
        for (AccessRuling each = ruling; each != null; each = each.others()) {
            RefusedException unmet = unmet(each, ruling, token);
            if (unmet != null && isEnforced(each.rule())) {
                throw unmet;
            }
            reported = unmet == null ? reported : unmet.onlyReported();
        }
        if (reported != null) {
            throw reported;
        }
    }

    private static @Nullable RefusedException unmet(AccessRuling one, AccessRuling all, VerifiedToken token) {
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
}
