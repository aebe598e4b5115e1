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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The story must be able to go wrong, line by line. */
class StoryTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    @Test
    void isRightOnARightServer() throws Exception {
        assertThat(tell(PKI, settings -> {})).hasSize(6).allMatch(StoryLine::asItShould);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tokenLifetimeSeconds; 60; ✗ lifetime in seconds is 60 and should be 300",
                "resources; urn:example:other; ✗ aud is urn:example:other and should be https://localhost"
            })
    void judgesTheClaims(String setting, String value, String expected) throws Exception {
        StoryLine first = tell(PKI, settings -> settings.context("holdfast.demo." + setting, value))
                .get(0);

        assertThat(first.asItShould()).isFalse();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.details())
                .filteredOn(line -> line.startsWith("✗"))
                .singleElement()
                .asString()
                .startsWith(expected);
    }

    @Test
    void judgesTheBinding() throws Exception {
        List<StoryLine> lines = tell(PKI, settings -> {
            replaceInClients("\"tls_client_certificate_bound_access_tokens\":true", "\"client_name\":\"x\"");
            settings.filter("binding", "when-present");
        });

        // The key ring takes no such token, so that none is ever sent, and none can be stolen.
        assertThat(lines).hasSize(6).noneMatch(StoryLine::asItShould);
        assertThat(lines.get(0).details()).anyMatch(line -> line.contains("is not bound to any certificate"));
        assertThat(lines.get(2).toText(3)).contains("Server A sent no token");
    }

    @Test
    void goesOnAfterALineThatCouldNotBePlayed() throws Exception {
        List<StoryLine> lines =
                tell(PKI, settings -> replaceInClients("server-b.partner-b.example", "other.partner-b.example"));

        assertThat(lines).extracting(StoryLine::asItShould).containsExactly(true, true, true, true, false, true);
        assertThat(lines.get(4).status()).isZero();
        assertThat(lines.get(4).toText(5)).startsWith(" 5 ✗   –  Partner B").contains("invalid_client");
    }

    @Test
    void saysOfEachLineWhyItFailed() throws Exception {
        DemoServer server = DemoServer.open(PKI.server(), 0, 0);
        DemoFiles files = DemoFiles.write(directory, PKI);
        List<StoryLine> lines = new ArrayList<>();
        try (server) {
            server.start(Path.of("src/main/webapp"), files.override(OverrideDescriptor.of(server, files)));
            // The certificates of another demo: no handshake succeeds.
            Story.tell(server, DemoFiles.write(directory.resolve("other"), TestPki.create()), PKI, lines::add);
        }

        assertThat(lines).hasSize(6).noneMatch(StoryLine::asItShould);
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
            DemoFiles files = DemoFiles.write(directory, pki);
            OverrideDescriptor descriptor = OverrideDescriptor.of(server, files);
            change.accept(descriptor);
            server.start(Path.of("src/main/webapp"), files.override(descriptor));
            Story.tell(server, files, pki, lines::add);
        }
        return lines;
    }

    private void replaceInClients(String text, String replacement) {
        try {
            Path clients = directory.resolve("clients.json");
            String before = Files.readString(clients);
            assertThat(before).contains(text);
            Files.writeString(clients, before.replace(text, replacement));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
