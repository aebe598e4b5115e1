package io.holdfast.concurrent;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Does work later, on another thread than the caller's. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface Scheduler extends Executor {
    /**
     * Does the work once, when the delay is over. Work that comes after the scheduler has ended is dropped: its
     * purpose has ended too.
     *
     * @param delay not negative
     * @param work it throws nothing
     */
    void schedule(Duration delay, Runnable work);

    /** Does the work once, as soon as it can be done. */
    @Override
    default void execute(Runnable work) {
        schedule(Duration.ZERO, work);
    }
}
