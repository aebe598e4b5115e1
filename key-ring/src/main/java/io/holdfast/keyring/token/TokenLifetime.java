package io.holdfast.keyring.token;

import java.time.Duration;

/**
 * How long a token is used, in nanoseconds of the ring's ticker, which no correction of the system's clock moves.
 * Immutable.
 *
 * <p>A token is not used until it expires but a margin less, so that it does not expire on its way or by the clock of a
 * resource that is a little ahead. The margin is at most half of the lifetime: a short-lived token must not be fetched
 * for every request. Some time before that end another is fetched while this one serves on; when exactly is left to
 * chance, so that many clients that started together do not ask together. If no other can be had, this one serves until
 * it expires, without the margin.
 */
final class TokenLifetime {
    private static final double REFRESH_AT_LEAST = 0.75;
    private static final double REFRESH_SPREAD = 0.15;

    private final boolean reusable;
    private final long refreshAt;
    private final long usableUntil;
    private final long validUntil;

    /**
     * @param askedAt when the token was asked for
     * @param whole how long it lives from then; zero or less: it is good for one use
     * @param margin how long before its end it is no longer used
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

    /** Whether the token may be used; one that is good for one use only never is again. */
    boolean isUsable(long now) {
        return reusable && now - usableUntil < 0;
    }

    /** Whether the token may be used if there is no better one. */
    boolean isValid(long now) {
        return reusable && now - validUntil < 0;
    }

    /** When it is time to fetch the next. */
    long refreshAt() {
        return refreshAt;
    }
}
