package io.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.demo.launcher.OverrideDescriptor;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each role alone, and what keeps the WAR from starting. */
class DemoRolesTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    @Test
    void theTokenServiceWorksAlone() throws Exception {
        try (RunningDemo demo = start(role("token-service"))) {
            assertThat(demo.tokenOf(PKI.serverA(), "server-a")).isNotEmpty();
            assertThat(status(demo, "/jwks")).isEqualTo(200);
            assertThat(status(demo, "/")).isBetween(403, 404);
            String token = demo.tokenOf(PKI.serverA(), "server-a");
            assertThat(demo.mtls(
                                    PKI.serverA(),
                                    null,
                                    RawRequest.get("/orders/server-a").bearer(token))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void thePartnerApiWorksWithATokenServiceElsewhere() throws Exception {
        try (RunningDemo tokens = start(role("token-service"))) {
            Consumer<OverrideDescriptor> elsewhere =
                    settings -> settings.context("holdfast.demo.issuer", tokens.issuer())
                            .context("holdfast.demo.mtlsBaseUrl", tokens.mtlsBaseUrl())
                            .context("holdfast.demo.registrationsFile", "")
                            .context("holdfast.demo.clientAuthoritiesFile", "");
            try (RunningDemo api = start(role("partner-api").andThen(elsewhere))) {
                RawRequest orders = RawRequest.get("/orders/server-a");
                String token = tokens.tokenOf(PKI.serverA(), "server-a");

                assertThat(api.mtls(PKI.serverA(), null, orders.bearer(token)).status())
                        .isEqualTo(200);
                assertThat(api.mtls(PKI.thief(), null, orders.bearer(token)).status())
                        .isEqualTo(401);
                assertThat(status(api, "/jwks")).isEqualTo(404);
                assertThat(status(api, "/")).isBetween(403, 404);
            }
        }
    }

    @Test
    void theConsoleWorksAlone() throws Exception {
        try (RunningDemo demo = start(role("console"))) {
            assertThat(demo.ordinary(RawRequest.get("/")).body())
                    .contains("its calls are not seen here")
                    .contains("The token service is not part of this server");
            assertThat(status(demo, "/jwks")).isEqualTo(404);
        }
    }

    @Test
    void doesNotStartWithBadSettings() {
        Consumer<OverrideDescriptor> bad = settings -> settings.context("holdfast.demo.issuer", "http://localhost")
                .context("holdfast.demo.tokenLifetime", "300");

        assertThatThrownBy(() -> start(bad))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holdfast.demo.issuer is 'http://localhost'")
                .hasMessageContaining("holdfast.demo.tokenLifetime is not a setting");
    }

    @Test
    @DisplayName("A-9 a WAR with a client of two subjects does not start")
    void doesNotStartWithABadClient() {
        Map<String, Object> client = Map.of(
                "client_id", "server-a",
                "token_endpoint_auth_method", "tls_client_auth",
                "tls_client_auth_subject_dn", "CN=a",
                "tls_client_auth_san_dns", "a.example");

        assertThatThrownBy(() -> start(RunningDemo.clients(directory, client)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Client 'server-a', tls_client_auth_*")
                .hasMessageContaining("exactly one");
    }

    @Test
    @DisplayName("A-8 a WAR whose client authorities are no authorities does not start")
    void doesNotStartWithABadAuthority() throws Exception {
        Path leaf = PKI.thief().writePemCertificates(Files.createDirectories(directory.resolve("leaf")), "leaf");
        Path empty = Files.writeString(directory.resolve("empty.crt"), "");

        for (Path file : new Path[] {leaf, empty}) {
            assertThatThrownBy(() ->
                            start(settings -> settings.context("holdfast.demo.clientAuthoritiesFile", file.toString())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Put the PEM certificates of the authorities there");
        }
    }

    @Test
    void doesNotStartWithBadFilterSettings() {
        assertThatThrownBy(() -> start(settings -> settings.filter("holdfast-orders", "binding", "maybe")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("binding");
    }

    private RunningDemo start(Consumer<OverrideDescriptor> settings) throws IOException {
        return RunningDemo.start(Files.createTempDirectory(directory, "demo"), PKI, settings);
    }

    private static Consumer<OverrideDescriptor> role(String role) {
        return settings -> settings.context("holdfast.demo.roles", role);
    }

    private static int status(RunningDemo demo, String path) throws IOException {
        return demo.ordinary(RawRequest.get(path)).status();
    }
}
