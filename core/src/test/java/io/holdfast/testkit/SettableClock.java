package io.holdfast.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A wall clock and a nanosecond ticker that stand still until told to move. {@link #advance} moves both, {@link #set}
 * and {@link #jump} only the wall clock, as a corrected system clock does. Safe to share between threads.
 */
public final class SettableClock extends Clock {

    private final AtomicReference<Instant> now;
    private final AtomicLong nanos = new AtomicLong(0);

    private SettableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    public static SettableClock at(Instant start) {
        return new SettableClock(start);
    }

    /** Starts at the real time in whole seconds. */
    public static SettableClock atPresent() {
        return at(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
        nanos.addAndGet(duration.toNanos());
    }

    /** Moves the wall clock alone, back or forth. */
    public void jump(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Sets the wall clock alone. */
    public void set(Instant instant) {
        now.set(instant);
    }

    /** What {@link System#nanoTime} is to the real clock. */
    public LongSupplier ticker() {
        return nanos::get;
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("tests run in UTC");
    }
}
