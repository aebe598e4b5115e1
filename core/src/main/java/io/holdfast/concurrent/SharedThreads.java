package io.holdfast.concurrent;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Background threads that several owners share. They begin with the first owner's work and end with the last owner.
 *
 * <p>Safe for use by many threads.
 */
public final class SharedThreads {
    private final Supplier<BackgroundThreads> opening;

    // All guarded by this.
    private @Nullable BackgroundThreads threads;
    private int owners;

    /** @param opening makes threads, once for all owners that there are at a time */
    public SharedThreads(Supplier<BackgroundThreads> opening) {
        this.opening = opening;
    }

    /** The share of another owner, who closes it. All its work may run at once. */
    public Share enter() {
        return enter(Integer.MAX_VALUE, 0);
    }

    /**
     * The share of another owner, who closes it.
     *
     * @param most so many works run at once at most, so that one owner cannot take all threads
     * @param mostWaiting so many more wait for that
     */
    public synchronized Share enter(int most, int mostWaiting) {
        BackgroundThreads present = threads;
        if (present == null) {
            present = opening.get();
            threads = present;
        }
        owners++;
        return new Share(present, most, mostWaiting);
    }

    private void leave() {
        BackgroundThreads unused = null;
        synchronized (this) {
            owners--;
            if (owners == 0) {
                unused = threads;
                threads = null; // whoever enters now begins with others
            }
        }
        if (unused != null) {
            unused.close();
        }
    }

    /** One owner's part of the threads. */
    public final class Share implements Scheduler, Closeable {
        private final BackgroundThreads common;
        private final int most;
        private final int mostWaiting;

        // All guarded by this.
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private final Set<Thread> busy = new HashSet<>();
        private int taken;
        private boolean closed;

        private Share(BackgroundThreads common, int most, int mostWaiting) {
            this.common = common;
            this.most = most;
            this.mostWaiting = mostWaiting;
        }

        @Override
        public void schedule(Duration delay, Runnable work) {
            common.schedule(delay, () -> {
                if (!isClosed()) {
                    work.run();
                }
            });
        }

        /**
         * Like {@link #schedule}, but the work can be cancelled.
         *
         * @throws RejectedExecutionException if this is closed
         */
        public Future<?> after(Duration delay, Runnable work) {
            if (isClosed()) {
                throw new RejectedExecutionException("This share of the threads is closed.");
            }
            return common.after(delay, work);
        }

        /** @throws RejectedExecutionException if too much work of this owner waits already, or this is closed */
        @Override
        public void execute(Runnable work) {
            synchronized (this) {
                if (closed || (taken >= most && waiting.size() >= mostWaiting)) {
                    throw new RejectedExecutionException("Too much work waits already, or this is closed.");
                }
                if (taken >= most) {
                    waiting.add(work);
                    return;
                }
                taken++;
            }
            try {
                common.execute(() -> run(work));
            } catch (RejectedExecutionException | Error e) {
                next();
                throw e;
            }
        }

        private void run(Runnable work) {
            if (begin()) {
                try {
                    work.run();
                } finally {
                    end();
                }
            } else {
                drop(work);
            }
            next();
        }

        private synchronized boolean begin() {
            return !closed && busy.add(Thread.currentThread());
        }

        private synchronized void end() {
            busy.remove(Thread.currentThread());
            boolean unused = Thread.interrupted(); // by close(), which is no affair of the next owner's work
            notifyAll();
        }

        /** The place of a work that is over goes to the next. */
        private void next() {
            Runnable next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    taken--;
                    return;
                }
            }
            try {
                common.execute(() -> run(next));
            } catch (RejectedExecutionException | Error e) {
                drop(next);
                next();
            }
        }

        private void drop(Runnable work) {
            if (work instanceof SharedCall.Work) {
                ((SharedCall.Work) work).drop();
            }
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        /**
         * Forgets this owner's work that has not begun, interrupts what has, and waits for its end: two seconds at most,
         * and not if such work calls it. The last owner ends the threads. May be called again.
         */
        @Override
        public void close() {
            Queue<Runnable> forgotten;
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                forgotten = new ArrayDeque<>(waiting);
                waiting.clear();
                busy.forEach(Thread::interrupt);
                awaitEnd();
            }
            forgotten.forEach(this::drop);
            leave();
        }

        private synchronized void awaitEnd() {
            long end = System.nanoTime() + BackgroundThreads.LONGEST_END_NANOS;
            try {
                while (!busy.isEmpty() && !busy.contains(Thread.currentThread()) && System.nanoTime() - end < 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
