package io.holdfast.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Places for so many threads at once, of which a kind of caller may have a share only. A few more may wait a short while
 * for a place: enough for a burst, and not enough to tie up a container's threads. Safe for use by many threads.
 */
public final class Places {
    private final int most;
    private final Semaphore free;
    private final Semaphore queue;
    private final Duration longestWait;
    private final @Nullable Places whole;

    /** Places for so many; who finds none free does not wait. */
    public Places(int most) {
        this(most, 0, Duration.ZERO);
    }

    /** Places for so many, and for so many more who wait for one. */
    public Places(int most, int mostWaiting, Duration longestWait) {
        this(most, mostWaiting, longestWait, null);
    }

    private Places(int most, int mostWaiting, Duration longestWait, @Nullable Places whole) {
        this.most = most;
        this.free = new Semaphore(most);
        this.queue = new Semaphore(mostWaiting);
        this.longestWait = longestWait;
        this.whole = whole;
    }

    /** A share: who enters it takes one of these places as well. */
    public Places share(int most, int mostWaiting) {
        return new Places(most, mostWaiting, longestWait, this);
    }

    /** Takes a place if there is one, or if one becomes free soon. A caller that gets true must {@link #leave}. */
    public boolean enter() {
        if (!free.tryAcquire() && !enterInTurn()) {
            return false;
        }
        boolean entered = false;
        try {
            entered = whole == null || whole.enter();
        } finally {
            if (!entered) {
                free.release();
            }
        }
        return entered;
    }

    private boolean enterInTurn() {
        if (!queue.tryAcquire()) {
            return false;
        }
        try {
            return free.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            queue.release();
        }
    }

    /** Gives the place back. */
    public void leave() {
        if (whole != null) {
            whole.leave();
        }
        free.release();
    }

    /** The number of places taken. */
    public int taken() {
        return most - free.availablePermits();
    }
}
