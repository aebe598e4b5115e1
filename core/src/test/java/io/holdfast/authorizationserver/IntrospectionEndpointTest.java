package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.Sender;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.SignatureProvider;
import io.holdfast.token.SignedIntrospectionVerifier;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IntrospectionEndpointTest {
    private static final TestPki PKI = TestPki.create();
    private static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    private static final AuthenticatedClient CLIENT =
            AuthenticatedClient.byCertificate(OpaqueTokens.CLIENT_ID, ClientAuthentication.TLS_CLIENT_AUTH);
    private static final String PATH = FakeAuthorizationServer.INTROSPECTION_PATH;

    private final SettableClock clock = SettableClock.atPresent();
    private FakeAuthorizationServer server;
    private int failing; // tokens
    private AuthorizationServerConnection connection;
    private IntrospectionEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = connection(Duration.ofSeconds(5));
        endpoint = builder().build();
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private static AuthorizationServerConnection connection(Duration limit) throws Exception {
        return connection(PKI.serverA(), limit);
    }

    private static AuthorizationServerConnection connection(TestIdentity identity, Duration limit) throws Exception {
        return AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(KeyMaterial.of(identity.privateKey(), identity.chain()), TRUSTED))
                .totalTimeout(limit)
                .keepAlive()
                .build();
    }

    private IntrospectionEndpoint.Builder builder() {
        return IntrospectionEndpoint.of(connection, () -> server.uri(PATH), CLIENT)
                .ticker(clock.ticker());
    }

    private IntrospectionEndpoint signed() {
        return builder()
                .signedAnswers(new SignedIntrospectionVerifier(
                        server.issuer(),
                        List.of(OpaqueTokens.CLIENT_ID),
                        EnumSet.of(SignatureAlgorithm.RS256),
                        keyId -> VerificationKey.of(server.tokens().rsaKey().jwk()).stream()
                                .toList(),
                        Duration.ofSeconds(30),
                        Clock.systemUTC(),
                        SignatureProvider.platform()))
                .build();
    }

    private void assertUnavailable(IntrospectionEndpoint asked, String... parts) {
        assertUnavailableFor("the-token", asked, parts);
    }

    private static void assertUnavailableFor(String token, IntrospectionEndpoint asked, String... parts) {
        assertThatThrownBy(() -> asked.introspect(token))
                .isInstanceOf(VerificationUnavailableException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining(token);
    }

    @Test
    @DisplayName("S-55 posts token and hint as a form over mutual TLS, and nothing in the address")
    void postsAForm() throws Exception {
        String token = server.opaqueTokens()
                .remember("a+b/c~d==", server.opaqueTokens().boundTo(PKI.partnerB()));

        Map<String, Object> answer = endpoint.introspect(token);

        assertThat(answer)
                .containsEntry("active", true)
                .containsEntry("cnf", Map.of("x5t#S256", PKI.partnerB().thumbprint()));
        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.query()).isEmpty();
            assertThat(call.header("Content-Type")).containsExactly("application/x-www-form-urlencoded");
            assertThat(call.header("Accept")).containsExactly("application/json");
            assertThat(call.header("Authorization")).isEmpty();
            assertThat(call.form())
                    .containsOnlyKeys("token", "token_type_hint", "client_id")
                    .containsEntry("token", List.of(token))
                    .containsEntry("token_type_hint", List.of("access_token"));
            assertThat(call.clientThumbprint()).contains(PKI.serverA().thumbprint());
        });
    }

    @Test
    @DisplayName("S-55 finds the endpoint in the metadata: the mutual TLS alias for a certificate, else the other")
    void findsTheEndpoint() throws Exception {
        server.metadata().put("introspection_endpoint", server.uri("/plain").toString());
        server.metadata()
                .put(
                        "mtls_endpoint_aliases",
                        Map.of("introspection_endpoint", server.uri(PATH).toString()));
        MetadataDiscovery discovery = new MetadataDiscovery(connection);

        assertThat(DiscoveredEndpoint.ofIntrospection(
                                server.issuer(),
                                discovery,
                                ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH,
                                clock.ticker())
                        .uri())
                .isEqualTo(server.uri(PATH));
        assertThat(DiscoveredEndpoint.ofIntrospection(
                                server.issuer(), discovery, ClientAuthentication.PRIVATE_KEY_JWT, clock.ticker())
                        .uri())
                .isEqualTo(server.uri("/plain"));
        server.metadata().remove("mtls_endpoint_aliases");
        assertThat(DiscoveredEndpoint.ofIntrospection(
                                server.issuer(), discovery, ClientAuthentication.TLS_CLIENT_AUTH, clock.ticker())
                        .uri())
                .isEqualTo(server.uri("/plain"));
    }

    @Test
    @DisplayName("remembers where the endpoint is until it fails")
    void remembersWhereTheEndpointIs() throws Exception {
        IntrospectionEndpoint discovering = IntrospectionEndpoint.of(
                        connection,
                        DiscoveredEndpoint.ofIntrospection(
                                server.issuer(),
                                new MetadataDiscovery(connection),
                                ClientAuthentication.TLS_CLIENT_AUTH,
                                clock.ticker()),
                        CLIENT)
                .build();
        discovering.introspect("x");
        discovering.introspect("x");
        assertThat(server.calls(server.oauthMetadataPath())).hasSize(1);

        server.always(PATH, ScriptedAnswer.status(404));
        server.always("/moved", ScriptedAnswer.json(200, "{\"active\":true}"));
        server.metadata().put("introspection_endpoint", server.uri("/moved").toString());
        assertUnavailable(discovering, "404");
        assertThat(discovering.introspect("x")).containsEntry("active", true);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(ScriptedAnswer.json(400, "{\"error\":\"invalid_request\"}"), "400"),
                Arguments.of(
                        ScriptedAnswer.json(401, "{}"),
                        "401 instead of 200. It has not accepted the client the-resource"),
                Arguments.of(ScriptedAnswer.json(403, "{}"), "does not let the client the-resource"),
                Arguments.of(ScriptedAnswer.json(404, "{}"), "whether this is the introspection endpoint"),
                Arguments.of(ScriptedAnswer.json(429, "{}"), "asks too often"),
                Arguments.of(ScriptedAnswer.json(500, "{\"active\":true}"), "500"),
                Arguments.of(ScriptedAnswer.json(503, "{}"), "503"),
                Arguments.of(ScriptedAnswer.json(201, "{\"active\":true}"), "201"),
                Arguments.of(ScriptedAnswer.status(204), "204"),
                Arguments.of(ScriptedAnswer.redirectTo("/other"), "redirects are not followed"),
                Arguments.of(ScriptedAnswer.status(200), "media type ''"),
                Arguments.of(ScriptedAnswer.status(200).body("{\"active\":true}"), "media type ''"),
                Arguments.of(
                        ScriptedAnswer.status(200)
                                .header("Content-Type", "text/html")
                                .body("{\"active\":true}"),
                        "media type 'text/html'"),
                Arguments.of(OpaqueTokens.signed("e30.e30.e30"), "token-introspection+jwt"),
                Arguments.of(ScriptedAnswer.json(200, "e30.e30.e30"), "not JSON"),
                Arguments.of(ScriptedAnswer.json(200, ""), "not JSON"),
                Arguments.of(ScriptedAnswer.json(200, "1], \"active\": [true"), "not JSON"),
                Arguments.of(ScriptedAnswer.json(200, "{\"active\":true"), "not JSON"),
                Arguments.of(ScriptedAnswer.json(200, "{\"active\":true,\"active\":true}"), "not JSON"),
                Arguments.of(ScriptedAnswer.json(200, "{}, {}"), "not JSON"),
                Arguments.of(ScriptedAnswer.json(200, "1, \"active\": true"), "not JSON"),
                Arguments.of(ScriptedAnswer.oversized(32 * 1024 - 1), "more than 32768 bytes"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("unusable")
    @DisplayName("S-60 E19 E9 what is no answer leaves open whether the token is good, and says what to change")
    void leavesOpen(ScriptedAnswer answer, String part) {
        server.always(PATH, answer);
        server.always("/other", ScriptedAnswer.json(200, "{\"active\":true}"));

        assertUnavailable(endpoint, part);
        assertThat(server.calls("/other")).isEmpty();
    }

    @Test
    @DisplayName("S-60 a 401 proposes another chain where the client authenticates by its certificate")
    void proposesAnotherChain() throws Exception {
        server.always(PATH, ScriptedAnswer.json(401, "{}"));
        TestIdentity leafOnly = PKI.serverA().withChainAfter();
        try (AuthorizationServerConnection bare = connection(leafOnly, Duration.ofSeconds(5))) {
            assertUnavailable(
                    IntrospectionEndpoint.of(bare, () -> server.uri(PATH), CLIENT)
                            .build(),
                    "The key store holds the client's certificate alone: some servers want its issuer's after it.");
        }
        TestIdentity selfSigned = PKI.identity("CN=rs").selfSigned().build();
        try (AuthorizationServerConnection bare = connection(selfSigned, Duration.ofSeconds(5))) {
            assertUnavailable(
                    IntrospectionEndpoint.of(bare, () -> server.uri(PATH), CLIENT)
                            .build(),
                    "The client's certificate is self-signed",
                    "self_signed_tls_client_auth");
        }
        assertUnavailable(
                IntrospectionEndpoint.of(
                                connection,
                                () -> server.uri(PATH),
                                AuthenticatedClient.byCertificate(
                                        "rs", ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH))
                        .build(),
                "The key store holds a chain of 2: some servers take only a single certificate for this method.");
        assertThatThrownBy(() -> endpoint.introspect("x")).hasMessageNotContaining("key store");
    }

    @Test
    @DisplayName("S-56 an error that the server does not know this kind of token says of it that it is not active")
    void anUnsupportedTypeIsNotActive() throws Exception {
        server.always(
                PATH,
                ScriptedAnswer.json(400, "\uFEFF{\"error\":\"unsupported_token_type\",\"active\":true,\"sub\":\"x\"}"));

        assertThat(endpoint.introspect("x")).containsExactly(Map.entry("error", "unsupported_token_type"));
    }

    static Stream<ScriptedAnswer> almostUnsupported() {
        String error = "{\"error\":\"unsupported_token_type\"}";
        return Stream.of(
                ScriptedAnswer.json(401, error),
                ScriptedAnswer.json(403, error),
                ScriptedAnswer.json(422, error),
                ScriptedAnswer.json(503, error),
                ScriptedAnswer.status(400).header("Content-Type", "text/plain").body(error),
                ScriptedAnswer.json(400, error + "x"),
                ScriptedAnswer.json(400, "[" + error + "]"),
                ScriptedAnswer.json(400, "{\"error\":\"Unsupported_token_type\"}"),
                ScriptedAnswer.json(400, "{\"error\":[\"unsupported_token_type\"]}"),
                ScriptedAnswer.json(400, "{\"error\":\"invalid_request\",\"error\":\"unsupported_token_type\"}"),
                ScriptedAnswer.json(400, "{\"error_description\":\"unsupported_token_type\"}"));
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("almostUnsupported")
    @DisplayName("S-60 every other error leaves open whether the token is good")
    void everyOtherErrorLeavesItOpen(ScriptedAnswer answer) {
        server.always(PATH, answer);

        assertUnavailable(endpoint, String.valueOf(server.uri(PATH)));
    }

    @Test
    @DisplayName("S-56 a byte order mark before the answer is no part of it, a second one is")
    void passesOverAByteOrderMark() throws Exception {
        server.always(PATH, ScriptedAnswer.json(200, "\uFEFF{\"active\":true}"));
        assertThat(endpoint.introspect("x")).containsEntry("active", true);

        server.always(PATH, ScriptedAnswer.json(200, "\uFEFF\uFEFF{\"active\":true}"));
        assertUnavailable(endpoint, "not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"active\":true}]", "true", "\"active\"", "null", "7"})
    @DisplayName("S-56 JSON that is no object says active of nothing")
    void anotherValueSaysNothing(String body) throws Exception {
        server.always(PATH, ScriptedAnswer.json(200, body));

        assertThat(endpoint.introspect("x")).isEmpty();
    }

    @Test
    @DisplayName("S-55 takes JSON with a charset and in another letter case")
    void takesJsonInItsSpellings() throws Exception {
        server.always(
                PATH,
                ScriptedAnswer.status(200)
                        .header("Content-Type", "Application/JSON;charset=UTF-8")
                        .body("{\"active\":true}"));

        assertThat(endpoint.introspect("x")).containsEntry("active", true);
    }

    @Test
    @DisplayName("S-60 E7 a server that is down or drips leaves it open, within the time for a call")
    void doesNotWaitForEver() throws Exception {
        try (AuthorizationServerConnection impatient = connection(Duration.ofMillis(300))) {
            IntrospectionEndpoint asked = IntrospectionEndpoint.of(impatient, () -> server.uri(PATH), CLIENT)
                    .build();
            server.always(PATH, ScriptedAnswer.json(200, "{\"active\":true}").drippingSlowly());
            assertUnavailable(asked, "had not answered whole within 300 ms");
            server.goDown();
            assertUnavailable(asked, "cannot be reached");
        }
    }

    @Test
    @DisplayName("E19 after five failures no call is made for five seconds, then one")
    void restsAfterFailures() throws Exception {
        server.always(PATH, ScriptedAnswer.status(500));
        for (int i = 0; i < 20; i++) {
            assertUnavailableFor("token-" + i, endpoint, "500");
        }
        assertThat(server.calls(PATH)).hasSize(5);
        assertUnavailable(endpoint, "has failed 5 times in a row", "The last time: ");

        clock.advance(Duration.ofSeconds(5));
        assertUnavailable(endpoint, "500");
        assertUnavailable(endpoint, "500");
        assertThat(server.calls(PATH)).hasSize(6);

        server.always(PATH, ScriptedAnswer.json(200, "{\"active\":true}"));
        clock.advance(Duration.ofSeconds(5));
        assertThat(endpoint.introspect("x")).containsEntry("active", true);
        assertThat(endpoint.introspect("x")).containsEntry("active", true);
    }

    @Test
    @DisplayName("E19 tokens that the server will not speak of cut nobody else off")
    void tokensItWillNotSpeakOfCutNobodyOff() throws Exception {
        server.always(PATH, ScriptedAnswer.json(400, "{\"error\":\"invalid_request\"}"));
        for (int i = 0; i < 50; i++) {
            assertUnavailable(endpoint, "does not introspect this kind of token");
        }
        server.reset();

        assertThat(endpoint.introspect("x")).containsEntry("active", false);
    }

    @Test
    @DisplayName("S-60 a flood of new tokens has twenty calls under way at most, and few requests wait")
    void boundsConcurrentCalls() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.always(PATH, ScriptedAnswer.json(200, "{\"active\":false}").heldUntil(gate));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> outcomes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String token = "made-up-" + i;
                outcomes.add(threads.submit(() -> outcome(token)));
            }
            Await.until(() -> outcomes.stream().filter(Future::isDone).count() >= 180);
            assertThat(server.calls(PATH)).hasSizeLessThanOrEqualTo(20);
            gate.countDown();
            List<String> all = new ArrayList<>();
            for (Future<String> outcome : outcomes) {
                all.add(outcome.get(10, TimeUnit.SECONDS));
            }
            assertThat(all.stream().filter("answered"::equals)).hasSize(20);
            assertThat(all.stream().filter("unavailable"::equals)).hasSize(180);
        } finally {
            gate.countDown();
            threads.shutdownNow();
        }
        assertThat(endpoint.introspect("x")).containsEntry("active", false);
    }

    private String outcome(String token) {
        try {
            endpoint.introspect(token);
            return "answered";
        } catch (VerificationUnavailableException e) {
            return "unavailable";
        }
    }

    @Test
    @DisplayName(
            "S-60 G6 while the server hangs, strangers have ten calls under way at most, and the others have theirs")
    void strangersLeaveCalls() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.always(PATH, ScriptedAnswer.json(200, "{\"active\":false}").heldUntil(gate));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> strangers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String token = "made-up-" + i;
                strangers.add(threads.submit(() -> outcome(() -> endpoint.introspect(token, Sender.STRANGER))));
            }
            Await.until(() -> strangers.stream().filter(Future::isDone).count() == 90);
            assertThat(server.calls(PATH)).hasSize(10);
            List<Future<String>> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String token = "known-" + i;
                others.add(threads.submit(() -> outcome(() -> endpoint.introspect(token))));
            }
            Await.until(() -> server.calls(PATH).size() == 20);
            gate.countDown();
            for (Future<String> other : others) {
                assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("answered");
            }
        } finally {
            gate.countDown();
            threads.shutdownNow();
        }
    }

    private static String outcome(Callable<?> call) throws Exception {
        try {
            call.call();
            return "answered";
        } catch (VerificationUnavailableException e) {
            return "unavailable";
        }
    }

    @Test
    @DisplayName(
            "E19 G6 tokens of strangers that fail let only strangers rest, and count for all while nobody else asks")
    void onlyStrangersRest() throws Exception {
        server.always(PATH, ScriptedAnswer.status(500));
        for (int i = 0; i < 10; i++) {
            String token = "made-up-" + i;
            assertThat(outcome(() -> endpoint.introspect(token, Sender.STRANGER)))
                    .isEqualTo("unavailable");
        }
        assertThat(server.calls(PATH)).hasSize(5);
        assertThat(endpoint.rest()).as("nobody else has been answered").isPresent();

        server.always(PATH, ScriptedAnswer.json(200, "{\"active\":true}"));
        assertThat(endpoint.introspect("known")).containsEntry("active", true);
        assertThat(endpoint.rest()).isEmpty();
        assertThat(outcome(() -> endpoint.introspect("x", Sender.STRANGER))).isEqualTo("unavailable");
        clock.advance(Duration.ofSeconds(5));
        assertThat(endpoint.introspect("x", Sender.STRANGER)).containsEntry("active", true);
    }

    private static Sender client(TestIdentity identity) {
        return Sender.knownBy(CertificateThumbprint.of(identity.certificate()));
    }

    /** With another token each time. */
    private void fail(int times, Sender sender) throws Exception {
        for (int i = 0; i < times; i++) {
            String token = "failing-" + failing++;
            assertThat(outcome(() -> endpoint.introspect(token, sender))).isEqualTo("unavailable");
        }
    }

    @Test
    @DisplayName(
            "E19 five failures over one client's tokens rest that client alone, until one of its tokens is answered")
    void oneClientRestsAlone() throws Exception {
        Sender failing = client(PKI.serverA());
        endpoint.introspect("x", client(PKI.partnerB()));
        server.always(PATH, ScriptedAnswer.status(403));
        fail(20, failing);
        assertThat(server.calls(PATH)).hasSize(1 + 5);
        clock.advance(Duration.ofSeconds(5));
        fail(2, failing);
        assertThat(server.calls(PATH)).hasSize(1 + 6);
        assertThat(endpoint.rest()).as("the other client was answered").isEmpty();

        server.reset();
        assertThat(outcome(() -> endpoint.introspect("x", failing))).isEqualTo("unavailable");
        assertThat(endpoint.introspect("x", client(PKI.partnerB()))).containsEntry("active", false);
        clock.advance(Duration.ofSeconds(5));
        assertThat(endpoint.introspect("x", failing)).containsEntry("active", false);
        assertThat(endpoint.introspect("x", failing)).containsEntry("active", false);
    }

    @Test
    @DisplayName("E19 a token over which the server fails rests alone: its client's other tokens are asked about")
    void oneTokenRestsAlone() throws Exception {
        Sender gateway = client(PKI.serverA());
        endpoint.introspect("x", client(PKI.partnerB()));
        server.always(PATH, ScriptedAnswer.status(500));
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(() -> endpoint.introspect("bad", gateway))).isEqualTo("unavailable");
        }
        assertThat(server.calls(PATH)).hasSize(1 + 5);
        assertThat(endpoint.rest()).as("the other client was answered").isEmpty();

        server.reset();
        assertThat(endpoint.introspect("good", gateway)).containsEntry("active", false);
        assertThat(outcome(() -> endpoint.introspect("bad", gateway))).isEqualTo("unavailable");
        assertThat(server.calls(PATH))
                .extracting(call -> call.formValue("token").orElse(""))
                .endsWith("good");
        clock.advance(Duration.ofSeconds(5));
        assertThat(endpoint.introspect("bad", gateway)).containsEntry("active", false);
    }

    @Test
    @DisplayName("E19 where several clients fail, an answer of more than a minute ago speaks against no outage")
    void showsAnOutageOfSeveralClients() throws Exception {
        endpoint.introspect("x", client(PKI.partnerB()));
        clock.advance(Duration.ofMinutes(1));
        server.always(PATH, ScriptedAnswer.status(403));
        fail(5, client(PKI.serverA()));
        assertThat(endpoint.rest()).isEmpty();

        fail(1, client(PKI.identity("CN=Another").build()));
        assertThat(endpoint.rest()).isPresent();
    }

    @Test
    @DisplayName("E19 failures over the tokens of five clients in a row rest all of them")
    void fiveClientsRestAll() throws Exception {
        endpoint.introspect("x", client(PKI.partnerB()));
        server.always(PATH, ScriptedAnswer.status(401));
        for (int i = 0; i < 4; i++) {
            fail(2, client(PKI.identity("CN=Partner " + i).build()));
        }
        assertThat(endpoint.rest()).isEmpty();
        fail(1, client(PKI.serverA()));
        assertThat(endpoint.rest()).get().asString().contains("401");
        server.reset();
        assertThat(outcome(() -> endpoint.introspect("x", client(PKI.partnerB()))))
                .isEqualTo("unavailable");
        clock.advance(Duration.ofSeconds(5));
        assertThat(endpoint.introspect("x", client(PKI.partnerB()))).containsEntry("active", false);
    }

    @Test
    @DisplayName(
            "E19 one client that rests is an outage if no other was answered within an hour, or all others fail since")
    void showsAnOutageByFewClients() throws Exception {
        endpoint.introspect("x", client(PKI.serverA()));
        endpoint.introspect("x", client(PKI.partnerB()));
        server.always(PATH, ScriptedAnswer.status(401));
        fail(5, client(PKI.serverA()));
        assertThat(endpoint.rest()).isEmpty();
        fail(1, client(PKI.partnerB()));
        assertThat(endpoint.rest()).isPresent();

        server.reset();
        endpoint.introspect("x", client(PKI.partnerB()));
        assertThat(endpoint.rest()).isEmpty();
        clock.advance(Duration.ofHours(1));
        server.always(PATH, ScriptedAnswer.status(401));
        fail(1, client(PKI.serverA()));
        assertThat(endpoint.rest()).isPresent();
    }

    @Test
    @DisplayName("E19 a server that nobody can connect to is down for all, whoever asks")
    void countsFailuresWithoutAConnection() throws Exception {
        endpoint.introspect("x", client(PKI.partnerB()));
        server.goDown();
        fail(5, client(PKI.serverA()));

        assertThat(endpoint.rest()).isPresent();
    }

    @Test
    @DisplayName("E19 G6 a stranger's failing tokens are no outage within an hour after a client was answered")
    void strangersShowNoOutage() throws Exception {
        endpoint.introspect("x", client(PKI.serverA()));
        clock.advance(Duration.ofMinutes(59));
        server.always(PATH, ScriptedAnswer.status(403));
        fail(10, Sender.STRANGER);
        assertThat(endpoint.rest()).isEmpty();

        fail(1, client(PKI.serverA()));
        assertThat(endpoint.rest()).isPresent();
    }

    @Test
    @DisplayName("E19 a door whose first client gets no answer is down, though that client sends one token only")
    void showsAnOutageAtAStart() throws Exception {
        server.always(PATH, ScriptedAnswer.status(401));
        for (int i = 0; i < 10; i++) {
            assertThat(outcome(() -> endpoint.introspect("x", Sender.STRANGER))).isEqualTo("unavailable");
        }
        assertThat(server.calls(PATH)).hasSize(5);
        assertThat(endpoint.rest()).isPresent();

        server.reset();
        assertThat(endpoint.introspect("y", Sender.STRANGER)).containsEntry("active", false);
        assertThat(endpoint.rest()).as("another stranger is answered").isEmpty();
    }

    @Test
    @DisplayName("E19 of the senders that fail or are answered the last 64 each are remembered")
    void remembersFewSenders() throws Exception {
        for (int i = 0; i < 70; i++) {
            endpoint.introspect("answered-" + i);
        }
        endpoint.introspect("x", client(PKI.serverA()));
        clock.advance(Duration.ofMinutes(2));
        server.always(PATH, ScriptedAnswer.status(403));
        for (int i = 0; i < 70; i++) {
            fail(
                    1,
                    Sender.knownBy(CertificateThumbprint.of(
                            PKI.identity("CN=Partner " + i).selfSigned().build().certificate())));
            clock.advance(Duration.ofSeconds(5));
        }
        server.reset();
        assertThat(endpoint.introspect("x", client(PKI.partnerB()))).containsEntry("active", false);
        assertThat(endpoint.rest()).isEmpty();
    }

    @Test
    @DisplayName("S-62 asks for signed answers and reads them")
    void readsSignedAnswers() throws Exception {
        String token = server.opaqueTokens().issue(server.opaqueTokens().boundTo(PKI.serverA()));

        assertThat(signed().introspect(token)).containsEntry("active", true).containsKey("cnf");
        assertThat(server.calls(PATH).get(0).header("Accept")).containsExactly("application/token-introspection+jwt");
    }

    @Test
    @DisplayName("S-63 takes no plain answer where signed ones are asked for")
    void takesNoPlainAnswer() {
        server.always(PATH, ScriptedAnswer.json(200, "{\"active\":true}"));

        assertUnavailable(signed(), "media type 'application/json'", "introspectionResponse");
    }

    @Test
    @DisplayName("S-62 an answer signed for somebody else leaves it open")
    void takesNoAnswerForSomebodyElse() {
        server.always(
                PATH,
                OpaqueTokens.signed(server.opaqueTokens()
                        .signed("somebody-else", Map.of("active", true))
                        .compact()));

        assertUnavailable(signed(), "holds none of [the-resource]");
    }

    @Test
    @DisplayName(
            "S-62 five tokens whose signed answers fail their checks show an outage, though others were answered before")
    void showsUnverifiedAnswers() throws Exception {
        endpoint = signed();
        endpoint.introspect("x", client(PKI.serverA()));
        server.always(PATH, OpaqueTokens.signed("e30.e30.e30"));
        fail(5, client(PKI.serverA()));
        assertThat(endpoint.rest()).isPresent();
    }

    @Test
    @DisplayName("S-55 needs a certificate for the methods of mutual TLS")
    void needsACertificate() {
        try (AuthorizationServerConnection none =
                AuthorizationServerConnection.builder().trust(TRUSTED).build()) {
            assertThatThrownBy(() -> IntrospectionEndpoint.of(none, () -> server.uri(PATH), CLIENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("credentials()");
        }
    }
}
