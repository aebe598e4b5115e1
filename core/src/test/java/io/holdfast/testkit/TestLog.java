package io.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/** What was logged, for tests that ask what is in it and what is not. Starts where it is made. */
public final class TestLog {
    private static final Path FILE = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile"));

    private final int start;

    public TestLog() {
        // The first logger empties the file that an earlier run has left.
        LoggerFactory.getLogger(TestLog.class);
        start = bytes().length;
    }

    /** All that was logged since this was made. */
    public String text() {
        byte[] all = bytes();
        return new String(Arrays.copyOfRange(all, start, all.length), StandardCharsets.UTF_8);
    }

    private static byte[] bytes() {
        try {
            return Files.exists(FILE) ? Files.readAllBytes(FILE) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
