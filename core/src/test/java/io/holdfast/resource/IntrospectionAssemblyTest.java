package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.SignatureProvider;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That each setting of introspection reaches the part that it is for. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IntrospectionAssemblyTest {
    private static final TestPki PKI = TestPki.create();
    private static final String PATH = FakeAuthorizationServer.INTROSPECTION_PATH;

    @TempDir
    private Path directory;

    private final SettableClock clock = SettableClock.atPresent();
    private final Map<String, String> settings = new HashMap<>();
    private FakeAuthorizationServer server;
    private final List<AuthorizationServerConnection> connections = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        settings.put("issuer", server.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put("verification", "introspection");
        settings.put("clientId", OpaqueTokens.CLIENT_ID);
        settings.put(
                "trustStore",
                PKI.authority().writePemCertificates(directory, "authority").toString());
        settings.put("keyStorePassword", "changeit");
        settings.put(
                "keyStore",
                PKI.partnerB()
                        .writePkcs12(directory, "client", "changeit".toCharArray())
                        .toString());
    }

    @AfterEach
    void stop() {
        connections.forEach(AuthorizationServerConnection::close);
        server.close();
    }

    private AccessTokenVerifier verifier() throws Exception {
        IssuerSettings issuer = ResourceSettings.parse(settings).issuers().get(0);
        IssuerCredentials credentials = new CredentialAssembly(issuer, "/orders/holdfast", clock).credentials();
        IntrospectionAssembly assembly = new IntrospectionAssembly(
                issuer,
                issuer.introspection().orElseThrow(),
                credentials,
                SignatureProvider.platform(),
                clock,
                clock.ticker());
        // With the timeouts of the connection's own, so that those of the settings are seen elsewhere.
        AuthorizationServerConnection made = credentials
                .connection()
                .keepAlive()
                .responseTimeout(Duration.ofSeconds(20))
                .totalTimeout(Duration.ofSeconds(20))
                .build();
        connections.add(made);
        return assembly.verifier(
                1000,
                assembly.endpoint(
                        made,
                        assembly.location(made),
                        keyId -> VerificationKey.of(server.tokens().rsaKey().jwk()).stream()
                                .toList()));
    }

    private Map<String, @Nullable Object> bound() {
        return server.opaqueTokens().boundTo(PKI.serverA());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static String outcome(AccessTokenVerifier verifier, String token) {
        try {
            verifier.verify(token);
            return "accepted";
        } catch (TokenRejectedException e) {
            return "rejected";
        } catch (VerificationUnavailableException e) {
            return "unavailable: " + e.getMessage();
        }
    }

    private int calls() {
        return server.calls(PATH).size();
    }

    @Test
    @DisplayName("S-59 introspectionCacheSeconds is for good tokens and introspectionNegativeCacheSeconds for others")
    void lifetimes() throws Exception {
        settings.put("introspectionCacheSeconds", "100");
        settings.put("introspectionNegativeCacheSeconds", "7");
        AccessTokenVerifier verifier = verifier();
        String good = server.opaqueTokens().issue(bound());
        assertThat(outcome(verifier, good)).isEqualTo("accepted");
        server.opaqueTokens().revoke(good);
        clock.advance(Duration.ofMillis(99_999));
        assertThat(outcome(verifier, good)).isEqualTo("accepted");
        clock.advance(Duration.ofMillis(1));
        assertThat(outcome(verifier, good)).isEqualTo("rejected");
        assertThat(calls()).isEqualTo(2);

        clock.advance(Duration.ofMillis(6_999));
        assertThat(outcome(verifier, good)).isEqualTo("rejected");
        assertThat(calls()).isEqualTo(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(outcome(verifier, good)).isEqualTo("rejected");
        assertThat(calls()).isEqualTo(3);
    }

    @Test
    @DisplayName("S-59 introspectionCacheSize is how many tokens are remembered")
    void size() throws Exception {
        settings.put("introspectionCacheSize", "1");
        AccessTokenVerifier verifier = verifier();
        String first = server.opaqueTokens().issue(bound());
        String second = server.opaqueTokens().issue(bound());
        for (String token : List.of(first, first, second, second, first)) {
            assertThat(outcome(verifier, token)).isEqualTo("accepted");
        }

        assertThat(calls()).isEqualTo(3);
    }

    @Test
    @DisplayName("S-59 a token without exp is good for introspectionCacheSeconds")
    void lifetimeWithoutExp() throws Exception {
        settings.put("introspectionCacheSeconds", "77");
        Map<String, @Nullable Object> members = bound();
        members.remove("exp");

        assertThat(verifier().verify(server.opaqueTokens().issue(members)).expiresAt())
                .isEqualTo(clock.instant().plusSeconds(77));
    }

    @Test
    @DisplayName("S-58 clockSkewSeconds is how long after exp a token is still good")
    void clockSkew() throws Exception {
        settings.put("clockSkewSeconds", "100");
        AccessTokenVerifier verifier = verifier();
        Map<String, @Nullable Object> members = bound();
        members.put("exp", now() - 90);
        assertThat(outcome(verifier, server.opaqueTokens().issue(members))).isEqualTo("accepted");
        members.put("exp", now() - 110);
        assertThat(outcome(verifier, server.opaqueTokens().issue(members))).isEqualTo("rejected");
    }

    @Test
    @DisplayName("reads answers by the profile of the settings")
    void profile() throws Exception {
        Map<String, @Nullable Object> members = bound();
        members.remove("client_id");
        members.put("azp", "partner-a");
        members.put("typ", "Bearer");
        String token = server.opaqueTokens().issue(members);
        assertThat(verifier().verify(token).clientId()).isEmpty();

        settings.put("profile", "keycloak");
        assertThat(verifier().verify(token).clientId()).contains("partner-a");
    }

    @Test
    @DisplayName("E7 a request waits for another one's call as long as responseTimeoutMillis")
    void longestWait() throws Exception {
        settings.put("responseTimeoutMillis", "200");
        AccessTokenVerifier verifier = verifier();
        String token = server.opaqueTokens().issue(bound());
        CountDownLatch gate = new CountDownLatch(1);
        server.queue(PATH, ScriptedAnswer.json(200, "{\"active\":false}").heldUntil(gate));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<String> first = threads.submit(() -> outcome(verifier, token));
            Await.until(() -> calls() > 0);
            long start = System.nanoTime();
            assertThat(outcome(verifier, token)).contains("The results of another request have not come within");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(190), Duration.ofSeconds(4));
            gate.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("rejected");
        } finally {
            gate.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("S-62 the algorithms of the settings hold for signed answers, too")
    void algorithmsOfSignedAnswers() throws Exception {
        settings.put("introspectionResponse", "signed");
        settings.put("algorithms", "PS256");
        String token = server.opaqueTokens().issue(bound());
        assertThat(outcome(verifier(), token)).contains("TOKEN_ALGORITHM");

        settings.put("algorithms", "RS256");
        assertThat(outcome(verifier(), token)).isEqualTo("accepted");
    }

    @Test
    @DisplayName("S-62 a signed answer may be for the audience of the settings, or for the clientId")
    void namesOfSignedAnswers() throws Exception {
        settings.put("introspectionResponse", "signed");
        AccessTokenVerifier verifier = verifier();
        for (String name : List.of(TestTokens.AUDIENCE, OpaqueTokens.CLIENT_ID, "somebody-else")) {
            server.queue(
                    PATH,
                    OpaqueTokens.signed(
                            server.opaqueTokens().signed(name, bound()).compact()));
            assertThat(outcome(verifier, "token-" + name.length()))
                    .startsWith(name.equals("somebody-else") ? "unavailable" : "accepted");
        }
    }
}
