package io.holdfast.token;

import java.time.Duration;

/** The bounds that every verifier has: how long a token may be, and how far clocks may differ. */
public final class VerifierBounds {
    private VerifierBounds() {}

    /**
     * The rejection of a token that is too long, before anything else of it is looked at.
     *
     * @param most the most characters that it may have: the setting {@code maxTokenLength}
     */
    public static TokenRejectedException tooLong(String token, int most) {
        return TokenRejectedException.ofTheTextAlone(
                TokenRejection.TOKEN_TOO_LONG,
                "The token has " + token.length() + " characters; the setting maxTokenLength allows " + most + ".");
    }

    static int tokenLength(int characters) {
        if (characters < 1 || characters > JwtAccessTokenVerifier.LONGEST_TOKEN) {
            throw new IllegalArgumentException("A token of " + characters + " characters is not between 1 and "
                    + JwtAccessTokenVerifier.LONGEST_TOKEN);
        }
        return characters;
    }

    static Duration clockSkew(Duration leeway) {
        if (leeway.isNegative() || leeway.compareTo(JwtAccessTokenVerifier.MAX_CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException(
                    "A clock skew of " + leeway + " is not between 0 and " + JwtAccessTokenVerifier.MAX_CLOCK_SKEW);
        }
        return leeway;
    }
}
