package io.holdfast.testkit;

import io.holdfast.concurrent.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Work that waits for a {@link SettableClock}, and is then done by the thread that moves it. Safe for many threads. */
public final class SettableScheduler implements Scheduler {

    private record Planned(long at, Runnable work) {}

    private final SettableClock clock;
    private final List<Planned> planned = new ArrayList<>();

    public SettableScheduler(SettableClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void schedule(Duration delay, Runnable work) {
        planned.add(new Planned(clock.ticker().getAsLong() + delay.toNanos(), work));
    }

    /** Does the work at once, on the caller's thread. */
    @Override
    public void execute(Runnable work) {
        work.run();
    }

    /** Lets time pass, and does each work that comes due when it does. */
    public void advance(Duration duration) {
        long end = clock.ticker().getAsLong() + duration.toNanos();
        for (Optional<Planned> next = nextUntil(end); next.isPresent(); next = nextUntil(end)) {
            long wait = next.get().at - clock.ticker().getAsLong();
            clock.advance(Duration.ofNanos(Math.max(0, wait)));
            next.get().work.run();
        }
        clock.advance(Duration.ofNanos(end - clock.ticker().getAsLong()));
    }

    /** How much work waits. */
    public synchronized int size() {
        return planned.size();
    }

    private synchronized Optional<Planned> nextUntil(long end) {
        Optional<Planned> next =
                planned.stream().filter(one -> one.at <= end).min(Comparator.comparingLong(Planned::at));
        next.ifPresent(planned::remove);
        return next;
    }
}
