package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets a server that fails be for a while. After some failures in a row no call is let through for the length of the
 * rest; then one, and its outcome decides whether there is another rest.
 *
 * <p>A failure may be because of what was asked, and who asks it again and again must not cut all others off. So such a
 * failure names its subject, and one subject counts once until the next success. Safe for use by many threads.
 */
final class CircuitBreaker {
    /** Subjects that are known to have counted. Whoever has more of them than this can open the breaker anyway. */
    private static final int MOST_SUBJECTS = 64;

    private final int mostFailures;
    private final long restNanos;
    private final LongSupplier ticker;

    // All guarded by this.
    private int failures;
    private long restingSince;
    private boolean probing;
    private final Set<String> counted = new LinkedHashSet<>();

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
        counted.clear();
    }

    /** The server did not answer, or not as it should. */
    synchronized void failed() {
        failures = Math.min(failures + 1, mostFailures);
        restingSince = ticker.getAsLong();
        probing = false;
    }

    /** The server failed, perhaps because of this subject: it counts once, and cannot prolong a rest. */
    synchronized void failedOver(String subject) {
        if (counted.size() < MOST_SUBJECTS ? counted.add(subject) : !counted.contains(subject)) {
            failed();
        } else {
            learntNothing();
        }
    }

    /** The call told nothing of the server: the answer was about what was asked, or it was our fault. */
    synchronized void learntNothing() {
        probing = false;
    }
}
