package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets a server that fails be for a while. After some failures in a row no call is let through for the length of the
 * rest; then one, and its outcome decides whether there is another rest. Safe for use by many threads.
 */
final class CircuitBreaker {
    private final int mostFailures;
    private final long restNanos;
    private final LongSupplier ticker;

    // All guarded by this.
    private int failures;
    private long restingSince;
    private boolean probing;

    CircuitBreaker(int mostFailures, Duration rest, LongSupplier ticker) {
        this.mostFailures = mostFailures;
        this.restNanos = rest.toNanos();
        this.ticker = ticker;
    }

    /** Whether no call may be made now. */
    synchronized boolean isOpen() {
        return failures >= mostFailures && (probing || ticker.getAsLong() - restingSince < restNanos);
    }

    /** Whether a call may be made now. Who gets true must say how it went. */
    synchronized boolean permits() {
        if (isOpen()) {
            return false;
        }
        probing = failures >= mostFailures;
        return true;
    }

    /** The server answered as it should. */
    synchronized void succeeded() {
        failures = 0;
        probing = false;
    }

    /** The server did not answer, or not as it should. */
    synchronized void failed() {
        failures = Math.min(failures + 1, mostFailures);
        restingSince = ticker.getAsLong();
        probing = false;
    }

    /** The call told nothing of the server: the answer was about what was asked, or it was our fault. */
    synchronized void learntNothing() {
        probing = false;
    }
}
