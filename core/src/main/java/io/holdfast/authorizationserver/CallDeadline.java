package io.holdfast.authorizationserver;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Cuts calls off that take too long as a whole. Timeouts of a socket start again with every byte, so a server that sends
 * one byte now and then would keep a call for ever; here one daemon thread cancels the call, which closes its socket.
 */
final class CallDeadline implements Closeable {
    private final ScheduledThreadPoolExecutor thread;
    private final Duration limit;

    CallDeadline(Duration limit) {
        this.limit = limit;
        this.thread = new ScheduledThreadPoolExecutor(1, CallDeadline::daemon);
        this.thread.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "holdfast-call-deadline");
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // an application that is undeployed must not be held by this thread
        return thread;
    }

    Duration limit() {
        return limit;
    }

    /** Starts the time of a call; closing the result ends it. */
    Watch watch(HttpUriRequestBase call) {
        AtomicBoolean passed = new AtomicBoolean();
        Runnable cut = () -> {
            passed.set(true);
            call.cancel();
        };
        return new Watch(passed, thread.schedule(cut, limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** The time of one call. */
    static final class Watch implements Closeable {
        private final AtomicBoolean passed;
        private final Future<?> cut;

        private Watch(AtomicBoolean passed, Future<?> cut) {
            this.passed = passed;
            this.cut = cut;
        }

        boolean passed() {
            return passed.get();
        }

        @Override
        public void close() {
            cut.cancel(false);
        }
    }
}
