package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.RunningDemo;
import io.holdfast.demo.launcher.OverrideDescriptor;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console where something is missing or elsewhere. */
class ReadOnlyConsoleTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    @Test
    void saysThatItHasNoKeyStores() throws Exception {
        String page = pageWith(settings -> settings.context("holdfast.demo.partiesDirectory", ""));

        assertThat(page)
                .contains("There are no buttons here", "Set holdfast.demo.partiesDirectory")
                .contains("Nothing has happened yet", "<svg", "How a bound token works")
                .doesNotContain("<form", "form_token", "Press a button", "To begin with");
    }

    @Test
    void saysWhichKeyStoreIsMissing() throws Exception {
        Path empty = Files.createDirectories(directory.resolve("empty"));

        String page = pageWith(settings -> settings.context("holdfast.demo.partiesDirectory", empty.toString()));

        assertThat(page)
                .contains("There are no buttons here", "empty lacks server-a.p12, server-b.p12, thief.p12")
                .doesNotContain("<form", "form_token");
    }

    @Test
    void needsTheTokenService() throws Exception {
        String page = pageWith(settings -> settings.context("holdfast.demo.roles", "console"));

        assertThat(page)
                .contains("they need the token service, which is not part of this server")
                .doesNotContain("<form", "form_token");
    }

    @Test
    void hasNoActionsThen() throws Exception {
        try (RunningDemo demo =
                RunningDemo.start(directory, PKI, settings -> settings.context("holdfast.demo.partiesDirectory", ""))) {
            RawRequest press =
                    RawRequest.of("POST", "/actions/stop-token-service").form("form_token=");

            assertThat(demo.ordinary(press).status()).isEqualTo(404);
        }
    }

    @Test
    void callsAnApiThatIsElsewhereWithoutKnowingItsReasons() throws Exception {
        RunningDemo[] api = new RunningDemo[1];
        Consumer<OverrideDescriptor> withApiElsewhere = settings -> {
            try {
                api[0] = apiOf(settings.urls().issuer());
                String registrations = Files.readString(directory.resolve("registrations.json"))
                        .replace(settings.urls().mtlsBaseUrl(), api[0].mtlsBaseUrl());
                Path file = Files.writeString(directory.resolve("elsewhere.json"), registrations);
                settings.context("holdfast.demo.roles", "token-service,console")
                        .context("holdfast.demo.registrationsFile", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (RunningDemo demo = RunningDemo.start(directory, PKI, withApiElsewhere)) {
            assertThat(new PressedConsole(demo).press("stolen-token"))
                    .contains("<strong>The thief is kept out: 401, as it should be</strong>")
                    .contains("stands in the log of the API’s server")
                    .contains("GET " + api[0].mtlsBaseUrl() + "/orders/server-a")
                    .contains("its calls are not seen here");
        } finally {
            api[0].close();
        }
    }

    private RunningDemo apiOf(String issuer) throws IOException {
        return RunningDemo.start(
                directory.resolve("api"),
                PKI,
                settings -> settings.context("holdfast.demo.roles", "partner-api")
                        .filter("holdfast-orders", "issuer", issuer)
                        .filter("holdfast-invoices", "issuer", issuer));
    }

    private String pageWith(Consumer<OverrideDescriptor> settings) throws IOException {
        try (RunningDemo demo = RunningDemo.start(directory, PKI, settings)) {
            return new PressedConsole(demo).page();
        }
    }
}
