package io.holdfast.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that files may have changed: at once on a file system event, and at an interval in any case, because network
 * file systems send no events. After an event it waits until there has been none for a moment, so that a file that is
 * being written is not read ten times.
 *
 * <p>Files may be written in place, replaced, or reached by symbolic links that are replaced, as Kubernetes does; they
 * and their directories may be missing at times.
 *
 * <p>Safe for use by several threads.
 */
public final class SourceWatch implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    private static final String KEY_STORE_THREAD = "holdfast-key-store-watch";

    private static final Duration QUIET = Duration.ofMillis(200);
    /** The longest delay of a check by new events, as a multiple of the quiet time. */
    private static final int LONGEST_UNREST = 10;

    private static final Duration LONGEST_INTERVAL = Duration.ofDays(365);
    private static final long HALF_OF_LONGEST_END_MILLIS = 900;

    private final Collection<Path> files;
    private final LongSupplier intervalNanos;
    private final long quietNanos;
    private final Consumer<Boolean> check;
    private final WatchServices services;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicBoolean hasOthers = new AtomicBoolean();
    private volatile @Nullable DirectoryEvents events;
    private boolean unwatched; // touched by the thread alone: watching has failed, and is not tried again

    private SourceWatch(
            String threadName,
            Collection<Path> files,
            LongSupplier intervalNanos,
            Duration quiet,
            WatchServices services,
            Consumer<Boolean> check) {
        this.files = files;
        this.intervalNanos = intervalNanos;
        this.quietNanos = quiet.toNanos();
        this.services = services;
        this.check = check;
        // Privileged, so that the thread holds no class loader of the caller's, whom it may outlive.
        this.thread = AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new Thread(this::run, threadName));
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // this thread must not hold the class loader of an undeployed application
    }

    static long nanosOf(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("The interval is " + interval + ", and must be more than zero.");
        }
        return (interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL).toNanos();
    }

    /** {@link #start(String, Collection, Duration, Runnable)} with the thread {@code holdfast-key-store-watch}. */
    public static SourceWatch start(Collection<Path> files, Duration interval, Runnable check) {
        return start(KEY_STORE_THREAD, files, interval, check);
    }

    /**
     * Begins to watch, on a daemon thread of its own. If there are files, the first check follows as soon as they are
     * watched, because they may have changed since they were read.
     *
     * @param threadName the name of the thread
     * @param files the files; their directories are watched, so that a file or a symbolic link may be replaced. Without
     *     files, only the interval triggers a check
     * @param interval the time between checks without an event, more than zero
     * @param check must throw nothing; runs on one thread, which closing the watch may interrupt
     * @throws IllegalArgumentException if the interval is not more than zero
     */
    public static SourceWatch start(String threadName, Collection<Path> files, Duration interval, Runnable check) {
        return start(threadName, files, interval, QUIET, SourceWatch::platforms, check);
    }

    static SourceWatch start(
            Collection<Path> files, Duration interval, Duration quiet, WatchServices services, Runnable check) {
        return start(KEY_STORE_THREAD, files, interval, quiet, services, check);
    }

    private static SourceWatch start(
            String threadName,
            Collection<Path> files,
            Duration interval,
            Duration quiet,
            WatchServices services,
            Runnable check) {
        long nanos = nanosOf(interval);
        List<Path> copy = Collections.unmodifiableList(new ArrayList<>(files));
        return started(new SourceWatch(threadName, copy, () -> nanos, quiet, services, changed -> check.run()));
    }

    /**
     * Watches files that may become others.
     *
     * @param files safe for use by several threads; {@link #follow} when there are more
     * @param nanosToNext the time to the next check without an event
     * @param check receives true after an event
     */
    static SourceWatch ofMany(Collection<Path> files, LongSupplier nanosToNext, Consumer<Boolean> check) {
        return started(new SourceWatch(KEY_STORE_THREAD, files, nanosToNext, QUIET, SourceWatch::platforms, check));
    }

    private static WatchService platforms() throws IOException {
        return FileSystems.getDefault().newWatchService();
    }

    /** There are other files: they are watched from now on, and a check follows. */
    void follow() {
        hasOthers.set(true);
        thread.interrupt();
    }

    private static SourceWatch started(SourceWatch watch) {
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            events = open();
            boolean first = !files.isEmpty();
            while (closed.getCount() > 0) {
                awaitAndCheck(first);
                first = false;
            }
        } finally {
            closeEvents();
        }
    }

    private void awaitAndCheck(boolean first) {
        try {
            boolean changed = awaitChange(first);
            if (closed.getCount() > 0) {
                LOG.trace("{}: {}.", files, changed ? "a sign of change" : "time to look");
                check(changed || first);
            }
        } catch (InterruptedException e) {
            // The watch is closed, or has other files, or a check has left its thread interrupted, which must not end
            // it.
        }
    }

    /** Opened on this thread: the platform's own watch thread inherits its missing class loader. */
    private @Nullable DirectoryEvents open() {
        if (files.isEmpty()) {
            return null;
        }
        try {
            return new DirectoryEvents(services.open(), files);
        } catch (IOException | RuntimeException | Error e) { // an Error, too: there may be no thread left for the watch
            LOG.warn("The file system cannot be watched ({}). {}", e.toString(), polled());
            unwatched = true;
            return null;
        }
    }

    private boolean awaitChange(boolean first) throws InterruptedException {
        boolean others = hasOthers.getAndSet(false);
        try {
            return awaitChange(first, others);
        } catch (InterruptedException e) {
            if (others) {
                hasOthers.set(true); // follow() interrupts what may have begun to follow already
            }
            throw e;
        }
    }

    private boolean awaitChange(boolean first, boolean others) throws InterruptedException {
        if (others && events == null && !unwatched) {
            events = open();
        }
        DirectoryEvents signs = events;
        if (signs == null) {
            return others || (!first && closed.await(intervalNanos.getAsLong(), TimeUnit.NANOSECONDS));
        }
        try {
            boolean moved = signs.follow();
            return first || ((others || moved || signs.await(intervalNanos.getAsLong())) && awaitQuiet(signs));
        } catch (RuntimeException | Error e) {
            if (closed.getCount() > 0) {
                LOG.warn("The watch of the file system failed ({}). {}", e.toString(), polled());
                closeEvents();
                events = null;
                unwatched = true;
            }
            return false;
        }
    }

    private boolean awaitQuiet(DirectoryEvents signs) throws InterruptedException {
        long latest = System.nanoTime() + LONGEST_UNREST * quietNanos;
        do {
            signs.follow();
        } while (signs.await(quietNanos) && System.nanoTime() - latest < 0);
        return true;
    }

    private String polled() {
        return files + " are looked at every " + TimeUnit.NANOSECONDS.toSeconds(intervalNanos.getAsLong()) + " s.";
    }

    private void check(boolean changed) {
        try {
            check.accept(changed);
        } catch (RuntimeException | Error e) {
            // The next check may succeed; without this thread there would be none. Only the class is logged: the
            // exception may come from an application's own source, and its text may be a password.
            LOG.error("The check of {} failed with {}.", files, e.getClass().getName());
        }
    }

    private void closeEvents() {
        DirectoryEvents signs = events;
        if (signs != null) {
            signs.close();
        }
    }

    /**
     * Ends the thread and waits for its end, two seconds at most; a check that takes longer is interrupted. May be
     * called again, and by the check itself.
     */
    @Override
    public void close() {
        closed.countDown();
        closeEvents();
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(HALF_OF_LONGEST_END_MILLIS);
            thread.interrupt();
            thread.join(HALF_OF_LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** Opens the platform's watch service. */
    @FunctionalInterface
    interface WatchServices {
        WatchService open() throws IOException;
    }
}
