package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testserver.OldLibraries;
import io.holdfast.testserver.TestWar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.apache.catalina.util.ServerInfo;
import org.apache.juli.OneLineFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar with everything inside, dropped into a WAR that has the libraries of years ago, older than what Holdfast calls
 * and in its way if they were the same classes. Both must work.
 */
final class OldWarIT {
    private static final Logger HOLDFAST = Logger.getLogger("io.holdfast");

    private final Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    private final Handler recorder = new Recorder();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        HOLDFAST.setLevel(Level.INFO);
        HOLDFAST.addHandler(recorder);
        // The application's old binding prints there.
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(standardError);
        HOLDFAST.removeHandler(recorder);
        HOLDFAST.setLevel(null);
    }

    @Test
    @Tag("tomcat-9")
    @DisplayName("an old javax WAR keeps its old libraries and is protected, on Tomcat 9.0")
    void protectsAnOldWar() throws Exception {
        protects("javax", io.holdfast.testserver.javax.OldApplicationServlet.class, "9.0.");
    }

    @Test
    @Tag("tomcat-10.1")
    @DisplayName("an old jakarta WAR keeps its old libraries and is protected, on Tomcat 10.1")
    void protectsAnOldJakartaWar() throws Exception {
        protects("jakarta", io.holdfast.testserver.jakarta.OldApplicationServlet.class, "10.1.");
    }

    private void protects(String namespace, Class<?> servlet, String version) throws Exception {
        assertThat(ServerInfo.getServerNumber()).startsWith(version);
        try (AllJarFixture at = new AllJarFixture(directory)) {
            TestWar war =
                    AllJarFixture.war(namespace).servedBy(servlet.getName()).classes(servlet, OldLibraries.class);
            oldLibraries().forEach(war::library);
            at.tomcat.deploy(AllJarFixture.guard(war, namespace, "", at.forJwts()));
            String token = at.jwt();

            RawResponse own = at.send(at.pki.serverA(), "/orders", token);
            assertThat(own.status()).isEqualTo(200);
            assertThat(at.send(at.pki.thief(), "/orders", token).status()).isEqualTo(401);
            assertThat(at.send(null, "/orders", token).status()).isEqualTo(401);

            assertThat(at.issuer.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
            assertOldLibrariesWork(AppReport.parse(own.body()));
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("The old application logs.");
            assertThat(logged)
                    .extracting(LogRecord::getMessage)
                    .anyMatch(message -> message.startsWith("Guards "))
                    .noneMatch(message -> message.contains("old application"));
            assertFoundByGrep(new OneLineFormatter()); // of Tomcat
            assertFoundByGrep(new SimpleFormatter()); // of Jetty's console and any other Java
        }
    }

    /** What {@code grep io.holdfast.audit} prints is a whole refusal, for each of them. */
    private void assertFoundByGrep(Formatter formatter) {
        assertThat(logged.stream()
                        .flatMap(entry -> formatter.format(entry).lines())
                        .filter(line -> line.contains("io.holdfast.audit")))
                .hasSize(2)
                .allMatch(line -> line.contains("io.holdfast.audit refused reason=certificate_m")
                        && line.contains(" door=/holdfast peer=127.0.0.1 method=GET path=/orders ")
                        && line.contains(" detail=\""));
    }

    private static void assertOldLibrariesWork(AppReport report) {
        assertThat(report.get("user")).isEqualTo("server-a");
        assertThat(report.get("jose4j")).isEqualTo("jose4j-" + System.getProperty("old.jose4j") + ".jar");
        assertThat(report.get("jose4j.works")).isEqualTo("true");
        assertThat(report.get("bcprov")).isEqualTo("bcprov-jdk15on-" + System.getProperty("old.bouncycastle") + ".jar");
        assertThat(report.get("bcprov.info")).endsWith("v" + System.getProperty("old.bouncycastle"));
        assertThat(report.get("bcprov.works")).isEqualTo(Integer.toString(0x3A)); // FIPS 202: SHA3-256 of "abc"
        assertThat(report.get("slf4j-api")).isEqualTo("slf4j-api-" + System.getProperty("old.slf4j") + ".jar");
        assertThat(report.get("slf4j.binding")).isEqualTo("slf4j-simple-" + System.getProperty("old.slf4j") + ".jar");
    }

    private static List<Path> oldLibraries() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("old.lib")))) {
            List<Path> found = jars.sorted().toList();
            assertThat(found).hasSize(4);
            return found;
        }
    }

    private final class Recorder extends Handler {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
