package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.access.EnforcementMode;
import io.holdfast.access.RuleReview;
import io.holdfast.config.ResourceSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns at the start of access rules that protect less than they seem to. */
final class RuleWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private RuleWarnings() {}

    /** Logs a warning for each such rule. */
    static void log(ResourceSettings settings) {
        warnOfUncoveredMethods(settings);
        if (settings.issuers().size() > 1) {
            warnOfScopesOfAnyIssuer(settings);
        }
    }

    private static void warnOfUncoveredMethods(ResourceSettings settings) {
        RuleReview.withUncoveredMethods(settings.accessRules())
                .forEach(rule -> LOG.warn(
                        "The access rule '{}' is about some methods only. With every other method its paths need just"
                                + " any valid token{}. Is that not meant, put a rule without methods behind it, as in"
                                + " '/** deny'.",
                        rule,
                        settings.mode() == EnforcementMode.REPORT_ONLY
                                ? ", and not even that while the mode is report-only"
                                : ""));
    }

    private static void warnOfScopesOfAnyIssuer(ResourceSettings settings) {
        for (AccessRule rule : settings.accessRules().rules()) {
            if (!rule.scopes().isEmpty() && !rule.saysIssuer()) {
                LOG.warn(
                        "The access rule '{}' takes its scopes from any issuer, and each gives its clients what it"
                                + " likes. Add 'issuer=' and the issuer that is meant, or 'issuer=*' if any may.",
                        rule);
            }
        }
    }
}
