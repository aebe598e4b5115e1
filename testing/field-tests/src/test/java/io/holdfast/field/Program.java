package io.holdfast.field;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process with its children. It ends when it is closed, and at the latest with the tests. */
final class Program implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int TAIL = 4000;

    private final String name;
    private final Process process;
    private final Path console;
    private final Thread atExit = new Thread(this::kill, "end of a server");

    private Program(String name, Process process, Path console) {
        this.name = name;
        this.process = process;
        this.console = console;
    }

    /** A command with nothing in its environment that was meant for some other server. */
    static ProcessBuilder command(Path javaHome, List<String> words) {
        ProcessBuilder command = new ProcessBuilder(words);
        Map<String, String> environment = command.environment();
        environment
                .keySet()
                .removeIf(
                        variable -> variable.matches(
                                "(CATALINA|JPDA|JRE|JAVA|JBOSS|JETTY|WLP|AS|JSSE|LOGGING|LOG|JVM|HOLDFAST|MAVEN)_.*|CLASSPATH|JDK_.*|VARIABLE_.*"));
        environment.put("JAVA_HOME", javaHome.toString());
        // They live for a minute: starting quickly is worth more than running fast.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return command;
    }

    /** Starts it; what it prints goes to the file. */
    static Program start(String name, ProcessBuilder command, Path console) throws IOException {
        Files.createDirectories(console.getParent());
        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                .start();
        Program program = new Program(name, process, console);
        Runtime.getRuntime().addShutdownHook(program.atExit);
        return program;
    }

    /** Runs it to its end, which has to be a good one. */
    static String run(String name, ProcessBuilder command, Path console, Duration limit)
            throws IOException, InterruptedException {
        Files.deleteIfExists(console);
        try (Program program = start(name, command, console)) {
            int status = program.awaitEnd(limit);
            if (status != 0) {
                throw new AssertionError(name + " ended with " + status + ": " + program.tail());
            }
            return program.printed();
        }
    }

    /** Waits until it ends by itself; the status with which it does. */
    int awaitEnd(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " has not ended within " + limit + ": " + tail());
        }
        return process.exitValue();
    }

    /** Waits until it is so. */
    void await(String what, Duration limit, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " has ended before " + what + ": " + tail());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + limit + " in " + name + ": " + what + ". " + tail());
            }
        }
    }

    /** All that it has printed. */
    String printed() throws IOException {
        // A line may be half written.
        return new String(Files.readAllBytes(console), StandardCharsets.UTF_8);
    }

    private String tail() throws IOException {
        String printed = printed();
        return console + ": …" + printed.substring(Math.max(0, printed.length() - TAIL));
    }

    private void kill() {
        family().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> family() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroy);
        try {
            long end = System.nanoTime() + STOP.toNanos();
            while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
                process.waitFor(100, TimeUnit.MILLISECONDS);
                family.get(0)
                        .onExit()
                        .completeOnTimeout(family.get(0), 100, TimeUnit.MILLISECONDS)
                        .join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the tests are ending: the hook runs anyway
        }
    }
}
