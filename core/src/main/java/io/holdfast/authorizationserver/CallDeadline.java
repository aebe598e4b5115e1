package io.holdfast.authorizationserver;

import io.holdfast.concurrent.BackgroundThreads;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Cuts calls off that take too long as a whole. Timeouts of a socket start again with every byte, so a server that sends
 * one byte now and then would keep a call for ever; here one daemon thread cancels the call, which closes its socket.
 */
final class CallDeadline implements Closeable {
    private final BackgroundThreads thread = BackgroundThreads.one("holdfast-call-deadline");
    private final Duration limit;

    CallDeadline(Duration limit) {
        this.limit = limit;
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
        return new Watch(passed, thread.after(limit, cut));
    }

    @Override
    public void close() {
        thread.close();
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
