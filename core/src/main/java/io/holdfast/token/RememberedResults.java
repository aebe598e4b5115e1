package io.holdfast.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of verifications that are remembered for a short time: accepted tokens, rejected ones in a room of their own,
 * and for a day that a token was accepted. Bounded in entries and bytes. Takes no lock to look a token up. Safe for use by
 * many threads.
 */
final class RememberedResults {
    /** The time for which an acceptance of a token is remembered, in nanoseconds. */
    private static final long ACCEPTED_BEFORE_NANOS = TimeUnit.DAYS.toNanos(1);

    /** Bytes for each token that may be remembered, on the average. A usual answer takes two or three thousand. */
    private static final int MEAN_WEIGHT = 8 * 1024;

    /** Bytes of one token; heavier ones are not remembered. */
    private static final int MOST_WEIGHT = 64 * 1024;

    /** The weight of the parts that all tokens have: digest, entry, the token without its claims, or a rejection. */
    private static final int BASE_WEIGHT = 512;

    /** The time for which a token counts as not yet valid: it may become valid at any moment. */
    private static final Duration NOT_YET = Duration.ofSeconds(1);

    private final Clock clock;
    private final LongSupplier ticker;
    private final BoundedCache<VerifiedToken> accepted;
    private final BoundedCache<Boolean> acceptedBefore;
    private final BoundedCache<TokenRejectedException> rejected;

    /** Counts the calls of {@link #forget}: results of verifications that began before one are not kept. */
    private volatile int forgotten;

    /**
     * Makes an empty memory.
     *
     * @param most the number of accepted tokens, and of rejected ones
     * @param clock the time that {@code exp} is compared with
     * @param ticker the time in nanoseconds that lifetimes are measured by
     */
    RememberedResults(int most, Duration ofAccepted, Duration ofRejected, Clock clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.acceptedBefore = new BoundedCache<>(most, Long.MAX_VALUE, ACCEPTED_BEFORE_NANOS);
        long mostWeight = Math.max(MOST_WEIGHT, (long) most * MEAN_WEIGHT);
        this.accepted = new BoundedCache<>(most, mostWeight, ofAccepted.toNanos());
        this.rejected = new BoundedCache<>(most, mostWeight, ofRejected.toNanos());
    }

    /** The token of a key if it was accepted; null if nothing is known of it. */
    @Nullable
    VerifiedToken get(TokenKey key) throws TokenRejectedException {
        long nanos = ticker.getAsLong();
        Instant now = clock.instant();
        VerifiedToken token = accepted.get(key, nanos, now);
        if (token != null) {
            return token;
        }
        TokenRejectedException rejection = rejected.get(key, nanos, now);
        if (rejection != null) {
            throw rejection; // it has no stack trace and takes no suppressed exceptions, so it may be thrown again
        }
        return null;
    }

    /** True if the token was accepted within a day, and not refused since. */
    boolean wasAccepted(TokenKey key) {
        return acceptedBefore.get(key, ticker.getAsLong(), Instant.EPOCH) != null;
    }

    /**
     * Remembers an accepted token.
     *
     * @param asked the time by the ticker when the verification began
     */
    void accepted(TokenKey key, VerifiedToken verified, long asked) {
        acceptedBefore.put(key, Boolean.TRUE, 0, asked, Instant.MAX);
        long weight = BASE_WEIGHT + ClaimsWeight.of(verified.claims());
        // Within the leeway it is accepted, but would never be found here.
        if (weight <= MOST_WEIGHT && clock.instant().isBefore(verified.expiresAt())) {
            accepted.put(key, verified, weight, asked, verified.expiresAt());
        }
    }

    /** Remembers a rejected token, unless the rejection is of its text alone. */
    void rejected(TokenKey key, TokenRejectedException rejection, long asked) {
        if (!rejection.isOfTheTextAlone()) {
            acceptedBefore.remove(key);
            rejected.put(key, rejection, BASE_WEIGHT, asked, end(rejection));
        }
    }

    private Instant end(TokenRejectedException rejection) {
        return rejection.rejection() == TokenRejection.TOKEN_NOT_YET_VALID
                ? clock.instant().plus(NOT_YET)
                : Instant.MAX;
    }

    /** Forgets all results. Tokens that were accepted before count as such. */
    synchronized void forget() {
        forgotten++;
        accepted.clear();
        rejected.clear();
    }

    /** The number of the times that all were forgotten. */
    int timesForgotten() {
        return forgotten;
    }

    /**
     * Drops the result of a verification if all were forgotten since it began. To be called after it was kept, so that one
     * of the two sees the other.
     *
     * @param before {@link #timesForgotten} when it began
     */
    void dropIfForgottenSince(TokenKey key, int before) {
        if (before != forgotten) {
            accepted.remove(key);
            rejected.remove(key);
        }
    }

    /** The number of remembered tokens, accepted and rejected. */
    int size() {
        return accepted.size() + rejected.size();
    }
}
