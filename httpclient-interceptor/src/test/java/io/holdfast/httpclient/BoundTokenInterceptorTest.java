package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static io.holdfast.httpclient.PartnerWorld.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.token.TokenDigest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BoundTokenInterceptorTest {
    private PartnerWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new PartnerWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    static Stream<Arguments> identities() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of(PKI.serverA(), PKI.selfSigned())
                        .map(identity ->
                                Arguments.of(protocol, identity.certificate().getSubjectX500Principal(), identity)));
    }

    @ParameterizedTest(name = "C-1 C-3 C-9 token call and resource call present one certificate, {0} {1}")
    @MethodSource("identities")
    void presentsOneCertificateAtBothEnds(String protocol, Object name, TestIdentity identity) throws Exception {
        try (PartnerWorld speaking = new PartnerWorld(protocol);
                FakeAuthorizationServer mtls = FakeAuthorizationServer.startSpeaking(PKI.server(), protocol)) {
            speaking.login
                    .metadata()
                    .put(
                            "mtls_endpoint_aliases",
                            Map.of("token_endpoint", mtls.uri("/token").toString()));
            KeyRing keyRing = speaking.closing(KeyRing.builder()
                    .keyStore(PartnerWorld.keysOf(identity))
                    .trust(PartnerWorld.TRUSTED)
                    .issuer(speaking.login.issuer())
                    .clientId("server-a")
                    .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
                    .scopes("orders.read")
                    .resources("https://api.example")
                    .allowedOrigins(PartnerWorld.originOf(speaking.api))
                    .build());
            HttpClient client = speaking.closing(BoundTokenInterceptor.of(keyRing)
                    .configure(HttpClients.custom())
                    .build());

            PartnerWorld.Answer answer = send(client, new HttpGet(speaking.api.uri("/orders?a=b")));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(speaking.tokenCalls()).isEmpty();
            assertThat(mtls.calls("/token")).singleElement().satisfies(call -> {
                assertThat(call.clientThumbprint()).contains(identity.thumbprint());
                assertThat(call.formValue("client_id")).contains("server-a");
                assertThat(call.formValue("scope")).contains("orders.read");
                assertThat(call.formValue("resource")).contains("https://api.example");
                assertThat(call.tlsProtocol()).isEqualTo(protocol);
            });
            assertThat(speaking.api.calls()).singleElement().satisfies(call -> {
                assertThat(call.clientThumbprint()).contains(identity.thumbprint());
                assertThat(call.header("Authorization"))
                        .singleElement()
                        .asString()
                        .startsWith("Bearer ey");
                assertThat(call.query()).contains("a=b");
                assertThat(call.tlsProtocol()).isEqualTo(protocol);
            });
            assertThat(keyRing.credentials().thumbprint().value()).isEqualTo(identity.thumbprint());
        }
    }

    @Test
    @DisplayName("F23 a wall clock that jumps changes nothing")
    void heedsNoWallClock() throws Exception {
        HttpClient client = client(world.keyRing(PKI.serverA()));

        get(client);
        world.clock.jump(Duration.ofHours(1));
        get(client);
        world.clock.jump(Duration.ofHours(-2));
        get(client);

        assertThat(world.tokenCalls()).hasSize(1);
    }

    @Test
    @DisplayName("C-22 F13 threads that start together make one token call")
    void sharesOneTokenCall() throws Exception {
        HttpClient client = client(world.keyRing(PKI.serverA()));
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                answers.add(threads.submit(() -> get(client).status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(world.tokenCalls()).hasSize(1);
        assertThat(new HashSet<>(world.authorizations(world.api, "/orders"))).hasSize(1);
    }

    @Test
    @DisplayName("C-20 an OAuth error reaches the caller as itself, is asked for once, and the request is not sent")
    void passesAnOAuthErrorOn() throws Exception {
        HttpClient client = client(world.keyRing(PKI.serverA()));
        world.login.always(
                "/token", ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\",\"error_description\":\"No.\"}"));

        Throwable failure = catchThrowable(() -> get(client));

        assertThat(failure)
                .isInstanceOf(ClientProtocolException.class)
                .hasMessageContaining("invalid_scope")
                .cause()
                .isInstanceOf(TokenUnavailableException.class)
                .cause()
                .isInstanceOfSatisfying(TokenErrorException.class, error -> {
                    assertThat(error.error()).isEqualTo("invalid_scope");
                    assertThat(error.errorDescription()).contains("No.");
                    assertThat(error.status()).isEqualTo(400);
                });
        assertThat(world.tokenCalls()).hasSize(1);
        assertThat(world.api.calls()).isEmpty();
    }

    @Test
    @DisplayName("an authorization server that is down fails the request, and one that is back serves the next")
    void recovers() throws Exception {
        HttpClient client = client(world.keyRing(PKI.serverA()));
        world.login.goDown();
        assertThatThrownBy(() -> get(client))
                .isInstanceOf(ClientProtocolException.class)
                .rootCause()
                .isInstanceOf(IOException.class);
        assertThat(world.api.calls()).isEmpty();

        world.login.comeBack();
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(get(client).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("C-28 an issuer whose metadata speak for another gets no token call")
    void asksNoOtherIssuer() throws Exception {
        world.login.metadata().put("issuer", "https://evil.example");
        BoundTokenInterceptor tokens = world.interceptor(KeyRing.builder()
                .keyStore(PartnerWorld.keysOf(PKI.serverA()))
                .trust(PartnerWorld.TRUSTED)
                .issuer(world.login.issuer())
                .clientId("server-a")
                .allowedOrigins(PartnerWorld.originOf(world.api)));
        HttpClient client = world.closing(tokens.configure(HttpClients.custom()).build());

        assertThatThrownBy(() -> get(client)).hasMessageContaining("evil.example");
        assertThat(world.tokenCalls()).isEmpty();
        assertThat(world.api.calls()).isEmpty();
    }

    @Test
    @DisplayName("C-7 an API that is not trusted or has another name gets nothing")
    void sendsNothingToAServerThatIsNotTrusted() throws Exception {
        TestIdentity wrongName =
                PKI.identity("CN=elsewhere").dns("elsewhere.example").build();
        TestIdentity unknown = PKI.identity("CN=localhost")
                .issuedBy(PKI.secondAuthority())
                .dns("localhost")
                .build();
        for (TestIdentity identity : List.of(wrongName, unknown)) {
            try (FakeAuthorizationServer other = FakeAuthorizationServer.start(identity)) {
                HttpClient client = client(world.keyRing(PKI.serverA()).allowedOrigins(PartnerWorld.originOf(other)));

                assertThatThrownBy(() -> send(client, new HttpGet(other.uri("/orders"))))
                        .isInstanceOf(javax.net.ssl.SSLException.class);
                assertThat(other.calls()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("C-31 F7 no token shows in text, exceptions or the log, where it has a digest for a name")
    void showsNoSecret() throws Exception {
        TestLog log = new TestLog();
        String secret = "s3cret-t0ken";
        world.issue(secret, "");
        BoundTokenInterceptor tokens = world.interceptor(PKI.serverA());
        HttpClient client = world.closing(tokens.configure(HttpClients.custom()).build());
        world.api.queue("/orders", ScriptedAnswer.status(401).header("WWW-Authenticate", PartnerWorld.INVALID_TOKEN));
        get(client);
        world.api.close();

        Throwable failure = catchThrowable(() -> get(client));

        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        assertThat(log.text()).contains(TokenDigest.of(secret)).doesNotContain("s3cret");
        assertThat(text.toString() + tokens + client)
                .doesNotContain("s3cret")
                .contains(PKI.serverA().thumbprint(), "https://localhost:");
    }

    @Test
    @DisplayName("build connects nowhere, names all that is missing, and passes on what is wrong with the key store")
    void buildsWithoutNetwork() throws Exception {
        world.interceptor(PKI.serverA());
        assertThat(world.login.calls()).isEmpty();

        assertThatThrownBy(() -> KeyRing.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keyStore")
                .hasMessageContaining("clientId")
                .hasMessageContaining("issuer")
                .hasMessageContaining("allowedOrigins");
        assertThatThrownBy(() ->
                        world.keyRing(PKI.serverA()).issuer("https://localhost").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("both");
        assertThatThrownBy(() -> world.keyRing(PKI.serverA())
                        .keyStore(() -> {
                            throw new KeyMaterialException("No such file.");
                        })
                        .build())
                .isInstanceOf(KeyMaterialException.class);
        assertThatThrownBy(() -> world.keyRing(PKI.serverA()).scopes("a b").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.keyRing(PKI.serverA())
                        .tokenEndpoint(URI.create("http://localhost/token"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
        assertThatThrownBy(() -> KeyRing.builder()
                        .keyStore(PartnerWorld.keysOf(PKI.serverA()))
                        .issuer("http://localhost")
                        .clientId("server-a")
                        .allowedOrigins("https://localhost")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("issuer");
        assertThatThrownBy(() -> KeyRing.builder().expiryMargin(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("after close no token is had, and its thread is gone")
    void closes() throws Exception {
        KeyRing keyRing = world.keyRing(PKI.serverA()).build();
        HttpClient client = world.closing(BoundTokenInterceptor.of(keyRing)
                .configure(HttpClients.custom())
                .build());
        get(client);

        keyRing.close();
        keyRing.close();

        assertThatThrownBy(() -> get(client))
                .isInstanceOf(ClientProtocolException.class)
                .hasMessageContaining("closed")
                .hasCauseInstanceOf(TokenUnavailableException.class);
        assertThat(world.tokenCalls()).hasSize(1);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("holdfast-call-deadline")) {
                thread.join();
            }
        }
    }

    private PartnerWorld.Answer get(HttpClient client) throws IOException {
        return send(client, new HttpGet(world.api.uri("/orders")));
    }

    private HttpClient client(KeyRingBuilder builder) throws KeyMaterialException {
        BoundTokenInterceptor tokens = world.interceptor(builder);
        return world.closing(tokens.configure(HttpClients.custom()).build());
    }
}
