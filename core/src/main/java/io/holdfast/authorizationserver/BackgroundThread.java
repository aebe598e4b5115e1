package io.holdfast.authorizationserver;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread for what is done besides requests. It starts with the first work, ends with {@link #close()}, and
 * holds no application's class loader.
 *
 * <p>Safe for use by many threads.
 */
public final class BackgroundThread implements Scheduler, Closeable {
    private static final long LONGEST_END_MILLIS = 2000;

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    /** A thread of this name, once it has work. */
    public BackgroundThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, work -> start(work, name));
        executor.setRemoveOnCancelPolicy(true);
    }

    private Thread start(Runnable work, String name) {
        Thread started = new Thread(work, name);
        started.setDaemon(true);
        started.setContextClassLoader(null); // an application that is undeployed must not be held by this thread
        thread = started;
        return started;
    }

    @Override
    public void schedule(Duration delay, Runnable work) {
        try {
            Future<?> unused = after(delay, work);
        } catch (RejectedExecutionException e) {
            // Closed: what the work was for has ended too.
        }
    }

    /**
     * The same work in a form that can be cancelled.
     *
     * @throws RejectedExecutionException if this is closed
     */
    Future<?> after(Duration delay, Runnable work) {
        return executor.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Forgets what has not begun, interrupts what has, and waits for the thread's end, because a container that stops an
     * application looks for threads right afterwards. It waits no longer than two seconds. May be called again.
     */
    @Override
    public void close() {
        executor.shutdownNow();
        Thread ending = thread;
        if (ending == null || ending == Thread.currentThread()) {
            return;
        }
        try {
            ending.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
