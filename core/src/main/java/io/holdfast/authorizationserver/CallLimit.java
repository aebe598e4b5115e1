package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls may be under way at once. A few more may wait a short while for their turn; that is enough for a burst
 * when the server is quick, and does not tie up a container's threads when it is slow. Safe for use by many threads.
 */
final class CallLimit {
    private final Semaphore calls;
    private final Semaphore waiting;
    private final Duration longestWait;

    CallLimit(int mostCalls, int mostWaiting, Duration longestWait) {
        this.calls = new Semaphore(mostCalls);
        this.waiting = new Semaphore(mostWaiting);
        this.longestWait = longestWait;
    }

    /** Whether a call may be made. Who gets true must {@link #leave}. */
    boolean enter() {
        if (calls.tryAcquire()) {
            return true;
        }
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return calls.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }

    void leave() {
        calls.release();
    }
}
