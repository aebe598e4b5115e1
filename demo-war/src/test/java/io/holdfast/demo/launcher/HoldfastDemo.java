package io.holdfast.demo.launcher;

import io.holdfast.testpki.TestPki;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the packaged WAR, tells the story of a bound token, and stays until it is interrupted.
 *
 * <p>System properties: {@code demo.war} the WAR file, {@code demo.directory} where keys and settings are written
 * ({@code target/demo}), {@code demo.log} the log file (else the log goes to standard error), {@code demo.port} (8443)
 * and {@code demo.mtlsPort} (8444), 0 for a free port, {@code demo.bindAddress} (127.0.0.1), which 0.0.0.0 opens to
 * other machines, and {@code demo.once} to end after the story with status 0 if every line came out as it should, else 1.
 * With {@code demo.files}, a directory, it starts nothing and only writes there what a server of one's own needs.
 */
public final class HoldfastDemo {
    private final Properties settings;
    private final PrintStream out;

    /**
     * A demo that is yet to run.
     *
     * @param settings the system properties, as above
     */
    public HoldfastDemo(Properties settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new HoldfastDemo(System.getProperties(), out).run());
    }

    /** The exit status. Returns only after the story; otherwise the end of the JVM is the end of it. */
    public int run() {
        String files = settings.getProperty("demo.files", "");
        try {
            return files.isEmpty() ? runServer() : writeFiles(Path.of(files));
        } catch (Exception e) {
            out.println();
            out.println("The demo failed: " + reason(e));
            return 1;
        }
    }

    private int runServer() throws Exception {
        Path directory = Path.of(settings.getProperty("demo.directory", "target/demo"));
        // Lock, then ports, then files: a demo that cannot start leaves alone what belongs to one that runs.
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            logToFile();
            TestPki pki = TestPki.create();
            try (DemoServer server =
                    DemoServer.open(pki.server(), host(), port("demo.port", 8443), port("demo.mtlsPort", 8444))) {
                DemoFiles files = DemoFiles.write(directory, pki, server.urls());
                OverrideDescriptor descriptor = OverrideDescriptor.of(server.urls(), files);
                if (!host().equals(DemoServer.LOOPBACK)) {
                    descriptor.context("holdfast.demo.remoteClients", "allow");
                    out.println(
                            "WARNING: whoever can reach this machine can use this demo, but for the console's buttons."
                                    + " Its certificates and links say localhost all the same.");
                }
                server.start(war(), files.override(descriptor));
                boolean allAsItShould = print(audience -> Story.tell(server, files, pki, audience));
                if (!once()) {
                    stay(server, files);
                }
                return allAsItShould ? 0 : 1;
            }
        }
    }

    private int writeFiles(Path directory) throws IOException {
        DemoUrls urls = DemoUrls.onPorts(port("demo.port", 8443), port("demo.mtlsPort", 8444));
        if (urls.issuer().endsWith(":0") || urls.mtlsBaseUrl().endsWith(":0")) {
            throw new IOException("The files of demo.files name the ports of your server. Set demo.port and"
                    + " demo.mtlsPort to these, or leave them out for 8443 and 8444.");
        }
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            DemoFiles files = DemoFiles.write(directory, TestPki.create(), urls);
            files.writeTomcatContext(urls);
            out.println();
            out.println("Keys, registrations and settings for " + urls.issuer() + " and " + urls.mtlsBaseUrl()
                    + " are in " + files.absolute("") + ", readable only for you. README.txt there says what is what.");
            return 0;
        }
    }

    /** The first logger empties the file, so it must not be named before the directory is ours. */
    private void logToFile() {
        String log = settings.getProperty("demo.log");
        if (log != null) {
            settings.setProperty("org.slf4j.simpleLogger.logFile", log);
        }
    }

    /**
     * Prints each line when it happens.
     *
     * @param story tells its lines to whom it is given
     * @return whether all came out as they should
     */
    boolean print(Consumer<Consumer<StoryLine>> story) {
        out.println();
        out.println("The story of a token that is bound to a certificate (RFC 8705)");
        out.println();
        List<StoryLine> lines = new ArrayList<>();
        story.accept(line -> {
            lines.add(line);
            out.print(line.toText(lines.size()));
            out.flush();
        });
        boolean all = !lines.isEmpty() && lines.stream().allMatch(StoryLine::asItShould);
        out.println();
        out.println(all ? "Every line is as it should be." : "Not every line is as it should be: see ✗ above.");
        return all;
    }

    private void stay(DemoServer server, DemoFiles files) throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            out.println("The demo has stopped.");
            interrupted.countDown();
            // Interrupted is how it is meant to end, so it is no failure.
            Runtime.getRuntime().halt(0);
        }));
        if (settings.containsKey("demo.endWithParent")) {
            ProcessHandle.current().parent().ifPresent(HoldfastDemo::endWith);
        }
        out.println();
        out.print(new CurlLines(server.urls(), files.path("")).toText());
        out.println();
        out.println("Console: " + server.urls().issuer()
                + "/  (your browser does not know the demo's authority and will ask)");
        out.println("Ctrl-C ends the demo.");
        interrupted.await();
    }

    /** A build that is killed sends its child no signal; do not stay behind. */
    private static void endWith(ProcessHandle parent) {
        Thread watcher = new Thread(
                () -> {
                    parent.onExit().join();
                    System.exit(0);
                },
                "end with the build");
        watcher.setDaemon(true);
        watcher.start();
    }

    private Path war() throws IOException {
        String war = settings.getProperty("demo.war");
        if (war == null) {
            throw new IOException(
                    "The system property demo.war is missing. Set it to the WAR file, or run mvn -Pdemo.");
        }
        return Path.of(war);
    }

    private boolean once() {
        return !"false".equals(settings.getProperty("demo.once", "false"));
    }

    private String host() throws IOException {
        String value = settings.getProperty("demo.bindAddress", DemoServer.LOOPBACK);
        if (value.equals(DemoServer.LOOPBACK) || value.equals("0.0.0.0")) {
            return value;
        }
        throw new IOException("demo.bindAddress is '" + value + "'. Set it to 0.0.0.0 to listen on every address of"
                + " this machine, or leave it out for " + DemoServer.LOOPBACK + " alone.");
    }

    private int port(String property, int standard) throws IOException {
        String value = settings.getProperty(property, Integer.toString(standard));
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65535) {
            return Integer.parseInt(value);
        }
        throw new IOException(property + " is '" + value + "'. Set it to a port number, or to 0 for a free port.");
    }

    static String reason(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        return message == null ? String.valueOf(failure) : message;
    }
}
