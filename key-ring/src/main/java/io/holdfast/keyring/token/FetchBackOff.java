package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pause of calls after a failure: half a second at first, doubled with each failure in a row; at least ten seconds
 * if a repetition would get the same answer, or as long as the server asks. Never longer than thirty seconds, so that a
 * repair is soon noticed; spread by chance. The first success ends it.
 *
 * <p>Not for use by several threads.
 */
public final class FetchBackOff {
    private static final long FIRST = Duration.ofMillis(500).toNanos();
    private static final long FIRST_IF_LASTING = Duration.ofSeconds(10).toNanos();

    /** The longest pause before the spread of a quarter, which makes it thirty seconds at most. */
    private static final long LONGEST = Duration.ofSeconds(24).toNanos();

    private static final double SPREAD = 0.25;
    private static final int MOST_DOUBLINGS = 10;

    /** The longest pause at the server's request: after a longer one nobody would notice that the server is back. */
    private static final long LONGEST_ASKED_FOR = Duration.ofSeconds(30).toNanos();

    private final DoubleSupplier chance;
    private int failures;
    private @Nullable Rest last;

    FetchBackOff(DoubleSupplier chance) {
        this.chance = chance;
    }

    void succeeded() {
        failures = 0;
        last = null;
    }

    /** Notes a failure, and returns the time of the next attempt. */
    long failed(long now, Throwable cause) {
        long first = isLasting(cause) ? FIRST_IF_LASTING : FIRST;
        long rest = Math.min(LONGEST, first << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        long spread = rest + (long) (rest * SPREAD * chance.getAsDouble());
        last = new Rest(cause, now + Math.max(spread, Math.min(LONGEST_ASKED_FOR, askedFor(cause))));
        return last.until;
    }

    /** True if the last attempt has failed. */
    boolean hasFailed() {
        return last != null;
    }

    /** The present pause; null if a call may be made. */
    @Nullable
    Rest restAt(long now) {
        Rest rest = last;
        return rest != null && now - rest.until < 0 ? rest : null;
    }

    private static boolean isLasting(Throwable cause) {
        return cause instanceof TokenNotBoundException
                || (cause instanceof TokenErrorException && ((TokenErrorException) cause).isLasting());
    }

    private static long askedFor(Throwable cause) {
        Optional<Duration> asked = cause instanceof TokenErrorException
                ? ((TokenErrorException) cause).retryAfter()
                : cause instanceof AuthorizationServerException
                        ? ((AuthorizationServerException) cause).retryAfter()
                        : Optional.empty();
        return asked.map(Duration::toNanos).orElse(0L);
    }

    public static TokenUnavailableException unavailable(Throwable cause) {
        return cause instanceof TokenUnavailableException
                ? (TokenUnavailableException) cause
                : new TokenUnavailableException(message(cause), cause);
    }

    /** Wraps an unexpected failure by its class and place: its text may be anything, even a token. */
    public static TokenUnavailableException withoutText(RuntimeException unexpected) {
        TokenUnavailableException failure = new TokenUnavailableException(message(unexpected), null);
        failure.setStackTrace(unexpected.getStackTrace());
        return failure;
    }

    private static String message(Throwable cause) {
        if (cause instanceof TokenUnavailableException) {
            return String.valueOf(cause.getMessage());
        }
        boolean forTheOperator = cause instanceof TokenErrorException
                || cause instanceof AuthorizationServerException
                || cause instanceof TokenNotBoundException;
        // Any other exception's text may be anything.
        return "No token: "
                + (forTheOperator
                        ? cause.getMessage()
                        : "asking for it failed unexpectedly with "
                                + cause.getClass().getName() + ".");
    }

    /** A pause of calls, and its reason. Immutable. */
    static final class Rest {
        private final Throwable cause;
        private final long until;

        private Rest(Throwable cause, long until) {
            this.cause = cause;
            this.until = until;
        }

        /** The failure for callers during the pause. */
        TokenUnavailableException failure(long now) {
            long millis = Duration.ofNanos(until - now).toMillis() + 1;
            return new TokenUnavailableException(
                    message(cause) + " It is tried again in " + millis + " ms at the earliest.", cause);
        }
    }
}
