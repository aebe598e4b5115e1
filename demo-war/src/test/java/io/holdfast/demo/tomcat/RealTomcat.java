package io.holdfast.demo.tomcat;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A Tomcat distribution that runs as a process of its own, on the JDK of the tests, as {@code bin/catalina.sh run}
 * starts it. It ends when it is closed, and at the latest with the tests.
 */
public final class RealTomcat implements Closeable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    /** TomEE 8 logs this at every start, and runs. */
    private static final String NO_FAILURE =
            "SEVERE \\[main\\] org\\.apache\\.tomee\\.catalina\\.TomcatThreadContextListener";

    private final Process process;
    private final Path base;
    private final Thread atExit = new Thread(this::kill, "end of Tomcat");

    private RealTomcat(Process process, Path base) {
        this.process = process;
        this.base = base;
    }

    /**
     * Where a distribution is: Tomcat 8.5, 9.0, 10.1 or 11.0, or tomee-8 or tomee-9. It is a {@code CATALINA_HOME}, with no
     * application but the Manager.
     */
    public static Path home(String line) throws IOException {
        Path directory = Path.of("target", "tomcats", line);
        if (!Files.isDirectory(directory)) {
            throw new AssertionError("There is no Tomcat in " + directory.toAbsolutePath()
                    + ", where the profile 'integration' puts it: mvn -Pintegration verify");
        }
        try (Stream<Path> homes = Files.list(directory)) {
            List<Path> found = homes.toList();
            if (found.size() != 1) {
                throw new AssertionError("More than one version is in " + directory + ": mvn clean. " + found);
            }
            return found.get(0).toAbsolutePath();
        }
    }

    /**
     * Starts and waits for the first answer, whatever its status is.
     *
     * @param home {@code CATALINA_HOME}
     * @param base {@code CATALINA_BASE}, with {@code conf/server.xml} and what else is to be there; its logs are kept
     * @param url what must answer over TLS, under a name that the server's certificate has
     * @param client a client that trusts that certificate, and has one of its own if the server insists
     * @throws AssertionError if it ends, logs an error of the level SEVERE or does not answer in two minutes; with its log
     */
    public static RealTomcat start(Path home, Path base, URI url, SSLContext client)
            throws IOException, InterruptedException {
        Files.createDirectories(base.resolve("logs"));
        Files.createDirectories(base.resolve("temp"));
        RealTomcat tomcat = new RealTomcat(process(home, base), base);
        Runtime.getRuntime().addShutdownHook(tomcat.atExit);
        try {
            tomcat.waitFor(url, client);
            return tomcat;
        } catch (Throwable e) {
            tomcat.close();
            throw e;
        }
    }

    private static Process process(Path home, Path base) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/catalina.sh").toString(), "run")
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("logs/console.txt").toFile());
        Map<String, String> environment = builder.environment();
        // Not what the machine has set for some other Tomcat.
        environment
                .keySet()
                .removeIf(name -> name.matches("(CATALINA|JPDA|JRE|JAVA|JSSE|LOGGING)_.*|CLASSPATH|JDK_.*"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("CATALINA_HOME", home.toString());
        environment.put("CATALINA_BASE", base.toString());
        environment.put("JAVA_OPTS", "-Duser.language=en");
        return builder.start();
    }

    private void waitFor(URI url, SSLContext client) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!answers(url, client)) {
            // It tells nobody else that it is ready.
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Tomcat has ended: " + log());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(url + " does not answer after " + START + ": " + log());
            }
            failIfSevere();
        }
        failIfSevere();
    }

    private void failIfSevere() throws IOException {
        String log = log();
        if (log.replaceAll(NO_FAILURE, "").contains("SEVERE")) {
            throw new AssertionError("Tomcat has logged an error: " + log);
        }
    }

    private static boolean answers(URI url, SSLContext client) {
        try {
            RawHttpsClient.once(url, client, null, RawRequest.get(url.getPath().isEmpty() ? "/" : url.getPath()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it has printed and logged up to now. */
    public String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(base.resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                text.append("\n== ").append(file.getFileName()).append('\n');
                // A line may be half written.
                text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private void kill() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** Stops it in good order; kills it if that takes longer than twenty seconds. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroy();
        try {
            process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
        }
    }
}
