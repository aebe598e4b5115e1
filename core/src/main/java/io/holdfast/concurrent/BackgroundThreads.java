package io.holdfast.concurrent;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread or a few for work besides requests. They start with the first work, end with {@link #close()}, and
 * hold no application's class loader.
 *
 * <p>Safe for use by many threads.
 */
public final class BackgroundThreads implements Scheduler, Closeable {
    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor executor;
    private final int mostWaiting;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<AwaitedWork> awaited = ConcurrentHashMap.newKeySet();

    private BackgroundThreads(String name, int most, int mostWaiting) {
        this.executor = new ScheduledThreadPoolExecutor(most, work -> thread(work, name));
        this.mostWaiting = mostWaiting;
        executor.setRemoveOnCancelPolicy(true);
    }

    /** One thread of this name, once it has work. */
    public static BackgroundThreads one(String name) {
        return new BackgroundThreads(name, 1, Integer.MAX_VALUE);
    }

    /**
     * Threads that also end when there is no work for half a minute.
     *
     * @param most how many there are at the same time
     * @param mostWaiting how much work waits for them; more is refused
     */
    public static BackgroundThreads few(String name, int most, int mostWaiting) {
        BackgroundThreads few = new BackgroundThreads(name, most, mostWaiting);
        few.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        few.executor.allowCoreThreadTimeOut(true);
        return few;
    }

    private Thread thread(Runnable work, String name) {
        Runnable noted = () -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        };
        Thread thread = new Thread(noted, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // an application that is undeployed must not be held by this thread
        threads.add(thread);
        return thread;
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
        if (executor.getQueue().size() >= mostWaiting) {
            throw new RejectedExecutionException("Too much work waits already.");
        }
        if (work instanceof AwaitedWork) {
            executeAwaited((AwaitedWork) work);
        } else {
            executor.execute(work);
        }
    }

    private void executeAwaited(AwaitedWork work) {
        awaited.add(work);
        boolean taken = false;
        try {
            executor.execute(() -> {
                if (awaited.remove(work)) {
                    work.run();
                }
            });
            taken = true;
        } finally {
            if (!taken) {
                awaited.remove(work);
            }
        }
    }

    /**
     * Forgets what has not begun, interrupts what has, and waits for the threads' end, because a container that stops an
     * application looks for threads right afterwards. It waits no longer than two seconds, and not if the caller is one
     * of the threads. May be called again.
     */
    @Override
    public void close() {
        List<Thread> ending = new ArrayList<>(threads);
        executor.shutdownNow();
        for (AwaitedWork work : awaited) {
            if (awaited.remove(work)) {
                work.dropped();
            }
        }
        if (ending.contains(Thread.currentThread())) {
            return;
        }
        long end = System.nanoTime() + LONGEST_END_NANOS;
        try {
            for (Thread thread : ending) {
                TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
