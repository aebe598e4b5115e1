package io.holdfast.concurrent;

import java.io.Closeable;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread or a few for work besides requests. They start with the first work, end with {@link #close()}, and
 * hold no application's class loader. Safe for use by many threads.
 */
public final class BackgroundThreads implements Scheduler, Closeable {
    static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor executor;
    private final BlockingQueue<Runnable> waiting;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private BackgroundThreads(String name, int most, int mostWaiting) {
        this.executor = new ScheduledThreadPoolExecutor(most, work -> thread(work, name));
        this.waiting = new LinkedBlockingQueue<>(mostWaiting);
        executor.setRemoveOnCancelPolicy(true);
    }

    /** One thread of this name, once it has work. */
    public static BackgroundThreads one(String name) {
        return new BackgroundThreads(name, 1, Integer.MAX_VALUE);
    }

    /** So many threads at most, which also end after half a minute without work, and so much work that waits for them. */
    public static BackgroundThreads few(String name, int most, int mostWaiting) {
        BackgroundThreads few = new BackgroundThreads(name, most, mostWaiting);
        few.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        few.executor.allowCoreThreadTimeOut(true);
        return few;
    }

    private Thread thread(Runnable work, String name) {
        // Privileged, so that the thread holds no class loader of the caller's, whom it may outlive.
        Thread thread = AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new Thread(work, name));
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // an application that is undeployed must not be held by this thread
        threads.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    @Override
    public void schedule(Duration delay, Runnable work) {
        try {
            Future<?> unused = after(delay, work);
        } catch (RejectedExecutionException e) {
            // Closed: the work's purpose has ended too.
        }
    }

    /**
     * Like {@link #schedule}, but the work can be cancelled.
     *
     * @throws RejectedExecutionException if this is closed
     */
    public Future<?> after(Duration delay, Runnable work) {
        return executor.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @throws RejectedExecutionException if too much work waits already, or this is closed */
    @Override
    public void execute(Runnable work) {
        if (!waiting.offer(work)) {
            throw new RejectedExecutionException("Too much work waits already.");
        }
        try {
            executor.execute(this::doNext);
        } catch (RejectedExecutionException | Error e) {
            waiting.remove(work);
            throw e;
        }
    }

    private void doNext() {
        Runnable work = waiting.poll();
        if (work != null) {
            work.run();
        }
    }

    /**
     * Forgets what has not begun, interrupts what has, and waits for the threads' end, because a container that stops an
     * application looks for threads right afterwards. It waits two seconds at most, and not if one of the threads calls
     * it. May be called again.
     */
    @Override
    public void close() {
        executor.shutdownNow();
        for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
            if (work instanceof SharedCall.Work) {
                ((SharedCall.Work) work).drop();
            }
        }
        if (threads.contains(Thread.currentThread())) {
            return;
        }
        long end = System.nanoTime() + LONGEST_END_NANOS;
        try {
            for (Thread thread : threads) {
                TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
