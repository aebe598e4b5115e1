package io.holdfast.doctor.explain;

import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.doctor.report.TokenText;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.AccessRefusal;
import io.holdfast.resource.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A decision with the case that it was made in. Immutable. */
final class Explanation {
    private final ResourceSettings settings;
    private final ExplainedRequest request;
    private final @Nullable TokenText token;
    private final AccessDecision decision;
    private final @Nullable AccessRefusal refusal;
    private final KeySource keys;

    Explanation(
            ResourceSettings settings,
            ExplainedRequest request,
            @Nullable TokenText token,
            AccessDecision decision,
            @Nullable AccessRefusal refusal,
            KeySource keys) {
        this.settings = settings;
        this.request = request;
        this.token = token;
        this.decision = decision;
        this.refusal = refusal;
        this.keys = keys;
    }

    /** The outcome of one check. */
    enum Verdict {
        PASS("pass"),
        FAIL("FAIL"),
        /** Not made with the issuer's key. */
        UNPROVEN("----"),
        /** Not made, since one before it failed. */
        NOT_REACHED("    ");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** The verdict on a check, by the reason of the decision. */
    Verdict verdict(Step step) {
        RefusalReason reason = reason().orElse(null);
        List<Step> order = order();
        int failed = reason == null ? order.size() : order.indexOf(Step.of(reason, detail()));
        int at = order.indexOf(step);
        if (at == failed) {
            return Verdict.FAIL;
        }
        if (at > failed) {
            return Verdict.NOT_REACHED;
        }
        boolean ofKey = step == Step.KEY || step == Step.SIGNATURE;
        boolean claimsFailed = reason != null && Step.of(reason, detail()).isOfClaims();
        return ofKey && (keys == KeySource.NONE || claimsFailed) ? Verdict.UNPROVEN : Verdict.PASS;
    }

    /** The checks in the order in which this door makes them: among several issuers, the token's is looked for first. */
    List<Step> order() {
        List<Step> order = new ArrayList<>(List.of(Step.values()));
        if (settings.issuers().size() > 1) {
            order.remove(Step.ISSUER);
            order.add(order.indexOf(Step.FORM) + 1, Step.ISSUER);
        }
        return order;
    }

    ResourceSettings settings() {
        return settings;
    }

    ExplainedRequest request() {
        return request;
    }

    /** The token as it stands there; null without one. */
    @Nullable
    TokenText token() {
        return token;
    }

    KeySource keys() {
        return keys;
    }

    AccessDecision decision() {
        return decision;
    }

    /** The reason of the refusal; empty if the request passes. */
    Optional<RefusalReason> reason() {
        return decision.reason();
    }

    /** The expectation that failed, in the words of the door's log. */
    String detail() {
        return refusal != null ? refusal.detail() : "";
    }

    /** The settings of the issuer that the token names, or of the only one. */
    Optional<IssuerSettings> issuer() {
        if (settings.issuers().size() == 1) {
            return Optional.of(settings.issuers().get(0));
        }
        Object iss = token != null ? token.claim("iss").orElse("") : "";
        return settings.issuers().stream()
                .filter(issuer -> issuer.issuer().equals(iss))
                .findFirst();
    }
}
