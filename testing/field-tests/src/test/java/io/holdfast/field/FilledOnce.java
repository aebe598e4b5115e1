package io.holdfast.field;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that the first test fills, of whatever process, and all others find whole. */
final class FilledOnce {
    /** Fills an empty directory. */
    interface Filling {
        void fill(Path content) throws IOException, InterruptedException;
    }

    private FilledOnce() {}

    /** Where the content is: below the directory, whose other files are for whoever fills it. */
    static Path directory(Path directory, Filling filling) throws IOException, InterruptedException {
        Path home = Files.createDirectories(directory.toAbsolutePath());
        Path content = home.resolve("content");
        Path whole = home.resolve("whole");
        try (FileChannel channel = FileChannel.open(home.resolve("lock"), CREATE, WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(whole)) {
                filling.fill(Files.createDirectories(content));
                Files.createFile(whole);
            }
        }
        return content;
    }
}
