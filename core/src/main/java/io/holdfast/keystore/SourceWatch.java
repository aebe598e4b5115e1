package io.holdfast.keystore;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/**
 * Tells when files may have changed: at once where the file system tells, and at an interval in any case, because
 * network file systems tell nothing.
 */
public final class SourceWatch implements Closeable {
    private SourceWatch() {}

    /**
     * Begins to watch, on a daemon thread of its own.
     *
     * @param files the files; their directories are watched, so that a file or a symbolic link may be replaced
     * @param interval how often the check is made without a sign of change, more than zero
     * @param check it throws nothing
     */
    public static SourceWatch start(Collection<Path> files, Duration interval, Runnable check) {
        return new SourceWatch();
    }

    /** Ends the thread. May be called again. */
    @Override
    public void close() {}
}
