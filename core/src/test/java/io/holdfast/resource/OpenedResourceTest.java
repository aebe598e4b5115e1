package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protected resource as its settings open it, with a real authorization server over TLS. */
final class OpenedResourceTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeAuthorizationServer.start(PKI.server(), "/realms/main");
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

    private AccessDecision decide() throws SettingsException {
        return decide(server.tokens().boundTo(PKI.serverA()));
    }

    private AccessDecision decide(TokenBuilder builder) throws SettingsException {
        String token = builder.compact();
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            return resource.decide(
                    StubRequest.with("Bearer " + token).from(PKI.serverA().certificate()));
        }
    }

    @Test
    @DisplayName("S-86 answers at the paths of its metadata and health itself, and names the metadata in challenges")
    void answersItself() throws Exception {
        settings.put("resource", "https://api.example.com");
        settings.put("healthPath", "/holdfast/health");
        ResourceSettings parsed = ResourceSettings.parse(settings);
        assertThat(ProtectedResource.ownPaths(parsed, ""))
                .containsExactlyInAnyOrder("/.well-known/oauth-protected-resource", "/holdfast/health");

        try (ProtectedResource resource = ProtectedResource.open(parsed, ResourceOfOneIssuer.place())) {
            assertThat(resource.settings()).isSameAs(parsed);
            for (String own : ProtectedResource.ownPaths(parsed, "")) {
                assertThat(resource.answersItself(StubRequest.with().path(own))).isTrue();
            }
            StubRequest other = StubRequest.with();
            assertThat(resource.answersItself(other)).isFalse();
            assertThat(resource.decide(other).headers())
                    .extracting(ResponseHeader::value)
                    .anyMatch(value -> value.contains(
                            "resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource\""));
        }
    }

    @Test
    @DisplayName("S-86 decides with a JWK set at hand, though the issuer's server is away")
    void decidesWithKeysAtHand() throws Exception {
        server.goDown();
        Map<String, String> keySets = Map.of(server.issuer(), server.tokens().jwkSet());
        StubRequest request = StubRequest.with(
                        "Bearer " + server.tokens().boundTo(PKI.serverA()).compact())
                .from(PKI.serverA().certificate());
        try (ProtectedResource resource =
                ResourceTrial.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place(), keySets)) {
            assertThat(resource.decide(request).permitted()).isTrue();
        }
    }

    @Test
    @DisplayName("S-86 files that cannot be used are found without opening anything")
    void requiresUsableFiles() throws Exception {
        ResourceTrial.requireStartable(ResourceSettings.parse(settings));
        settings.put("trustStore", directory.resolve("nothing.pem").toString());

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> ResourceTrial.requireStartable(ResourceSettings.parse(settings)))
                .withMessageContaining("nothing.pem");
    }

    @Test
    @DisplayName("S-86 finds the keys by the RFC 8414 layout for an issuer with a path")
    void findsKeysByOauthMetadata() throws Exception {
        server.always(server.openidMetadataPath(), ScriptedAnswer.status(404));

        assertThat(decide().permitted()).isTrue();
    }

    @Test
    @DisplayName("S-86 finds the keys by the OpenID Connect layout for an issuer with a path")
    void findsKeysByOpenidMetadata() throws Exception {
        server.always(server.oauthMetadataPath(), ScriptedAnswer.status(404));

        assertThat(decide().permitted()).isTrue();
    }

    @Test
    @DisplayName("S-86 E1 takes the keys from the configured place and asks for no metadata")
    void takesKeysFromTheConfiguredPlace() throws Exception {
        settings.put("jwksUri", server.uri(FakeAuthorizationServer.JWKS_PATH).toString());

        assertThat(decide().permitted()).isTrue();
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    @DisplayName("S-86 does not use metadata of another issuer")
    void refusesMetadataOfAnotherIssuer() throws Exception {
        String others = "{\"issuer\":\"https://thief.example\",\"jwks_uri\":\""
                + server.uri(FakeAuthorizationServer.JWKS_PATH) + "\"}";
        server.always(server.oauthMetadataPath(), ScriptedAnswer.json(200, others));
        server.always(server.openidMetadataPath(), ScriptedAnswer.json(200, others));

        assertThat(Decided.answer(decide()).status()).isEqualTo(503);
        assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).isEmpty();
    }

    @Test
    @DisplayName("E11 opens while the authorization server is down, answers 503, and recovers when it comes")
    void recoversWhenTheServerComes() throws Exception {
        settings.put("jwksReloadSeconds", "1");
        StubRequest request = StubRequest.with(
                        "Bearer " + server.tokens().boundTo(PKI.serverA()).compact())
                .from(PKI.serverA().certificate());
        server.goDown();
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            assertThat(Decided.answer(resource.decide(request)).status()).isEqualTo(503);

            server.comeBack();
            Await.until(() -> resource.decide(request).permitted());
        }
    }

    @Test
    @DisplayName("S-81 E7 leaves no thread behind, even when it is closed while its keys are being fetched")
    @Tag("sees-all-threads")
    void leavesNoThreadBehind() throws Exception {
        settings.put("jwksReloadSeconds", "1");
        StubRequest request = StubRequest.with(
                        "Bearer " + server.tokens().boundTo(PKI.serverA()).compact())
                .from(PKI.serverA().certificate());
        CountDownLatch never = new CountDownLatch(1);
        server.queue(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.status(500))
                .always(
                        FakeAuthorizationServer.JWKS_PATH,
                        ScriptedAnswer.status(500).heldUntil(never));
        ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place());
        assertThat(Decided.answer(resource.decide(request)).status()).isEqualTo(503);
        List<Thread> threads = holdfastThreads();
        assertThat(threads).extracting(Thread::getName).contains("holdfast-key-refresh", "holdfast-call-deadline");
        assertThat(threads).allMatch(Thread::isDaemon).allMatch(thread -> thread.getContextClassLoader() == null);
        Await.until(() -> server.calls(FakeAuthorizationServer.JWKS_PATH).size() >= 2);

        resource.close();

        assertThat(holdfastThreads()).isEmpty();
    }

    private static List<Thread> holdfastThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdfast-"))
                .toList();
    }

    @Test
    @DisplayName("E7 cuts off an authorization server that drips")
    void cutsOffADrippingServer() throws Exception {
        settings.put("responseTimeoutMillis", "300");
        server.always(
                FakeAuthorizationServer.JWKS_PATH,
                ScriptedAnswer.json(200, server.tokens().jwkSet()).drippingSlowly());
        long started = System.nanoTime();

        assertThat(Decided.answer(decide()).status()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .as("the whole call is bounded, not each byte")
                .isLessThan(Duration.ofSeconds(4));
    }

    @Test
    @DisplayName("S-31 accepts the algorithms of the settings, and no other that the issuer has a key for")
    void acceptsTheConfiguredAlgorithms() throws Exception {
        settings.put("algorithms", "ES256");

        assertThat(decide().reason()).contains(RefusalReason.TOKEN_ALGORITHM);
        assertThat(decide(server.tokens()
                                .boundTo(PKI.serverA())
                                .signedBy(server.tokens().ecKey()))
                        .permitted())
                .isTrue();
    }

    @Test
    @DisplayName("S-30 accepts the types of the settings, and no other")
    void acceptsTheConfiguredTypes() throws Exception {
        settings.put("tokenType", "JWT");

        assertThat(decide().reason()).contains(RefusalReason.TOKEN_TYPE);
        assertThat(decide(server.tokens().boundTo(PKI.serverA()).header("typ", "JWT"))
                        .permitted())
                .isTrue();
    }

    @Test
    @DisplayName("E9 follows no redirect")
    void followsNoRedirect() throws Exception {
        server.always(
                FakeAuthorizationServer.JWKS_PATH,
                ScriptedAnswer.redirectTo(server.uri("/elsewhere").toString()));

        assertThat(Decided.answer(decide()).status()).isEqualTo(503);
        assertThat(server.calls("/elsewhere")).isEmpty();
    }

    @Test
    @DisplayName("C-7 does not talk to an authorization server whose certificate it does not trust")
    void refusesAnUntrustedServer() throws Exception {
        settings.put(
                "trustStore",
                PKI.secondAuthority().writePemCertificates(directory, "second").toString());

        assertThat(Decided.answer(decide()).status()).isEqualTo(503);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    @DisplayName("S-77 does not open with a trust store that cannot be read")
    void doesNotOpenWithABadTrustStore() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        for (Path file : new Path[] {empty, directory.resolve("missing.p12")}) {
            settings.put("trustStore", file.toString());
            ResourceSettings parsed = ResourceSettings.parse(settings);

            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> ProtectedResource.open(parsed, ResourceOfOneIssuer.place()))
                    .withMessageContaining("trustStore")
                    .withMessageContaining(file.toString());
        }
    }
}
