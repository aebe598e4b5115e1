package io.holdfast.demo.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into a demo's directory, until it is closed or the process ends. Without it a second start would
 * put new keys and a new authority under a demo that is running.
 */
final class DirectoryLock implements Closeable {
    private static final String LOCK = "in-use.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory if need be and takes it.
     *
     * @throws IOException if another demo has it, or if it holds what no demo has put there, which the demo would close
     *     to others and perhaps overwrite; the message says what to do
     */
    static DirectoryLock take(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (!Files.exists(directory.resolve(LOCK)) && !isEmpty(directory)) {
            throw new IOException(
                    directory + " holds files that are not a demo's. Name a directory that is new or empty.");
        }
        // The file stays: were it deleted, two processes could hold locks of the same name.
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IOException("A demo is already running with its files in " + directory
                    + ". End it first, or start this one with -Ddemo.directory=<another directory> "
                    + "-Ddemo.port=0 -Ddemo.mtlsPort=0.");
        }
        return new DirectoryLock(channel);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // The holder is this very process.
            return null;
        }
    }

    /** Lets the next demo in. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
