package io.holdfast.doctor.explain;

import io.holdfast.config.ResourceSetting;
import io.holdfast.resource.RefusalReason;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a decision in their order, each with the reasons that it refuses by. A reason that several checks have
 * belongs to the first of them, so that no later check is said to have passed.
 */
enum Step {
    PATH("path", ResourceSetting.ACCESS_RULES, RefusalReason.PATH_AMBIGUOUS, RefusalReason.ACCESS_DENIED),
    CREDENTIALS(
            "credentials",
            null,
            RefusalReason.CREDENTIALS_MISSING,
            RefusalReason.CREDENTIALS_AMBIGUOUS,
            RefusalReason.CREDENTIALS_MALFORMED,
            RefusalReason.TRANSPORT_INSECURE),
    LENGTH("length", ResourceSetting.MAX_TOKEN_LENGTH, RefusalReason.TOKEN_TOO_LONG),
    CERTIFICATE("certificate", ResourceSetting.BINDING, RefusalReason.CERTIFICATE_MISSING),
    FORM("form", null, RefusalReason.TOKEN_MALFORMED),
    EXTENSIONS("extensions", null, RefusalReason.TOKEN_UNSUPPORTED),
    TYPE("typ", ResourceSetting.TOKEN_TYPE, RefusalReason.TOKEN_TYPE),
    ALGORITHM("alg", ResourceSetting.ALGORITHMS, RefusalReason.TOKEN_ALGORITHM),
    KEY("key", ResourceSetting.JWKS_URI, RefusalReason.TOKEN_KEY_UNKNOWN, RefusalReason.VERIFICATION_UNAVAILABLE),
    SIGNATURE("signature", null, RefusalReason.TOKEN_SIGNATURE, RefusalReason.TOKEN_INACTIVE),
    CLAIMS("claims", ResourceSetting.OPTIONAL_CLAIMS, RefusalReason.TOKEN_CLAIM_MISSING),
    ISSUER("issuer", ResourceSetting.ISSUER, RefusalReason.TOKEN_ISSUER),
    AUDIENCE("audience", ResourceSetting.AUDIENCE, RefusalReason.TOKEN_AUDIENCE),
    TIME("time", ResourceSetting.CLOCK_SKEW_SECONDS, RefusalReason.TOKEN_EXPIRED, RefusalReason.TOKEN_NOT_YET_VALID),
    BINDING(
            "binding",
            ResourceSetting.BINDING,
            RefusalReason.TOKEN_NOT_BOUND,
            RefusalReason.CONFIRMATION_MALFORMED,
            RefusalReason.CONFIRMATION_UNSUPPORTED,
            RefusalReason.CERTIFICATE_MISMATCH),
    VALIDITY("validity", ResourceSetting.CERTIFICATE_VALIDITY, RefusalReason.CERTIFICATE_OUTSIDE_VALIDITY),
    SCOPE("scope", ResourceSetting.REQUIRED_SCOPES, RefusalReason.SCOPE_INSUFFICIENT),
    RULE("rule", ResourceSetting.ACCESS_RULES, RefusalReason.PATH_CLAIM_MISMATCH, RefusalReason.RULE_NOT_MET),
    DOOR("door", null, RefusalReason.INTERNAL_ERROR, RefusalReason.MISCONFIGURED);

    /** Checks of claims, which come before the key where that is not at hand. */
    private static final List<Step> OF_CLAIMS = List.of(CLAIMS, ISSUER, AUDIENCE, TIME);

    private static final Pattern OF_ONE_CLAIM = Pattern.compile("The claim '|The aud |the token has .* in the claim '");

    private final String title;
    private final @Nullable ResourceSetting setting;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of constants
    private final List<RefusalReason> reasons;

    Step(String title, @Nullable ResourceSetting setting, RefusalReason... reasons) {
        this.title = title;
        this.setting = setting;
        this.reasons = List.of(reasons);
    }

    /**
     * The check that refuses by a reason with a detail. A malformed token is refused by its form, but for the details
     * about one claim or the {@code kid}, which are read after header and algorithm.
     */
    static Step of(RefusalReason reason, String detail) {
        if (reason == RefusalReason.TOKEN_MALFORMED
                && OF_ONE_CLAIM.matcher(detail).lookingAt()) {
            return CLAIMS;
        }
        if (reason == RefusalReason.TOKEN_MALFORMED && detail.startsWith("The kid ")) {
            return KEY;
        }
        return Arrays.stream(values())
                .filter(step -> step.reasons.contains(reason))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No check refuses by " + reason + "."));
    }

    String title() {
        return title;
    }

    /** The name of the setting that decides it; empty if none does. */
    String settingName() {
        return setting != null ? setting.settingName() : "";
    }

    boolean isOfClaims() {
        return OF_CLAIMS.contains(this);
    }
}
