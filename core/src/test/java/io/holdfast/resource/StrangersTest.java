package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.ResourceSettings;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers cause at an authorization server, over real TLS, and what they take from others: nothing. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StrangersTest {
    private static final TestPki PKI = TestPki.create();

    /** Another certificate for each of them, for a while; nobody remembers them. */
    private static final List<TestIdentity> SELF_SIGNED = IntStream.range(0, 50)
            .mapToObj(i -> PKI.identity("CN=Stranger " + i).selfSigned().build())
            .toList();

    /** Tokens; where each costs a call they are sent faster than strangers may cause calls. */
    private static final int FLOOD = 200;

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private FakeAuthorizationServer server;
    private long started;

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

    /** No answer that a token is good is remembered: what was verified before must be asked about each time. */
    private void introspect() {
        settings.put("verification", "introspection");
        settings.put("introspectionCacheSeconds", "0");
        settings.put("clientId", OpaqueTokens.CLIENT_ID);
        settings.put("keyStorePassword", "changeit");
        settings.put(
                "keyStore",
                PKI.partnerB()
                        .writePkcs12(directory, "client", "changeit".toCharArray())
                        .toString());
    }

    private ProtectedResource open() throws Exception {
        ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place());
        Await.until(() -> resource.issuers().stream().allMatch(issuer -> issuer.health() == IssuerHealth.UP));
        started = System.nanoTime();
        return resource;
    }

    private static AccessDecision decide(ProtectedResource resource, String token, @Nullable TestIdentity client) {
        StubRequest request = StubRequest.with("Bearer " + token);
        return resource.decide(client == null ? request : request.from(client.certificate()));
    }

    private static int status(AccessDecision decision) {
        return decision.permitted() ? 200 : Decided.answer(decision).status();
    }

    private static TestIdentity stranger(int number) {
        return SELF_SIGNED.get(number % SELF_SIGNED.size());
    }

    private String opaque(TestIdentity owner) {
        return server.opaqueTokens().issue(server.opaqueTokens().boundTo(owner));
    }

    private static String madeUp() {
        return UUID.randomUUID().toString();
    }

    private long introspected(Set<String> others) {
        return server.calls(FakeAuthorizationServer.INTROSPECTION_PATH).stream()
                .filter(call -> !others.contains(call.formValue("token").orElse("")))
                .count();
    }

    private long allowed() {
        return 32 + 1 + 10 * TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started + 1_000_000_000);
    }

    @Test
    @DisplayName(
            "S-91 G6 a flood of made-up opaque tokens, each with a new certificate, causes a bounded number of calls;"
                    + " tokens that verified before and new ones of known clients pass all along, and nobody's is called bad")
    void boundsIntrospections() throws Exception {
        introspect();
        String known = opaque(PKI.serverA());
        String young = opaque(PKI.serverA());
        String strangers = opaque(PKI.partnerC());
        EnumSet<RefusalReason> reasons = EnumSet.noneOf(RefusalReason.class);
        try (ProtectedResource resource = open()) {
            assertThat(status(decide(resource, known, PKI.serverA()))).isEqualTo(200);
            for (int i = 0; i < FLOOD; i++) {
                decide(resource, madeUp(), stranger(i)).reason().ifPresent(reasons::add);
                if (i % 20 == 0) {
                    assertThat(status(decide(resource, known, PKI.serverA()))).isEqualTo(200);
                    assertThat(status(decide(resource, opaque(PKI.serverA()), PKI.serverA())))
                            .isEqualTo(200);
                }
            }
            assertThat(reasons).isSubsetOf(RefusalReason.TOKEN_INACTIVE, RefusalReason.VERIFICATION_UNAVAILABLE);
            assertThat(status(decide(resource, young, PKI.serverA()))).isEqualTo(200);
            assertThat(introspected(Set.of())).isLessThan(allowed() + 2 + FLOOD / 20 * 2);

            assertThat(status(decide(resource, strangers, PKI.partnerC()))).isIn(200, 503);
            Await.until(() -> decide(resource, strangers, PKI.partnerC()).permitted());
            assertThat(status(decide(resource, opaque(PKI.partnerC()), PKI.partnerC())))
                    .as("now it is known")
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName(
            "S-101 E11 a cold door that introspects answers 200 to each of 200 clients who bring good tokens at once")
    void answersEveryoneAtAStart() throws Exception {
        introspect();
        settings.put("responseTimeoutMillis", "60000"); // the wait, too, on a slow machine
        List<TestIdentity> clients = IntStream.range(0, 200)
                .mapToObj(i -> PKI.identity("CN=Partner " + i).selfSigned().build())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(200);
        try (ProtectedResource resource = open()) {
            CyclicBarrier together = new CyclicBarrier(200);
            List<Future<Integer>> answers = new ArrayList<>();
            for (TestIdentity client : clients) {
                String token = opaque(client);
                answers.add(threads.submit(() -> {
                    together.await(60, TimeUnit.SECONDS);
                    return status(decide(resource, token, client));
                }));
            }
            Map<Integer, Integer> statuses = new HashMap<>();
            for (Future<Integer> answer : answers) {
                statuses.merge(answer.get(60, TimeUnit.SECONDS), 1, Integer::sum);
            }
            assertThat(statuses).containsExactly(Map.entry(200, 200));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "S-91 G6 report-only tells the real reasons of tokens without a certificate, within the strangers' bound,"
                    + " and a token that verified before keeps its own")
    void boundsWhatReportOnlyCauses() throws Exception {
        introspect();
        settings.put("mode", "report-only");
        String known = opaque(PKI.serverA());
        List<RefusalReason> reasons = new ArrayList<>();
        try (ProtectedResource resource = open()) {
            assertThat(decide(resource, known, null).reason()).contains(RefusalReason.CERTIFICATE_MISSING);
            for (int i = 0; i < FLOOD; i++) {
                decide(resource, madeUp(), null).reason().ifPresent(reasons::add);
            }
            assertThat(reasons).startsWith(RefusalReason.TOKEN_INACTIVE, RefusalReason.TOKEN_INACTIVE);
            assertThat(reasons).isSubsetOf(RefusalReason.TOKEN_INACTIVE, RefusalReason.VERIFICATION_UNAVAILABLE);
            assertThat(introspected(Set.of(known))).isLessThanOrEqualTo(allowed());
            for (int i = 0; i < 50; i++) {
                assertThat(decide(resource, known, null).reason()).contains(RefusalReason.CERTIFICATE_MISSING);
            }
            assertThat(status(decide(resource, known, PKI.serverA()))).isEqualTo(200);
        }
    }

    @Test
    @DisplayName(
            "S-91 G6 in a migration unbound tokens that verified before pass during a flood, and good tokens do not"
                    + " use up what strangers share")
    void goodTokensCostStrangersNothing() throws Exception {
        introspect();
        settings.put("binding", "when-present");
        try (ProtectedResource resource = open()) {
            String known = server.opaqueTokens().issue(server.opaqueTokens().unbound());
            assertThat(status(decide(resource, known, null))).isEqualTo(200);
            for (int i = 0; i < 70; i++) {
                String young = server.opaqueTokens().issue(server.opaqueTokens().unbound());
                assertThat(status(decide(resource, young, null))).isEqualTo(200);
            }
            for (int i = 0; i < FLOOD; i++) {
                decide(resource, madeUp(), null);
                if (i % 10 == 0) {
                    assertThat(status(decide(resource, known, null))).isEqualTo(200);
                }
            }
            server.opaqueTokens().revoke(known);
            assertThat(decide(resource, known, null).reason()).contains(RefusalReason.TOKEN_INACTIVE);
        }
    }

    @Test
    @DisplayName("S-60 E19 tokens of strangers that make the server fail rest nobody else's, and the issuer stays well")
    void failuresOfStrangersAreTheirs() throws Exception {
        introspect();
        String known = opaque(PKI.serverA());
        try (ProtectedResource resource = open()) {
            assertThat(status(decide(resource, known, PKI.serverA()))).isEqualTo(200);
            assertThat(status(decide(resource, known, PKI.serverA()))).isEqualTo(200);
            for (int i = 0; i < 10; i++) {
                server.queue(FakeAuthorizationServer.INTROSPECTION_PATH, ScriptedAnswer.status(500));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(status(decide(resource, madeUp(), stranger(i)))).isEqualTo(503);
            }
            server.reset();
            assertThat(status(decide(resource, known, PKI.serverA()))).isEqualTo(200);
            assertThat(resource.issuers().get(0).health()).isEqualTo(IssuerHealth.UP);
            assertThat(status(decide(resource, opaque(PKI.partnerC()), PKI.partnerC())))
                    .as("strangers rest")
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 429, 500})
    @DisplayName(
            "S-60 E19 G6 a known client over whose tokens the server fails rests alone; the others are answered, and"
                    + " the issuer stays well")
    void failuresOfAKnownClientAreItsOwn(int status) throws Exception {
        introspect();
        try (ProtectedResource resource = open()) {
            for (TestIdentity client : List.of(PKI.partnerC(), PKI.serverA(), PKI.partnerC(), PKI.serverA())) {
                assertThat(status(decide(resource, opaque(client), client))).isEqualTo(200);
            }
            server.always(FakeAuthorizationServer.INTROSPECTION_PATH, ScriptedAnswer.status(status));
            for (int i = 0; i < 20; i++) {
                String token = i % 2 == 0 ? "../../../../etc/passwd" : madeUp();
                assertThat(status(decide(resource, token, PKI.serverA()))).isEqualTo(503);
            }
            assertThat(resource.issuers().get(0).health()).isEqualTo(IssuerHealth.UP);
            server.reset();
            assertThat(status(decide(resource, opaque(PKI.serverA()), PKI.serverA())))
                    .as("its own next token")
                    .isEqualTo(503);
            assertThat(status(decide(resource, opaque(PKI.partnerC()), PKI.partnerC())))
                    .as("another client's next token")
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("S-60 E19 a door with one known client notices an outage, and calls the server no more for a while")
    void noticesAnOutageByOneClient() throws Exception {
        introspect();
        try (ProtectedResource resource = open()) {
            for (int i = 0; i < 2; i++) {
                assertThat(status(decide(resource, opaque(PKI.serverA()), PKI.serverA())))
                        .isEqualTo(200);
            }
            server.always(FakeAuthorizationServer.INTROSPECTION_PATH, ScriptedAnswer.status(401));
            for (int i = 0; i < 20; i++) {
                assertThat(status(decide(resource, opaque(PKI.serverA()), PKI.serverA())))
                        .isEqualTo(503);
            }
            assertThat(introspected(Set.of())).isEqualTo(2 + 5);
            assertThat(resource.issuers().get(0).health()).isEqualTo(IssuerHealth.DOWN);
        }
    }

    private String withUnknownKid(TestIdentity client) {
        var token =
                server.tokens().boundTo(client).header("kid", UUID.randomUUID().toString());
        return TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[256]);
    }

    @Test
    @DisplayName(
            "S-87 S-91 G6 strangers who name their own certificates in forged tokens keep no client from the new key"
                    + " after an immediate rotation, and nobody's good token is called bad")
    void keepsNobodyFromANewKey() throws Exception {
        settings.put("jwksReloadSeconds", "4");
        SigningKey next = SigningKey.es256("next");
        try (ProtectedResource resource = open()) {
            assertThat(status(decide(
                            resource, server.tokens().boundTo(PKI.serverA()).compact(), PKI.serverA())))
                    .isEqualTo(200);
            Await.until(() -> {
                decide(resource, withUnknownKid(stranger(0)), stranger(0));
                return server.calls(FakeAuthorizationServer.JWKS_PATH).size() == 2;
            });
            server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(next)));
            String strangers =
                    server.tokens().boundTo(PKI.partnerC()).signedBy(next).compact();
            assertThat(decide(resource, strangers, PKI.partnerC()).reason())
                    .as("strangers have had their look")
                    .contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            for (int i = 0; i < SELF_SIGNED.size(); i++) {
                assertThat(decide(resource, withUnknownKid(stranger(i)), stranger(i))
                                .reason())
                        .contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            }
            assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(2);

            String young = server.tokens().boundTo(PKI.serverA()).signedBy(next).compact();
            assertThat(status(decide(resource, young, PKI.serverA()))).isEqualTo(200);
            assertThat(status(decide(resource, strangers, PKI.partnerC()))).isEqualTo(200);
            assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(3);
        }
    }

    @Test
    @DisplayName("S-91 E7 a token that has expired, or is for another resource, causes no fetch and waits for none")
    void expiredTokensCauseNothing() throws Exception {
        settings.put("responseTimeoutMillis", "60000");
        CountDownLatch answering = new CountDownLatch(1);
        server.hold(FakeAuthorizationServer.JWKS_PATH, answering);
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            TestIdentity client = PKI.serverA();
            String expired = server.tokens().boundTo(client).claim("exp", 1000).compact();
            assertThat(decide(resource, expired, client).reason()).contains(RefusalReason.TOKEN_EXPIRED);
            String foreign = server.tokens()
                    .boundTo(client)
                    .claim("aud", "https://other.example")
                    .compact();
            assertThat(decide(resource, foreign, client).reason()).contains(RefusalReason.TOKEN_AUDIENCE);
            String anothers = server.tokens()
                    .boundTo(client)
                    .claim("iss", "https://evil.example")
                    .compact();
            assertThat(decide(resource, anothers, client).reason())
                    .as("the setting may be wrong, as long as there is no key")
                    .contains(RefusalReason.VERIFICATION_UNAVAILABLE);
            assertThat(resource.issuers().get(0).health()).isEqualTo(IssuerHealth.UNKNOWN);
            answering.countDown();
            Await.until(() -> resource.issuers().get(0).health() == IssuerHealth.UP);
            String unknown = server.tokens()
                    .boundTo(client)
                    .header("kid", "unknown")
                    .claim("iss", "https://evil.example")
                    .compact();
            assertThat(decide(resource, unknown, client).reason()).contains(RefusalReason.TOKEN_ISSUER);
            assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
        } finally {
            answering.countDown();
        }
    }

    @Test
    @DisplayName("S-87 of a bad signature under a known kid that has expired, too, nobody is asked; the reason stays")
    void expiredForgeriesCauseNothing() throws Exception {
        settings.put("jwksReloadSeconds", "1");
        String forged = server.tokens()
                .boundTo(PKI.serverA())
                .claim("exp", 1000)
                .secretlySignedBy(SigningKey.rs256("rsa-1"))
                .compact();
        try (ProtectedResource resource = open()) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            while (System.nanoTime() < end) {
                assertThat(decide(resource, forged, PKI.serverA()).reason()).contains(RefusalReason.TOKEN_SIGNATURE);
            }
            assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
        }
    }

    @Test
    @DisplayName("S-91 with several issuers, too, a token without its certificate is not read, after its length")
    void readsNoTokenAlone() throws Exception {
        settings.put("issuers", "main partners");
        settings.put("main.issuer", String.valueOf(settings.remove("issuer")));
        settings.put("partners.issuer", "https://localhost:1");
        String foreign = TestTokens.of("https://evil.example").unbound().compact();
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            assertThat(decide(resource, foreign, null).reason()).contains(RefusalReason.CERTIFICATE_MISSING);
            assertThat(decide(resource, "no.jwt", null).reason()).contains(RefusalReason.CERTIFICATE_MISSING);
            assertThat(decide(resource, "x".repeat(16_385), null).reason()).contains(RefusalReason.TOKEN_TOO_LONG);
        }
        settings.put("partners.binding", "when-present");
        try (ProtectedResource resource =
                ProtectedResource.open(ResourceSettings.parse(settings), ResourceOfOneIssuer.place())) {
            assertThat(decide(resource, foreign, null).reason()).contains(RefusalReason.TOKEN_ISSUER);
            assertThat(decide(resource, server.tokens().unbound().compact(), null)
                            .reason())
                    .contains(RefusalReason.CERTIFICATE_MISSING);
        }
    }
}
