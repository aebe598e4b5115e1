package io.holdfast.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts an event that anybody can cause at will, and lets a warning of it be logged at most once a minute.
 *
 * <p>Safe for use by many threads.
 */
public final class RareWarning {
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoClock;
    private final LongAdder count = new LongAdder();
    private final AtomicLong nextNanos;

    /**
     * Starts with a count of zero.
     *
     * @param nanoClock the time in nanoseconds, as {@link System#nanoTime}
     */
    public RareWarning(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /** Counts an event; true if a warning is due. */
    public boolean due() {
        count.increment();
        long now = nanoClock.getAsLong();
        long next = nextNanos.get();
        return now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS);
    }

    /** The number of events so far. */
    public long count() {
        return count.sum();
    }
}
