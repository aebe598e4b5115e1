package io.holdfast.demo.browser;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A browser's temporary directory, by whose name on their command lines its processes are known: none of them may
 * outlive it, even when the driver fails or the tests are interrupted.
 */
final class BrowserFiles implements Closeable {
    private final Path directory;
    private final Thread atExit = new Thread(this::end, "end of the browser");

    private BrowserFiles(Path directory) {
        this.directory = directory;
    }

    static BrowserFiles create() throws IOException {
        BrowserFiles files = new BrowserFiles(Files.createTempDirectory("holdfast-browser"));
        Runtime.getRuntime().addShutdownHook(files.atExit);
        return files;
    }

    Path profile() {
        return directory.resolve("profile");
    }

    Path logFile() {
        return directory.resolve("chromedriver.log");
    }

    String log() throws IOException {
        return Files.exists(logFile()) ? Files.readString(logFile()) : "the driver wrote no log";
    }

    private void end() {
        List<ProcessHandle> processes = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        remove();
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }
}
