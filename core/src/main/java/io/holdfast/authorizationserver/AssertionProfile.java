package io.holdfast.authorizationserver;

import io.holdfast.token.SignatureAlgorithm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm, {@code kid}, {@code typ} and audience of a client's assertions, as far as a server wants others than the
 * usual. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523 section 3, "JWT Format and Processing
 *     Requirements"</a>
 */
public final class AssertionProfile {
    /**
     * The usual algorithm of the key (PS256 for RSA, ES256, ES384 or ES512 for EC, EdDSA for Ed25519), no {@code kid}, the
     * type {@code JWT}, and the issuer as audience.
     */
    public static final AssertionProfile USUAL = new AssertionProfile(null, null, "JWT", null, false);

    private final @Nullable SignatureAlgorithm algorithm;
    private final @Nullable String keyId;
    private final String type;
    private final @Nullable String audience;
    private final boolean fapi2;

    private AssertionProfile(
            @Nullable SignatureAlgorithm algorithm,
            @Nullable String keyId,
            String type,
            @Nullable String audience,
            boolean fapi2) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.type = type;
        this.audience = audience;
        this.fapi2 = fapi2;
    }

    /** This profile with another signature algorithm. */
    public AssertionProfile algorithm(SignatureAlgorithm other) {
        return new AssertionProfile(Objects.requireNonNull(other, "algorithm"), keyId, type, audience, fapi2);
    }

    /**
     * This profile with a {@code kid}, by which the server chooses among the client's keys.
     *
     * @throws IllegalArgumentException if it is empty, longer than 2048 characters or not printable ASCII
     */
    public AssertionProfile keyId(String other) {
        return new AssertionProfile(algorithm, RequestSyntax.requireName("kid", other), type, audience, fapi2);
    }

    /**
     * This profile with another {@code typ}, {@code client-authentication+jwt} for example.
     *
     * @throws IllegalArgumentException as {@link #keyId}
     */
    public AssertionProfile type(String other) {
        return new AssertionProfile(algorithm, keyId, RequestSyntax.requireName("typ", other), audience, fapi2);
    }

    /**
     * This profile with another audience, the token endpoint for example. FAPI 2.0 section 5.3.3.1 wants the issuer: an
     * assertion for any other name may be good at more servers than one.
     *
     * @throws IllegalArgumentException as {@link #keyId}
     */
    public AssertionProfile audience(String other) {
        return new AssertionProfile(algorithm, keyId, type, RequestSyntax.requireName("aud", other), fapi2);
    }

    /** This profile, restricted to what FAPI 2.0 allows: a client with other assertions cannot be made. */
    public AssertionProfile fapi2() {
        return new AssertionProfile(algorithm, keyId, type, audience, true);
    }

    boolean hasAlgorithm() {
        return algorithm != null;
    }

    /** True if an audience is set. */
    public boolean hasAudience() {
        return audience != null;
    }

    /**
     * Requires the algorithm, and this profile's audience, to be what FAPI 2.0 allows, if it is restricted to that.
     *
     * @throws IllegalArgumentException if they contradict FAPI 2.0, and the profile keeps to it
     * @see <a href="https://openid.net/specs/fapi-security-profile-2_0-final.html">FAPI 2.0 Security Profile, sections
     *     5.3.3.1 and 5.4.1</a>
     */
    void require(SignatureAlgorithm used, String issuer) {
        if (!fapi2) {
            return;
        }
        if (!SignatureAlgorithm.FAPI2.contains(used)) {
            throw new IllegalArgumentException("The client's assertions would be signed with " + used
                    + ", and section 5.4.1 of the FAPI 2.0 Security Profile allows PS256, ES256 and EdDSA alone. Leave the"
                    + " algorithm out, and take an RSA key, or one on P-256 or Ed25519.");
        }
        if (!audienceOr(issuer).equals(issuer)) {
            throw new IllegalArgumentException("The client's assertions would have the audience " + audience
                    + ", and section 5.3.3.1 of the FAPI 2.0 Security Profile wants the issuer, " + issuer
                    + ". Leave the audience out.");
        }
    }

    SignatureAlgorithm algorithmOr(SignatureAlgorithm usual) {
        return algorithm != null ? algorithm : usual;
    }

    @Nullable
    String keyId() {
        return keyId;
    }

    String type() {
        return type;
    }

    String audienceOr(String issuer) {
        return audience != null ? audience : issuer;
    }

    @Override
    public String toString() {
        return "AssertionProfile[alg " + (algorithm != null ? algorithm : "by key") + ", kid "
                + (keyId != null ? keyId : "none") + ", typ " + type + ", aud "
                + (audience != null ? audience : "the issuer") + "]";
    }
}
