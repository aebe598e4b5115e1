package io.holdfast.client;

import io.holdfast.authorizationserver.TokenResponse;
import java.time.Duration;

/**
 * How long a token is used. Immutable.
 *
 * <p>A token is not used until it expires but a margin less, so that it does not expire on its way or by the clock of a
 * resource that is a little ahead. The margin is at most half of the lifetime: a short-lived token must not be fetched
 * for every request.
 */
final class TokenLifetime {
    private final Duration margin;
    private final Duration unstated;

    TokenLifetime(Duration margin, Duration unstated) {
        this.margin = margin;
        this.unstated = unstated;
    }

    /** How long after it was asked for the token is used; zero if it is good for one use only. */
    Duration of(TokenResponse token) {
        Duration lifetime = token.expiresIn().orElse(unstated);
        if (lifetime.isNegative() || lifetime.isZero()) {
            return Duration.ZERO;
        }
        Duration half = lifetime.dividedBy(2);
        return lifetime.minus(margin.compareTo(half) < 0 ? margin : half);
    }
}
