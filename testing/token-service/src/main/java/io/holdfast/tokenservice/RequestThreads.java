package io.holdfast.tokenservice;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread for each request, from the handshake to the answer, and for no longer than a limit: who opens a connection and
 * then sends nothing keeps none. The JDK's server has such a limit for the whole JVM alone. An interrupt closes the channel
 * that a thread reads from. Safe for use by many threads.
 */
final class RequestThreads implements Executor, Closeable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(RequestThreads::daemon);
    private final ScheduledThreadPoolExecutor ends = new ScheduledThreadPoolExecutor(1, RequestThreads::daemon);

    RequestThreads(Duration limit) {
        this.limit = limit;
        ends.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable request) {
        FutureTask<Void> task = new FutureTask<>(request, null);
        Future<?> end = ends.schedule(() -> task.cancel(true), limit.toMillis(), TimeUnit.MILLISECONDS);
        threads.execute(() -> {
            task.run();
            end.cancel(false);
        });
    }

    /** Interrupts all of them. */
    @Override
    public void close() {
        ends.shutdownNow();
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "holdfast-token-service-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
