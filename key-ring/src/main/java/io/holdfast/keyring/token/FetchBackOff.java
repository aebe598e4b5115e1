package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.concurrent.Pace;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pause of calls after a failure: half a second at first, doubled with each failure in a row; at least ten seconds
 * if a repetition would get the same answer, or as long as the server asks. Never longer than thirty seconds, so that a
 * repair is soon noticed; spread by chance. The first success ends it.
 *
 * <p>Not for use by several threads.
 */
final class FetchBackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration FIRST_IF_LASTING = Duration.ofSeconds(10);

    /** With a spread of a quarter, thirty seconds at most. */
    private static final Duration LONGEST = Duration.ofSeconds(24);

    private static final double SPREAD = 0.25;

    /** The longest pause at the server's request: after a longer one nobody would notice that the server is back. */
    private static final long LONGEST_ASKED_FOR = Duration.ofSeconds(30).toNanos();

    private final Pace pace;
    private @Nullable Throwable last;

    FetchBackOff(DoubleSupplier chance, LongSupplier ticker) {
        this.pace = new Pace(1, FIRST, LONGEST, () -> SPREAD * chance.getAsDouble(), ticker);
    }

    void succeeded() {
        pace.succeeded();
        last = null;
    }

    /** Notes a failure, and says how long nothing is asked, in nanoseconds. */
    long failed(Throwable cause) {
        last = cause;
        pace.failed(isLasting(cause) ? FIRST_IF_LASTING : FIRST);
        pace.rest(Duration.ofNanos(Math.min(LONGEST_ASKED_FOR, askedFor(cause))));
        return pace.nanosLeft();
    }

    /** True if the last attempt has failed. */
    boolean hasFailed() {
        return last != null;
    }

    /** True if nothing may be asked now. */
    boolean rests() {
        return pace.rests();
    }

    /** The failure that callers get while nothing is asked. */
    TokenUnavailableException failure() {
        Throwable cause = Objects.requireNonNull(last);
        long millis = TimeUnit.NANOSECONDS.toMillis(pace.nanosLeft()) + 1;
        return new TokenUnavailableException(
                TokenUnavailableException.message(cause) + " It is tried again in " + millis + " ms at the earliest.",
                cause);
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
}
