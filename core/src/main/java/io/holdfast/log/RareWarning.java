package io.holdfast.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts what anybody can cause as often as they like, and lets a warning of it be logged at most once a minute.
 *
 * <p>Safe for use by many threads.
 */
public final class RareWarning {
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoClock;
    private final LongAdder count = new LongAdder();
    private final AtomicLong nextNanos;

    /**
     * A count of nothing so far.
     *
     * @param nanoClock the time in nanoseconds, as {@link System#nanoTime}
     */
    public RareWarning(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /** Counts once more; true if it is to be logged this time. */
    public boolean due() {
        count.increment();
        long now = nanoClock.getAsLong();
        long next = nextNanos.get();
        return now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS);
    }

    /** How often it has happened. */
    public long count() {
        return count.sum();
    }
}
