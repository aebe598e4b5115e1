package io.holdfast.file;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread and one watch of the file system for all who look at files of their own: a platform has few of the latter. They
 * begin with the first and end with the last of those in a class loader.
 *
 * <p>A sign of change calls all who have files; the interval is each one's own. Safe for use by several threads.
 */
public final class SharedWatch implements Closeable {
    private static final Object LOCK = new Object();
    private static @Nullable Group present; // guarded by LOCK

    private final Group group;
    private final Collection<Path> files;
    private final long intervalNanos;
    private final Runnable look;
    private volatile long due;
    private boolean left; // guarded by LOCK

    private SharedWatch(Group group, Collection<Path> files, Duration interval, Runnable look) {
        this.group = group;
        this.files = files;
        this.intervalNanos = SourceWatch.nanosOf(interval);
        this.look = look;
        this.due = System.nanoTime() + intervalNanos;
    }

    /**
     * Begins to watch. If there are files, the first look follows as soon as they are watched.
     *
     * @param files as in {@link SourceWatch#start(Collection, Duration, Runnable)}
     * @param interval the time between looks without a sign of change, more than zero
     * @param look begins a look on another thread: all others wait for its end
     * @throws IllegalArgumentException if the interval is not more than zero
     */
    public static SharedWatch join(Collection<Path> files, Duration interval, Runnable look) {
        synchronized (LOCK) {
            Group group = present != null ? present : new Group();
            SharedWatch joined = new SharedWatch(group, new ArrayList<>(files), interval, look);
            present = group;
            group.add(joined);
            return joined;
        }
    }

    /** Ends this one's looks, and thread and watch with the last. No look begins after this. May be called again. */
    @Override
    public void close() {
        boolean last;
        synchronized (LOCK) {
            if (left) {
                return;
            }
            left = true;
            last = group.remove(this);
            if (last) {
                present = null; // whoever joins now begins with another
            }
        }
        if (last) {
            group.close();
        }
    }

    /** All who watch at a time. Changed within the lock, read by the watch's thread. */
    private static final class Group {
        private final List<SharedWatch> members = new CopyOnWriteArrayList<>();
        private final List<Path> files = new CopyOnWriteArrayList<>();
        private @Nullable SourceWatch watch;

        void add(SharedWatch member) {
            members.add(member);
            files.addAll(member.files);
            SourceWatch running = watch;
            if (running == null) {
                watch = SourceWatch.ofMany(files, this::untilNextLook, this::look);
            } else {
                running.follow();
            }
        }

        /** True if it was the last. */
        boolean remove(SharedWatch member) {
            members.remove(member);
            member.files.forEach(files::remove);
            return members.isEmpty();
        }

        private long untilNextLook() {
            long now = System.nanoTime();
            long least = TimeUnit.DAYS.toNanos(1);
            for (SharedWatch member : members) {
                least = Math.min(least, member.due - now);
            }
            return Math.max(least, 1);
        }

        private void look(boolean changed) {
            long now = System.nanoTime();
            for (SharedWatch member : members) {
                if ((changed && !member.files.isEmpty()) || member.due - now <= 0) {
                    member.due = now + member.intervalNanos;
                    member.look.run();
                }
            }
        }

        void close() {
            SourceWatch running = watch;
            if (running != null) {
                running.close();
            }
        }
    }
}
