package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Refreshes what is kept of an authorization server before its time is over, on another thread than the requests', so
 * that none of them waits. It stops when nobody has used what is kept for some refreshes, and goes on with the next use.
 *
 * <p>Safe for use by many threads. Noting a use takes no lock, and writes only once in each period.
 */
final class RefreshAhead {
    /** Refreshes without a use in between, then it stops: an idle application need not call for ever. */
    static final int MOST_IDLE = 12;

    private final Scheduler scheduler;
    private final Refresh refresh;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean used;

    /** Only the one task that runs at a time touches it. */
    private int idle;

    RefreshAhead(Scheduler scheduler, Refresh refresh) {
        this.scheduler = scheduler;
        this.refresh = refresh;
    }

    /** What is kept was used. */
    void noteUse() {
        if (!used) {
            used = true;
            start();
        }
    }

    /** Something was fetched, well or in vain, so there is a next time. Does nothing if it is planned already. */
    void start() {
        if (running.compareAndSet(false, true)) {
            plan();
        }
    }

    private void plan() {
        scheduler.schedule(Duration.ofNanos(Math.max(0, refresh.nanosLeft())), this::run);
    }

    private void run() {
        if (refresh.nanosLeft() > 0) {
            plan(); // a request has fetched since this was planned
        } else if (isIdle()) {
            running.set(false);
            if (used) {
                start(); // it was used just now, and saw that this was still running
            }
        } else {
            try {
                refresh.run();
            } finally {
                plan();
            }
        }
    }

    private boolean isIdle() {
        idle = used ? 0 : idle + 1;
        used = false;
        if (idle <= MOST_IDLE) {
            return false;
        }
        idle = 0;
        return true;
    }

    /** What is done, and when. */
    interface Refresh {
        /** How long until it is time; zero or less if it is. */
        long nanosLeft();

        /** Refreshes. A failure is its own matter, but it must move {@link #nanosLeft()}. */
        void run();
    }
}
