package io.holdfast.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private final List<Path> files;
    private final long intervalNanos;
    private final long quietNanos;
    private final Runnable check;
    private final WatchServices services;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable DirectoryEvents events;

    private SourceWatch(
            String threadName,
            Collection<Path> files,
            Duration interval,
            Duration quiet,
            WatchServices services,
            Runnable check) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("The interval is " + interval + ", and must be more than zero.");
        }
        this.files = Collections.unmodifiableList(new ArrayList<>(files));
        this.intervalNanos = (interval.compareTo(LONGEST_INTERVAL) < 0 ? interval : LONGEST_INTERVAL).toNanos();
        this.quietNanos = quiet.toNanos();
        this.services = services;
        this.check = check;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // this thread must not hold the class loader of an undeployed application
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
        return started(new SourceWatch(
                threadName,
                files,
                interval,
                QUIET,
                () -> FileSystems.getDefault().newWatchService(),
                check));
    }

    static SourceWatch start(
            Collection<Path> files, Duration interval, Duration quiet, WatchServices services, Runnable check) {
        return started(new SourceWatch(KEY_STORE_THREAD, files, interval, quiet, services, check));
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
                check();
            }
        } catch (InterruptedException e) {
            // Either the watch is closed, or a check has left its thread interrupted, which must not end the watch.
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
            return null;
        }
    }

    private boolean awaitChange(boolean first) throws InterruptedException {
        DirectoryEvents signs = events;
        if (signs == null) {
            return !first && closed.await(intervalNanos, TimeUnit.NANOSECONDS);
        }
        try {
            boolean moved = signs.follow();
            return first || ((moved || signs.await(intervalNanos)) && awaitQuiet(signs));
        } catch (RuntimeException | Error e) {
            if (closed.getCount() > 0) {
                LOG.warn("The watch of the file system failed ({}). {}", e.toString(), polled());
                closeEvents();
                events = null;
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
        return files + " are looked at every " + TimeUnit.NANOSECONDS.toSeconds(intervalNanos) + " s.";
    }

    private void check() {
        try {
            check.run();
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
