package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log files that docs/watch-it.md shows, written by Tomcat's own log manager in a JVM of its own. */
final class DocumentedLogFilesTest {
    private static final String SNIPPET = DocumentedSnippet.read("docs/watch-it.md", "logging.properties");
    private static final String HANDLER = "5holdfast.java.util.logging.FileHandler";
    private static final int ENTRY = 100_000;

    @TempDir
    private Path base;

    /** Writes refusals until they would fill more than the files may hold. */
    static final class ManyRefusals {
        private ManyRefusals() {}

        public static void main(String[] arguments) {
            Logger audit = Logger.getLogger("io.holdfast.audit");
            int entries = Integer.parseInt(arguments[0]);
            for (int i = 1; i <= entries; i++) {
                audit.info("io.holdfast.audit refused " + i + " of " + entries + " " + "x".repeat(ENTRY));
            }
        }
    }

    @Test
    @DisplayName("the documented log files have a limit, however many refusals there are")
    void logFilesHaveALimit() throws Exception {
        long limit = Long.parseLong(setting("limit"));
        int count = Integer.parseInt(setting("count"));
        long entries = (count + 2) * limit / ENTRY + 1;

        writeRefusals(entries);

        List<Path> files = logFiles();
        long size = 0;
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThan(limit + 2 * ENTRY);
            size += Files.size(file);
        }
        assertThat(files).hasSize(count);
        assertThat(size).isGreaterThan((count - 1) * limit);
        assertThat(Files.readString(base.resolve("logs/holdfast.0.log")))
                .contains(" io.holdfast.audit refused " + entries + " of " + entries + " ");
    }

    private static String setting(String name) throws IOException {
        Properties snippet = new Properties();
        snippet.load(new StringReader(SNIPPET));
        return snippet.getProperty(HANDLER + "." + name);
    }

    private void writeRefusals(long entries) throws Exception {
        Files.createDirectory(base.resolve("logs"));
        Path configuration =
                Files.writeString(base.resolve("logging.properties"), "handlers = " + HANDLER + "\n" + SNIPPET + "\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                        "-Djava.util.logging.config.file=" + configuration,
                        "-Dcatalina.base=" + base,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyRefusals.class.getName(),
                        Long.toString(entries))
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("printed.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(base.resolve("printed.txt"))).isEmpty();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<Path> logFiles() throws IOException {
        try (Stream<Path> files = Files.list(base.resolve("logs"))) {
            return files.sorted().toList();
        }
    }
}
