package io.holdfast.client;

import java.time.Clock;
import java.util.function.LongSupplier;

/** Lets the tests of other packages set the clock of a key ring. */
public final class KeyRingTicker {
    private KeyRingTicker() {}

    /** Sets it; returns the same builder. */
    public static KeyRingBuilder set(KeyRingBuilder builder, LongSupplier nanoseconds) {
        return builder.clocks(Clock.systemUTC(), nanoseconds, null);
    }
}
