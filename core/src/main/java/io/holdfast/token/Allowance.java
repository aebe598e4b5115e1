package io.holdfast.token;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the rate of an event: so many times at once, and so many times a second after that. Safe for use by many
 * threads.
 */
final class Allowance {
    private final long most;
    private final long each;
    private final LongSupplier ticker;

    /** The remaining allowance, in nanoseconds of waiting for it. Guarded by this. */
    private long left;

    /** The time of that count, in nanoseconds. Guarded by this. */
    private long counted;

    Allowance(int atOnce, int aSecond, LongSupplier ticker) {
        this.each = TimeUnit.SECONDS.toNanos(1) / aSecond;
        this.most = atOnce * each;
        this.ticker = ticker;
        this.left = most;
        this.counted = ticker.getAsLong();
    }

    /** Takes one if there is one. */
    synchronized boolean take() {
        long now = ticker.getAsLong();
        left = Math.min(most, left + Math.max(0, now - counted));
        counted = now;
        if (left < each) {
            return false;
        }
        left -= each;
        return true;
    }

    /** Gives back one that was taken and was no harm. */
    synchronized void giveBack() {
        left = Math.min(most, left + each);
    }
}
