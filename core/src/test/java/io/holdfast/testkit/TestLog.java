package io.holdfast.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The lines that are logged from now on, for tests that ask what is in them and what is not. */
public final class TestLog {
    private static final Path FILE = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile"));

    private final long start;

    /** Starts at the present end of the log. */
    public TestLog() {
        // The first logger empties the file that an earlier run has left.
        LoggerFactory.getLogger(TestLog.class);
        try {
            start = Files.exists(FILE) ? Files.size(FILE) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that was logged since this was made. Earlier lines are not read: in one JVM for all tests they are many. */
    public String text() {
        if (!Files.exists(FILE)) {
            return "";
        }
        try (RandomAccessFile log = new RandomAccessFile(FILE.toFile(), "r")) {
            byte[] since = new byte[Math.toIntExact(log.length() - start)];
            log.seek(start);
            log.readFully(since);
            return new String(since, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
