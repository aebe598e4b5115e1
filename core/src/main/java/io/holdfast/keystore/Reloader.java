package io.holdfast.keystore;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Loads something from files, and loads it again when their content has changed. Half-written files are a failure, not
 * half of the content.
 *
 * <p>Files with unchanged content are not opened again, so that frequent checks cost no key derivation; but they are
 * once an hour. Key material outside of files is loaded and compared each time.
 *
 * <p>Safe for use by several threads; one of them loads at a time.
 */
abstract class Reloader<T> {
    private static final Duration LONGEST_UNOPENED = Duration.ofHours(1);

    /** Files that change during each of so many reads are being written. */
    private static final int MOST_READS = 3;

    /** For messages. */
    private final Object source;

    private final Clock clock;
    private @Nullable Loaded<T> last; // guarded by this
    private byte @Nullable [] lessThanBefore; // guarded by this

    Reloader(Object source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    abstract T read() throws KeyMaterialException;

    abstract Collection<Path> sourceFiles();

    /** True if nothing has changed, and what was loaded before still works. */
    abstract boolean isStill(T before, T loaded);

    /** True if the files may be half-written, although they look whole. */
    boolean hasLess(T loaded, T before) {
        return false;
    }

    /** @throws KeyMaterialException if it must not be taken into use now */
    void requireValid(T loaded, Instant now) throws KeyMaterialException {}

    /** True if unchanged files are to be opened again. */
    boolean hasEnded(T loaded, Instant now) {
        return false;
    }

    /**
     * Loads the first state, also one that is not valid now: there is no earlier one that could stay in use.
     *
     * @throws KeyMaterialException if it cannot be read whole
     */
    public synchronized T load() throws KeyMaterialException {
        Instant now = clock.instant();
        Collection<Path> files = files();
        Loaded<T> first = whole(files, KeyFile.digest(files), now);
        last = first;
        return first.value;
    }

    /**
     * Returns the present state if it differs from the one returned last. The first call always returns one.
     *
     * @return null if it is unchanged
     * @throws KeyMaterialException if it cannot be read whole, is being written, or is not valid now; the state returned
     *     last stays in use, and the next call tries again
     */
    public synchronized @Nullable T loadIfChanged() throws KeyMaterialException {
        Instant now = clock.instant();
        Collection<Path> files = files();
        byte[] content = KeyFile.digest(files);
        Loaded<T> before = last;
        if (before != null && !files.isEmpty() && isStillTrue(before, content, now)) {
            return null;
        }
        Loaded<T> loaded = whole(files, content, now);
        if (before != null && isStill(before.value, loaded.value)) {
            last = new Loaded<>(before.value, loaded.content, now);
            return null;
        }
        requireValid(loaded.value, now);
        if (before != null && !files.isEmpty()) {
            requireWhole(loaded, before);
        }
        last = loaded;
        lessThanBefore = null;
        return loaded.value;
    }

    private boolean isStillTrue(Loaded<T> before, byte[] present, Instant now) {
        return Arrays.equals(before.content, present)
                && Duration.between(before.time, now).compareTo(LONGEST_UNOPENED) < 0
                && !hasEnded(before.value, now);
    }

    private Loaded<T> whole(Collection<Path> files, byte[] present, Instant now) throws KeyMaterialException {
        byte[] content = present;
        T loaded = load(files, content);
        for (int reads = 1; loaded == null; reads++) {
            if (reads >= MOST_READS) {
                throw changed();
            }
            content = KeyFile.digest(files);
            try {
                loaded = load(files, content);
            } catch (KeyMaterialException e) {
                throw changed();
            }
        }
        return new Loaded<>(loaded, content, now);
    }

    private KeyMaterialException changed() {
        return new KeyMaterialException(
                ShownSource.of(source) + " changed while it was read: somebody is writing it. It will be read again.");
    }

    /**
     * Returns null if the files have changed meanwhile, whatever was read: they may have been replaced just now, which one
     * more read settles.
     */
    private @Nullable T load(Collection<Path> files, byte[] content) throws KeyMaterialException {
        try {
            T loaded = guarded();
            return Arrays.equals(content, KeyFile.digest(files)) ? loaded : null;
        } catch (KeyMaterialException e) {
            if (Arrays.equals(content, KeyFile.digest(files))) {
                throw e;
            }
            return null;
        }
    }

    private T guarded() throws KeyMaterialException {
        try {
            return read();
        } catch (RuntimeException | LinkageError e) {
            throw failed(e);
        }
    }

    private Collection<Path> files() throws KeyMaterialException {
        try {
            return sourceFiles();
        } catch (RuntimeException | LinkageError e) {
            throw failed(e);
        }
    }

    /** Leaves out cause and text: the source may be an application's own, and its exception may hold a password. */
    private KeyMaterialException failed(Throwable e) {
        return new KeyMaterialException(ShownSource.of(source) + " cannot be loaded: it failed with "
                + e.getClass().getName() + ".");
    }

    /** A PEM file cut between two blocks looks whole: less than before counts only when read twice. */
    private void requireWhole(Loaded<T> loaded, Loaded<T> before) throws KeyMaterialException {
        if (hasLess(loaded.value, before.value) && !Arrays.equals(loaded.content, lessThanBefore)) {
            lessThanBefore = loaded.content;
            throw new KeyMaterialException(
                    ShownSource.of(source) + " has fewer issuers or fewer trusted certificates than before: it may"
                            + " be half-written. If it is the same when it is read next, it is taken.");
        }
    }

    /** The state returned last, and the content of its files. */
    private static final class Loaded<T> {
        private final T value;
        private final byte[] content;
        private final Instant time;

        Loaded(T value, byte[] content, Instant time) {
            this.value = value;
            this.content = content;
            this.time = time;
        }
    }
}
