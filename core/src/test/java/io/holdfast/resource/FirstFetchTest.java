package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of an issuer's first metadata and keys, before any caller comes, and who waits for them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FirstFetchTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private final TestLog log = new TestLog();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeAuthorizationServer.start(PKI.server());
        settings.put("issuer", server.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put(
                "trustStore",
                PKI.authority().writePemCertificates(directory, "authority").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ProtectedResource open() throws SettingsException {
        return ProtectedResource.open(
                ResourceSettings.parse(settings),
                ResourcePlace.of("", new AuditLog()).named("/orders/holdfast"));
    }

    private StubRequest request() {
        return StubRequest.with(
                        "Bearer " + server.tokens().boundTo(PKI.serverA()).compact())
                .from(PKI.serverA().certificate());
    }

    /** The lines of the log about this server's keys. */
    private List<String> told() {
        return log.text()
                .lines()
                .filter(line -> line.contains("RemoteJwkSet") && line.contains(server.issuer()))
                .toList();
    }

    /** Opens a resource that gets no keys, and comes back with the one line. */
    private String warning() throws Exception {
        try (ProtectedResource resource = open()) {
            Await.until(() -> resource.issuers().get(0).health() == IssuerHealth.DOWN);
            // The state is known a moment before it is told.
            Await.until(() -> !told().isEmpty());
            List<String> told = told();
            assertThat(told).singleElement().asString().contains("WARN", "/orders/holdfast");
            assertThat(Decided.answer(resource.decide(request())).status()).isEqualTo(503);
            return told.get(0);
        }
    }

    @Test
    @DisplayName("S-86 warns at the start of an issuer that the metadata write in another way, and shows both")
    void warnsOfAnotherIssuer() throws Exception {
        settings.put("issuer", server.issuer() + "/");

        assertThat(warning())
                .contains("The setting 'issuer' is '" + server.issuer() + "/', the server's metadata say '"
                        + server.issuer() + "': write it exactly as they do");
    }

    @Test
    @DisplayName(
            "E11 warns at the start of a server that cannot be reached, with its address and where that comes from")
    void warnsOfAnUnreachableServer() throws Exception {
        server.goDown();

        assertThat(warning())
                .contains(server.issuer()
                        + "/.well-known/oauth-authorization-server cannot be reached: Connection refused.")
                .contains("The address comes from the setting 'issuer' = '" + server.issuer() + "'")
                .contains("The server must run, and this host must reach it.");
    }

    @Test
    @DisplayName("E11 warns at the start of a trust store without the server's authority, and names its setting")
    void warnsOfAWrongTrustStore() throws Exception {
        String other =
                PKI.secondAuthority().writePemCertificates(directory, "second").toString();
        settings.put("trustStore", other);
        assertThat(warning()).contains("not trusted", "Look at the setting 'trustStore' = '" + other + "'");
    }

    @Test
    @DisplayName("E11 warns of a trust store that is missing in the settings, by the names of several issuers")
    void warnsOfAMissingTrustStore() throws Exception {
        settings.remove("trustStore");
        settings.put("issuers", "main partners");
        settings.put("main.issuer", String.valueOf(settings.remove("issuer")));
        settings.put("partners.issuer", "https://localhost:1");
        settings.put(
                "main.jwksUri", server.uri(FakeAuthorizationServer.JWKS_PATH).toString());

        assertThat(warning())
                .contains("Look at the setting 'trustStore', which is not set, so that Java's own authorities are");
    }

    @Test
    @DisplayName("E11 warns of keys that are not where the settings say, and tells when they are")
    void warnsOfAWrongPlace() throws Exception {
        String wrong = server.uri("/nowhere").toString();
        settings.put("jwksUri", wrong);
        assertThat(warning()).contains("answered 404", "from the setting 'jwksUri' = '" + wrong + "'");
    }

    @Test
    @DisplayName("S-101 E11 tells the first keys in one line, and fetches them before any request")
    void tellsTheFirstKeys() throws Exception {
        settings.put("algorithms", "RS256 ES256 EdDSA"); // all that the server has keys for
        try (ProtectedResource resource = open()) {
            Await.until(() -> resource.issuers().get(0).health() == IssuerHealth.UP);
            assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
            Await.until(() -> !told().isEmpty());
            assertThat(told())
                    .singleElement()
                    .asString()
                    .contains("INFO", " signature keys of " + server.issuer() + " for /orders/holdfast.");
            assertThat(log.text())
                    .contains("Guards [" + TestTokens.AUDIENCE + "] at /orders/holdfast for tokens of "
                            + server.issuer());
        }
    }

    @Test
    @DisplayName("S-81 tells nothing of a fetch that is cut off because the resource is closed")
    void tellsNothingOfItsEnd() throws Exception {
        server.hold(server.oauthMetadataPath(), new CountDownLatch(1));
        ProtectedResource resource = open();
        Await.until(() -> !server.calls(server.oauthMetadataPath()).isEmpty());
        resource.close();

        assertThat(told()).isEmpty();
    }

    @Test
    @DisplayName(
            "S-91 E7 who has no certificate is refused at once and takes no place of those who wait for the first keys")
    void strangersWaitForNothing() throws Exception {
        settings.put("responseTimeoutMillis", "60000");
        CountDownLatch answering = new CountDownLatch(1);
        server.hold(FakeAuthorizationServer.JWKS_PATH, answering);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ProtectedResource resource = open()) {
            String good = "Bearer " + server.tokens().boundTo(PKI.serverA()).compact();
            for (int i = 0; i < 300; i++) {
                assertThat(resource.decide(StubRequest.with(good)).reason())
                        .contains(RefusalReason.CERTIFICATE_MISSING);
                assertThat(resource.decide(StubRequest.with("Bearer " + i + "é"))
                                .reason())
                        .contains(RefusalReason.CREDENTIALS_MALFORMED);
            }
            assertThat(resource.issuers().get(0).health()).isEqualTo(IssuerHealth.UNKNOWN);
            Future<Boolean> waiting =
                    threads.submit(() -> resource.decide(request()).permitted());
            assertThat(waiting.isDone()).isFalse();
            answering.countDown();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            answering.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "S-87 after a change of the settings an issuer that is new is fetched at once, and one that stays is not")
    void fetchesNewIssuersOnly() throws Exception {
        try (FakeAuthorizationServer other = FakeAuthorizationServer.start(PKI.server());
                ProtectedResource before = open()) {
            Await.until(() -> before.issuers().get(0).health() == IssuerHealth.UP);
            settings.put("issuers", "main partners");
            settings.put("main.issuer", String.valueOf(settings.remove("issuer")));
            settings.put("partners.issuer", other.issuer());
            try (ProtectedResource after = before.reopen(ResourceSettings.parse(settings))) {
                Await.until(() -> after.issuers().stream().allMatch(issuer -> issuer.health() == IssuerHealth.UP));
                assertThat(other.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
                assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
            }
        }
    }
}
