package io.holdfast.keyring.token;

import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few daemon threads on which a key ring fetches tokens and reads its key store. They start when there is work, end
 * after half a minute without work, and hold no application's class loader.
 */
public final class FetchThreads implements Executor, Closeable {
    private static final int MOST = 8;

    /** The most tasks: as many as a cache has requests. */
    private static final int MOST_WAITING = TokenCache.MOST_REQUESTS;

    private static final int IDLE_SECONDS = 30;
    private static final int LONGEST_END_SECONDS = 2;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), FetchThread::new);

    public FetchThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException if too many tasks wait already, or the threads are closed */
    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** Interrupts the running tasks and drops the others. May be called again. */
    void stop() {
        for (Runnable work : threads.shutdownNow()) {
            if (work instanceof AwaitedWork) {
                ((AwaitedWork) work).dropped();
            }
        }
    }

    /** Stops, and waits for the threads' end, two seconds at most. */
    @Override
    public void close() {
        stop();
        if (Thread.currentThread() instanceof FetchThread) {
            return; // a thread of its own would wait for itself
        }
        try {
            boolean unused = threads.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class FetchThread extends Thread {
        private FetchThread(Runnable work) {
            super(work, "holdfast-token");
            setDaemon(true);
            setContextClassLoader(null);
        }
    }
}
