package io.holdfast.keyring.token;

import java.time.Duration;

/**
 * The time of use of a token, in nanoseconds of the ring's ticker, which no correction of the system's clock moves.
 * Immutable.
 *
 * <p>A token's use ends a margin before its expiry, so that it does not expire on its way or by the clock of a resource
 * that is a little ahead. The margin is at most half of the lifetime: a short-lived token must not be fetched for every
 * request. Some time before the end of use another token is fetched while this one remains in use; the exact time is
 * random, so that many clients that started together do not call together. If no other token can be fetched, this one
 * serves until its expiry, without the margin.
 */
final class TokenLifetime {
    private static final double REFRESH_AT_LEAST = 0.75;
    private static final double REFRESH_SPREAD = 0.15;

    private final boolean reusable;
    private final long refreshAt;
    private final long usableUntil;
    private final long validUntil;

    /**
     * @param askedAt the time of the request for the token
     * @param whole its lifetime from then; zero or less for one use
     * @param margin the time before its expiry from which it is no longer used
     * @param chance from 0 to 1: from 75 to 90 % of the time of use the token is refreshed
     */
    TokenLifetime(long askedAt, Duration whole, Duration margin, double chance) {
        long life = Math.max(0, whole.toNanos());
        long usable = life - Math.min(margin.toNanos(), life / 2);
        this.reusable = life > 0;
        this.refreshAt = askedAt + (long) (usable * (REFRESH_AT_LEAST + REFRESH_SPREAD * chance));
        this.usableUntil = askedAt + usable;
        this.validUntil = askedAt + life;
    }

    /** True if the token may be used; always false for a token for one use. */
    boolean isUsable(long now) {
        return reusable && now - usableUntil < 0;
    }

    /** True if the token may be used in default of a better one. */
    boolean isValid(long now) {
        return reusable && now - validUntil < 0;
    }

    /** The time at which to fetch the next token. */
    long refreshAt() {
        return refreshAt;
    }
}
