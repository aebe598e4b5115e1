package io.holdfast.field;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A Tomcat or TomEE on files that a test prepares. It ends when it is closed, and at the latest with the tests.
 */
final class RealTomcat implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);

    /** TomEE 8 logs this at every start, and runs. */
    private static final String NO_FAILURE =
            "SEVERE \\[main\\] org\\.apache\\.tomee\\.catalina\\.TomcatThreadContextListener";

    private final Program program;
    private final Path base;

    private RealTomcat(Program program, Path base) {
        this.program = program;
        this.base = base;
    }

    /**
     * Starts and waits for the first answer, whatever its status is.
     *
     * @param base {@code CATALINA_BASE}, with {@code conf/server.xml} and what else is to be there; its logs are kept
     * @param url what must answer over TLS, under a name that the server's certificate has
     * @param client a client that trusts that certificate, and has one of its own if the server insists
     * @throws AssertionError if it ends, logs an error of the level SEVERE or does not answer in two minutes; with its log
     */
    static RealTomcat start(FieldServer server, Path base, URI url, SSLContext client) throws Exception {
        RealTomcat tomcat = launch(server, base);
        try {
            tomcat.program.await(url + " answers", START, () -> tomcat.answers(url, client));
            tomcat.failIfSevere();
            return tomcat;
        } catch (Throwable e) {
            tomcat.close();
            throw e;
        }
    }

    /** Starts one that may end by itself. */
    static RealTomcat launch(FieldServer server, Path base) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(base.resolve("logs"));
        Files.createDirectories(base.resolve("temp"));
        ProcessBuilder command =
                Tomcats.command(server.home(), base, server.javaHome()).directory(base.toFile());
        return new RealTomcat(Program.start(server.title(), command, logs.resolve("console.txt")), base);
    }

    /** Waits until it ends by itself. */
    void awaitEnd() throws IOException, InterruptedException {
        program.awaitEnd(START);
    }

    private boolean answers(URI url, SSLContext client) throws IOException {
        failIfSevere();
        try {
            RawHttpsClient.once(url, client, null, RawRequest.get(url.getPath().isEmpty() ? "/" : url.getPath()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void failIfSevere() throws IOException {
        String log = log();
        if (log.replaceAll(NO_FAILURE, "").contains("SEVERE")) {
            throw new AssertionError("Tomcat has logged an error: " + log);
        }
    }

    /** What it has printed and logged up to now. */
    String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(base.resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                text.append("\n== ").append(file.getFileName()).append('\n').append(Site.text(file));
            }
        }
        return text.toString();
    }

    /** Stops it in good order; kills it if that takes longer than twenty seconds. */
    @Override
    public void close() {
        program.close();
    }
}
