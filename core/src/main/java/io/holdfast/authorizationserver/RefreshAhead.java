package io.holdfast.authorizationserver;

import io.holdfast.concurrent.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Refreshes what is kept of an authorization server before its time is over, on another thread than the requests', so
 * that none of them waits. It stops when nobody has used what is kept for some refreshes, and goes on with the next use.
 *
 * <p>Safe for use by many threads. Noting a use takes no lock, and writes only once in each period.
 */
final class RefreshAhead {
    /** Refreshes without a use in between, then it stops: an idle application need not call for ever. */
    static final int MOST_IDLE = 12;

    /** After a first failure: a server that starts at the same time is the usual reason. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** It need not be refreshed any more. */
    static final long NEVER = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final Refresh refresh;
    private final AtomicReference<State> state = new AtomicReference<>(State.STOPPED);

    /** Work that was planned in an earlier turn is not done. */
    private final AtomicInteger turn = new AtomicInteger();

    /** Only the one task that runs at a time touches it. */
    private int idle;

    RefreshAhead(Scheduler scheduler, Refresh refresh) {
        this.scheduler = scheduler;
        this.refresh = refresh;
    }

    /** Notes a use of the kept value. */
    void noteUse() {
        if (state.get() != State.PLANNED_AND_USED && state.getAndSet(State.PLANNED_AND_USED) == State.STOPPED) {
            plan();
        }
    }

    /** Something was fetched, well or in vain, so there is a next time. Does nothing if it is planned already. */
    void start() {
        if (state.compareAndSet(State.STOPPED, State.PLANNED)) {
            plan();
        }
    }

    /** The kept value is gone: it is time now, whatever is planned. */
    void startAnew() {
        turn.incrementAndGet();
        state.set(State.PLANNED);
        refresh.forgetUse();
        plan();
    }

    private void plan() {
        plan(refresh.nanosLeft());
    }

    private void plan(long nanos) {
        if (nanos == NEVER) {
            state.set(State.STOPPED);
            return;
        }
        boolean planned = false;
        try {
            int planning = turn.get();
            scheduler.schedule(Duration.ofNanos(Math.max(0, nanos)), () -> run(planning));
            planned = true;
        } finally {
            if (!planned) {
                state.set(State.STOPPED); // the next use tries again
                refresh.forgetUse();
            }
        }
    }

    private void run(int planned) {
        if (planned != turn.get()) {
            return;
        }
        if (refresh.nanosLeft() > 0) {
            plan(); // a request has fetched since this was planned
        } else if (!stopsIdle()) {
            boolean done = false;
            try {
                refresh.run();
                done = true;
            } finally {
                // One that throws may not have moved its time.
                if (planned == turn.get()) {
                    plan(done ? refresh.nanosLeft() : Math.max(FIRST_PAUSE.toNanos(), refresh.nanosLeft()));
                }
            }
        }
    }

    private boolean stopsIdle() {
        boolean stops = isIdle();
        refresh.forgetUse();
        return stops;
    }

    /** Stops if nobody has used it for long. A use at the same moment is either seen here, or sees this and plans anew. */
    private boolean isIdle() {
        if (state.compareAndSet(State.PLANNED_AND_USED, State.PLANNED) || !refresh.mayStop()) {
            idle = 0;
            return false;
        }
        if (idle < MOST_IDLE) {
            idle++;
            return false;
        }
        idle = 0;
        return state.compareAndSet(State.PLANNED, State.STOPPED);
    }

    private enum State {
        STOPPED,
        PLANNED,
        PLANNED_AND_USED
    }

    /** The work to do, and its time. */
    interface Refresh {
        /** Nanoseconds until it is time; zero or less if it is; {@link #NEVER} ends it. */
        long nanosLeft();

        /** True if it may stop when nobody uses what is kept; not as long as nothing is kept. */
        default boolean mayStop() {
            return true;
        }

        /**
         * Whoever has spared itself to note a use because another was noted must note the next one. It may begin to do so
         * before it calls {@link RefreshAhead#noteUse}, not after.
         */
        default void forgetUse() {}

        /** Refreshes. A failure is its own matter, but it must move {@link #nanosLeft()}. */
        void run();
    }
}
