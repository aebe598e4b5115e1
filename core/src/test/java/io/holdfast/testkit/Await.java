package io.holdfast.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what another thread does and tells nobody of: looks every few milliseconds, and fails after half a minute. */
public final class Await {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Await() {}

    /** Returns when the condition holds. */
    public static void until(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - start > MOST_NANOS) {
                throw new AssertionError("What the test waits for has not happened.");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
