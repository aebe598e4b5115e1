package io.holdfast.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story must be able to go wrong, line by line. */
class StoryTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    @Test
    void isRightOnARightServer() throws Exception {
        assertThat(tell(PKI, settings -> {})).hasSize(7).allMatch(StoryLine::asItShould);
    }

    @Test
    void judgesTheLifetime() throws Exception {
        assertFirstLineSays(
                settings -> settings.context("holdfast.demo.tokenLifetimeSeconds", "60"),
                "✗ lifetime in seconds is 60 and should be 300");
    }

    @Test
    void judgesTheAudience() throws Exception {
        assertFirstLineSays(
                settings -> {
                    replaceInRegistrations("\"orders-api\"", "\"other-api\"");
                    settings.filter("holdfast-orders", "audience", "other-api");
                },
                "✗ aud is other-api and should be orders-api");
    }

    private void assertFirstLineSays(Consumer<OverrideDescriptor> change, String problem) throws IOException {
        StoryLine first = tell(PKI, change).get(0);

        assertThat(first.asItShould()).isFalse();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.details())
                .filteredOn(line -> line.startsWith("✗"))
                .singleElement()
                .isEqualTo(problem);
    }

    @Test
    void judgesTheBinding() throws Exception {
        List<StoryLine> lines = tell(PKI, settings -> {
            replaceInRegistrations(
                    "\"tls_client_certificate_bound_access_tokens\": true",
                    "\"tls_client_certificate_bound_access_tokens\": false");
            settings.filter("holdfast-orders", "binding", "when-present")
                    .filter("holdfast-invoices", "binding", "when-present");
        });

        // The key ring takes no such token, so that none is ever sent, and none can be stolen.
        assertThat(lines).hasSize(7).noneMatch(StoryLine::asItShould);
        assertThat(lines.get(0).details()).anyMatch(line -> line.contains("is not bound to any certificate"));
        assertThat(lines.get(2).toText(3)).contains("Server A sent no token");
    }

    @Test
    void goesOnAfterALineThatCouldNotBePlayed() throws Exception {
        List<StoryLine> lines =
                tell(PKI, settings -> replaceInRegistrations("server-b.partner-b.example", "other.partner-b.example"));

        assertThat(lines).extracting(StoryLine::asItShould).containsExactly(true, true, true, true, false, true, true);
        assertThat(lines.get(4).status()).isZero();
        assertThat(lines.get(4).toText(5)).startsWith(" 5 ✗   –  Server B").contains("invalid_client");
    }

    @Test
    void saysOfEachLineWhyItFailed() throws Exception {
        DemoServer server = DemoServer.open(PKI.server(), 0, 0);
        DemoFiles files = DemoFiles.write(directory, PKI, server.urls());
        List<StoryLine> lines = new ArrayList<>();
        try (server) {
            server.startUnpackaged(files.override(OverrideDescriptor.of(server.urls(), files)));
            // The certificates of another demo: no handshake succeeds.
            DemoFiles others = DemoFiles.write(directory.resolve("other"), TestPki.create(), server.urls());
            Story.tell(server, others, PKI, lines::add);
        }

        assertThat(lines).hasSize(7).noneMatch(StoryLine::asItShould);
        assertThat(lines.get(2).toText(3)).contains("3 ✗   –  A thief", "Server A sent no token");
        assertThat(lines).allSatisfy(line -> assertThat(line.details()).isNotEmpty());
    }

    @Test
    void isPrintedAsItHappens() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        HoldfastDemo demo = new HoldfastDemo(new Properties(), new PrintStream(printed, false, StandardCharsets.UTF_8));

        demo.print(audience -> {
            audience.accept(new StoryLine(true, 200, "This has happened", List.of()));
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains(" 1 ✓ 200  This has happened");
        });
    }

    @Test
    void isNotRightWhenNothingHappened() {
        HoldfastDemo demo = new HoldfastDemo(new Properties(), new PrintStream(new ByteArrayOutputStream()));

        assertThat(demo.print(audience -> {})).isFalse();
    }

    private List<StoryLine> tell(TestPki pki, Consumer<OverrideDescriptor> change) throws IOException {
        List<StoryLine> lines = new ArrayList<>();
        try (DemoServer server = DemoServer.open(pki.server(), 0, 0)) {
            DemoFiles files = DemoFiles.write(directory, pki, server.urls());
            OverrideDescriptor descriptor = OverrideDescriptor.of(server.urls(), files);
            change.accept(descriptor);
            server.startUnpackaged(files.override(descriptor));
            Story.tell(server, files, pki, lines::add);
        }
        return lines;
    }

    private void replaceInRegistrations(String text, String replacement) {
        try {
            Path registrations = directory.resolve("registrations.json");
            String before = Files.readString(registrations);
            assertThat(before).contains(text);
            Files.writeString(registrations, before.replace(text, replacement));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
