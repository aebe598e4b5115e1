package io.holdfast.authorizationserver;

import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.concurrent.SharedThreads;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * Cuts calls off that take too long as a whole. Timeouts of a socket start again with every byte, so a server that sends
 * one byte now and then would keep a call for ever; here a daemon thread cancels the call, which closes its socket.
 */
final class CallDeadline implements Closeable {
    /** One thread for all connections in a class loader: a cut takes no time. */
    private static final SharedThreads THREAD =
            new SharedThreads(() -> BackgroundThreads.one("holdfast-call-deadline"));

    private final Duration limit;
    private SharedThreads.@Nullable Share thread; // guarded by this
    private boolean closed; // guarded by this

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
        return new Watch(passed, share().after(limit, cut));
    }

    /** Taken with the first call, so that a connection that makes none holds no thread. */
    private synchronized SharedThreads.Share share() {
        SharedThreads.Share share = thread;
        if (share == null) {
            if (closed) {
                throw new RejectedExecutionException("This connection is closed.");
            }
            share = THREAD.enter();
            thread = share;
        }
        return share;
    }

    @Override
    public void close() {
        SharedThreads.Share share;
        synchronized (this) {
            closed = true;
            share = thread;
        }
        if (share != null) {
            share.close();
        }
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
