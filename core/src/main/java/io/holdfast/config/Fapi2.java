package io.holdfast.config;

import io.holdfast.access.AccessRule;
import io.holdfast.access.AccessRules;
import io.holdfast.access.EnforcementMode;
import io.holdfast.access.RuleReview;
import io.holdfast.binding.BindingPolicy;
import io.holdfast.token.SignatureAlgorithm;
import java.util.EnumSet;
import java.util.Set;

/**
 * Notes each setting that contradicts FAPI 2.0, with the clause. No setting weakens what section 5.2 asks of TLS:
 * calls go by https with TLS 1.2 or newer, and the server's certificate is verified.
 *
 * @see <a href="https://openid.net/specs/fapi-security-profile-2_0-final.html">FAPI 2.0 Security Profile</a>
 */
final class Fapi2 {
    private static final String REMEDY = ", or take security=fapi2 out.";

    private Fapi2() {}

    /** True if the door is set to keep to it. */
    static boolean isWanted(SettingsReader reader) {
        return reader.choice(ResourceSetting.SECURITY, "standard", false, "fapi2", true);
    }

    /** Notes what contradicts it in the settings of one issuer. */
    static void requireOf(IssuerSettings issuer, SettingsReader reader) {
        if (issuer.binding() != BindingPolicy.REQUIRED) {
            reader.problem(
                    ResourceSetting.BINDING,
                    reader.text(ResourceSetting.BINDING),
                    "lets tokens pass that are bound to no certificate, and section 5.3.4 of the FAPI 2.0 Security Profile"
                            + " takes sender-constrained ones alone. Set binding=required" + REMEDY);
        }
        boolean signed =
                issuer.introspection().map(IntrospectionSettings::signed).orElse(true);
        Set<SignatureAlgorithm> others = EnumSet.noneOf(SignatureAlgorithm.class);
        others.addAll(issuer.algorithms());
        others.removeAll(SignatureAlgorithm.FAPI2);
        if (signed && !others.isEmpty()) {
            reader.problem(
                    ResourceSetting.ALGORITHMS,
                    reader.text(ResourceSetting.ALGORITHMS),
                    "has " + others
                            + ", and section 5.4.1 of the FAPI 2.0 Security Profile allows PS256, ES256 and EdDSA"
                            + " with Ed25519 alone. Set algorithms to those of them that the authorization server signs"
                            + " with" + REMEDY);
        }
        boolean bySecret = issuer.introspection()
                .filter(introspection -> introspection.client().authentication().isBySecret())
                .isPresent();
        if (bySecret) {
            reader.problem(
                    ResourceSetting.CLIENT_AUTHENTICATION,
                    reader.text(ResourceSetting.CLIENT_AUTHENTICATION),
                    "proves the client by a secret, and section 5.3.3.1 of the FAPI 2.0 Security Profile wants mutual TLS"
                            + " or private_key_jwt. Set tls_client_auth, self_signed_tls_client_auth or private_key_jwt"
                            + REMEDY);
        }
    }

    /** Notes what contradicts it in the settings of the door. */
    static void requireOf(EnforcementMode mode, AccessRules rules, SettingsReader reader) {
        String why = "lets requests pass whose token is not as it must be, and section 5.3.4 of the FAPI 2.0 Security"
                + " Profile wants each token verified. ";
        if (mode != EnforcementMode.ENFORCE) {
            reader.problem(ResourceSetting.MODE, reader.text(ResourceSetting.MODE), why + "Set mode=enforce" + REMEDY);
        }
        for (AccessRule rule : RuleReview.withModeOtherThan(EnforcementMode.ENFORCE, rules)) {
            reader.problem(ResourceSetting.ACCESS_RULES, rule.toString(), why + "Take report-only out of it" + REMEDY);
        }
    }
}
