package io.holdfast.keyring;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SettableScheduler;
import java.time.Duration;

/** Lets the tests of other packages set the clock of a key ring, which then looks at its key store only when told. */
public final class KeyRingClocks {
    private KeyRingClocks() {}

    /** Sets it; returns the same builder. */
    public static KeyRingBuilder set(KeyRingBuilder builder, SettableClock clock) {
        return builder.keyStoreCheckInterval(Duration.ZERO).clocks(clock, clock.ticker(), new SettableScheduler(clock));
    }
}
