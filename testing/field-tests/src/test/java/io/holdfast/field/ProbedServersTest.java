package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.json.StrictJson;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged probe at resource servers that nobody here wrote. It publishes what it finds, as found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("holdfast probe at other resource servers")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_PROBED)
class ProbedServersTest {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration RUN = Duration.ofMinutes(5);
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    static Path directory;

    private ProbeParties parties;

    @BeforeAll
    void start() throws Exception {
        parties = new ProbeParties(directory);
    }

    @AfterAll
    void stop() {
        parties.close();
    }

    @ParameterizedTest
    @EnumSource(ProbedServer.class)
    @DisplayName("judges it, and publishes what it finds")
    void publishesWhatItFinds(ProbedServer server) throws Exception {
        requireNode(server);
        int port = Site.freePort();
        try (Program program = server.start(parties, port)) {
            program.await("it answers", START, () -> answers(port));

            Map<String, Object> report = probed(server, port);

            assertThat(report).as(server.title).containsEntry("judged", true);
            assertThat(ids(report, "pass")).as("verdicts of %s", server.title).contains("V1", "V6", "V7", "T4");
            ProbePage.write(server, report);
        }
    }

    private static void requireNode(ProbedServer server) {
        Optional<String> missing = server.needsNode() ? OidcProvider.missing() : Optional.empty();
        if (missing.isPresent() && System.getProperty("field", "all").equals("all")) {
            String skipped = "field: " + server.title + " was NOT probed: this machine has no " + missing.get()
                    + ". Install Debian's packages nodejs and npm.";
            System.out.println(skipped);
            assumeTrue(false, skipped);
        }
    }

    private boolean answers(int port) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(
                        TestTls.clientWithoutCertificate(parties.pki.authority().certificate()))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/orders"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 401;
        } catch (IOException e) {
            return false;
        }
    }

    private Map<String, Object> probed(ProbedServer server, int port) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                JAVA.resolve("bin/java").toString(),
                "-jar",
                System.getProperty("holdfast.doctor"),
                "probe",
                "https://localhost:" + port + "/orders"));
        words.addAll(parties.options());
        words.addAll(List.of("--json", "--fail-on", "never", "--allow-unproven"));
        ProcessBuilder command = Program.command(JAVA, words);
        // it announces itself on the console
        command.environment().remove("JAVA_TOOL_OPTIONS");
        String printed = Program.run("holdfast probe", command, directory.resolve(server + ".json"), RUN);
        return StrictJson.parseObject(printed);
    }

    static List<String> ids(Map<String, Object> report, String... verdicts) {
        List<String> ids = new ArrayList<>();
        for (Object check : (List<?>) report.get("checks")) {
            Map<?, ?> members = (Map<?, ?>) check;
            if (List.of(verdicts).contains(String.valueOf(members.get("verdict")))) {
                ids.add(String.valueOf(members.get("id")));
            }
        }
        return ids;
    }
}
