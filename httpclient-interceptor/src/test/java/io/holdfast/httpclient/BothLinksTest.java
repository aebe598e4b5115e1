package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.keyring.rotation.RotatingSslContext;
import io.holdfast.testkit.ConnectProxy;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestIdentity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the classic and the asynchronous link must do alike. */
@Timeout(60)
class BothLinksTest {
    private PartnerWorld world;
    private RecordingApi api;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        api = new RecordingApi(PKI.server());
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        api.close();
    }

    @ParameterizedTest(name = "C-1 C-9 token call and resource call present one certificate, {0}")
    @EnumSource
    void presentsOneCertificate(Transport transport) throws Exception {
        KeyRing keyRing = ring(PKI.serverA());

        PartnerWorld.Answer answer = client(transport, keyRing).get(api.uri("/orders?a=b"));

        assertThat(answer).isEqualTo(new PartnerWorld.Answer(200, "[]"));
        assertThat(world.tokenCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.clientThumbprint())
                        .contains(PKI.serverA().thumbprint()));
        assertThat(api.calls()).singleElement().satisfies(call -> {
            assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
            assertThat(call.authorization()).startsWith("Bearer ey");
            assertThat(call.path()).isEqualTo("/orders?a=b");
            assertThat(call.version()).isEqualTo(transport == Transport.ASYNC_HTTP_2 ? "HTTP/2.0" : "HTTP/1.1");
        });
    }

    @ParameterizedTest(name = "connections are used again, and the token with them, {0}")
    @EnumSource
    void usesConnectionsAgain(Transport transport) throws Exception {
        Transport.Client client = client(transport, ring(PKI.serverA()));

        for (int i = 0; i < 30; i++) {
            client.get(api.uri("/orders"));
        }

        assertThat(world.tokenCalls()).hasSize(1);
        // An asynchronous caller has its answer a moment before the connection is back: it may need all of the pool.
        int most = transport == Transport.CLASSIC ? 1 : 5;
        assertThat(api.calls())
                .hasSize(30)
                .extracting(RecordingApi.Call::connection)
                .allMatch(number -> number <= most);
    }

    @ParameterizedTest(
            name = "C-5 C-6 F9 after a rotation a new token goes over a new connection, {0}, foreign pool {1}")
    @CsvSource({
        "CLASSIC, false", "ASYNC_HTTP_1, false", "ASYNC_HTTP_2, false",
        "CLASSIC, true", "ASYNC_HTTP_1, true", "ASYNC_HTTP_2, true"
    })
    void rotates(Transport transport, boolean foreign) throws Exception {
        TestIdentity renewed = PKI.serverA().renewed();
        RotatingKeys keys = new RotatingKeys(PKI.serverA());
        KeyRing keyRing = world.closing(world.keyRing(PKI.serverA())
                .keyStore(keys)
                .allowedOrigins(api.origin())
                .build());
        Transport.Client client = world.closing(
                foreign
                        ? transport.openWithForeignConnections(keyRing, keyRing.sslContext())
                        : transport.open(keyRing));
        client.get(api.uri("/orders"));

        for (TestIdentity next : List.of(renewed, PKI.serverA(), renewed)) {
            keys.hold(next);
            assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
            assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        }

        assertThat(api.calls())
                .extracting(RecordingApi.Call::thumbprint)
                .containsExactly(
                        PKI.serverA().thumbprint(),
                        renewed.thumbprint(),
                        PKI.serverA().thumbprint(),
                        renewed.thumbprint());
        assertThat(api.calls()).extracting(RecordingApi.Call::authorization).doesNotHaveDuplicates();
        assertThat(api.calls()).extracting(RecordingApi.Call::connection).containsExactly(1, 2, 3, 4);
        assertThat(world.tokenCalls()).hasSize(4);
    }

    @ParameterizedTest(name = "C-1 F9 F11 a token is never sent over a connection of another certificate, {0}")
    @EnumSource
    void refusesAForeignCertificate(Transport transport) throws Exception {
        KeyRing own = ring(PKI.serverA());
        KeyRing other = ring(PKI.serverA().renewed());
        Transport.Client client = world.closing(transport.openWithForeignConnections(own, other.sslContext()));

        assertThat(catchThrowable(() -> client.get(api.uri("/orders"))))
                .hasStackTraceContaining("WrongCertificateException")
                .hasStackTraceContaining("another certificate");

        assertThat(api.calls()).isEmpty();
    }

    @ParameterizedTest(name = "C-6 F9 a connection of another certificate is given up, and the next one tried, {0}")
    @EnumSource
    void triesAnotherConnection(Transport transport) throws Exception {
        KeyRing own = ring(PKI.serverA());
        KeyRing other = ring(PKI.serverA().renewed());
        AtomicInteger connections = new AtomicInteger();
        SSLContext wrongFirst = RotatingSslContext.of(() ->
                (connections.incrementAndGet() == 1 ? other : own).credentials().sslContext());
        Transport.Client client = world.closing(transport.openWithForeignConnections(own, wrongFirst));

        PartnerWorld.Answer answer = client.send("POST", api.uri("/orders"), "hello", HttpClientContext.create());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.calls()).singleElement().satisfies(call -> {
            assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
            assertThat(call.body()).isEqualTo("hello");
        });
        assertThat(world.tokenCalls()).hasSize(1);
    }

    @ParameterizedTest(name = "C-23 C-27 invalid_token fetches one token and repeats the request once, {0} {1}")
    @CsvSource({
        "CLASSIC, GET",
        "ASYNC_HTTP_1, GET",
        "ASYNC_HTTP_2, GET",
        "CLASSIC, POST",
        "ASYNC_HTTP_1, POST",
        "ASYNC_HTTP_2, POST"
    })
    void repeatsOnce(Transport transport, String method) throws Exception {
        issueTokens();
        Transport.Client client = client(transport, ring(PKI.serverA()));
        api.answering(call -> "Bearer token-1".equals(call.authorization())
                ? RecordingApi.refused()
                : new RecordingApi.Reply(200, "yes", Map.of()));
        String body = method.equals("POST") ? "hello" : null;

        PartnerWorld.Answer answer = client.send(method, api.uri("/orders"), body, HttpClientContext.create());

        assertThat(answer).isEqualTo(new PartnerWorld.Answer(200, "yes"));
        assertThat(api.calls())
                .extracting(RecordingApi.Call::authorization)
                .containsExactly("Bearer token-1", "Bearer token-2");
        assertThat(api.calls()).extracting(RecordingApi.Call::body).containsOnly(body == null ? "" : body);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @ParameterizedTest(name = "C-23 F19 a second refusal goes to the caller whole, {0}")
    @EnumSource
    void givesASecondRefusalToTheCaller(Transport transport) throws Exception {
        issueTokens();
        Transport.Client client = client(transport, ring(PKI.serverA()));
        api.answering(call -> RecordingApi.refused());

        assertThat(client.get(api.uri("/orders"))).isEqualTo(new PartnerWorld.Answer(401, "no"));
        assertThat(client.get(api.uri("/orders"))).isEqualTo(new PartnerWorld.Answer(401, "no"));

        assertThat(api.calls()).hasSize(3);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @ParameterizedTest(name = "C-24 {1} with {2} fetches nothing and repeats nothing, {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CLASSIC|403|Bearer error=\"invalid_token\"",
                "ASYNC_HTTP_1|403|Bearer error=\"invalid_token\"",
                "ASYNC_HTTP_2|403|Bearer error=\"insufficient_scope\"",
                "ASYNC_HTTP_1|400|Bearer error=\"invalid_request\"",
                "ASYNC_HTTP_2|401|Bearer realm=\"x\"",
                "ASYNC_HTTP_1|401|DPoP error=\"invalid_token\""
            })
    void repeatsNothingElse(Transport transport, int status, String challenge) throws Exception {
        Transport.Client client = client(transport, ring(PKI.serverA()));
        api.answering(call -> new RecordingApi.Reply(status, "why", Map.of("WWW-Authenticate", challenge)));

        assertThat(client.get(api.uri("/orders"))).isEqualTo(new PartnerWorld.Answer(status, "why"));

        assertThat(api.calls()).hasSize(1);
        assertThat(world.tokenCalls()).hasSize(1);
    }

    @ParameterizedTest(name = "C-30 resource_metadata in a challenge is never followed, {0}")
    @EnumSource
    void followsNoResourceMetadata(Transport transport) throws Exception {
        issueTokens();
        Transport.Client client = client(transport, ring(PKI.serverA()));
        api.answering(call -> new RecordingApi.Reply(
                401,
                "",
                Map.of(
                        "WWW-Authenticate",
                        "Bearer error=\"invalid_token\", resource_metadata=\"" + api.uri("/.well-known/x") + "\"")));

        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(401);

        assertThat(api.calls()).extracting(RecordingApi.Call::path).containsOnly("/orders");
    }

    @ParameterizedTest(name = "C-11 F1 after a redirect to another origin the token stays behind, {0}")
    @EnumSource
    void staysBehindOnARedirect(Transport transport) throws Exception {
        try (RecordingApi other = new RecordingApi(PKI.server())) {
            Transport.Client client = client(transport, ring(PKI.serverA()));
            api.answering(call -> new RecordingApi.Reply(
                    307, "", Map.of("Location", other.uri("/orders").toString())));
            HttpClientContext context = HttpClientContext.create();

            assertThat(client.send("GET", api.uri("/moved"), null, context).status())
                    .isEqualTo(200);

            assertThat(api.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.authorization()).startsWith("Bearer "));
            assertThat(other.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.authorization()).isNull());
            assertThat(BoundTokenInterceptor.tokenOf(context)).isEmpty();
        }
    }

    @ParameterizedTest(name = "C-8 F3 a plain http request to a configured host fails unsent, {0}")
    @EnumSource
    void refusesPlainHttp(Transport transport) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RawServer plain = RawServer.plain((number, in, out) -> heard.add(RawServer.readRequest(in)))) {
            Transport.Client client = client(transport, ring(PKI.serverA()));

            Throwable failure = catchThrowable(() -> client.get(plain.uri("/x")));

            assertThat(failure).hasStackTraceContaining("Call it by https");
            assertThat(heard).isEmpty();
        }
    }

    @ParameterizedTest(name = "C-10 C-31 a proxy sees no token, {0}")
    @EnumSource
    void showsNoTokenToAProxy(Transport transport) throws Exception {
        issueTokens();
        try (ConnectProxy proxy = ConnectProxy.start()) {
            KeyRing keyRing = ring(PKI.serverA());
            Transport.Client client =
                    world.closing(transport.open(keyRing, new HttpHost("http", "localhost", proxy.port())));

            assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
            assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);

            assertThat(proxy.tunnels()).containsOnly(api.uri("/").getAuthority());
            assertThat(proxy.seen()).doesNotContain("token-1").doesNotContainIgnoringCase("authorization");
            assertThat(api.calls()).hasSize(2).allSatisfy(call -> {
                assertThat(call.authorization()).isEqualTo("Bearer token-1");
                assertThat(call.thumbprint()).isEqualTo(PKI.serverA().thumbprint());
            });
        }
    }

    @ParameterizedTest(name = "C-20 without a token nothing is sent, and the caller learns why, {0}")
    @EnumSource
    void saysWhyThereIsNoToken(Transport transport) throws Exception {
        world.login.always("/token", ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\"}"));
        Transport.Client client = client(transport, ring(PKI.serverA()));

        Throwable failure = catchThrowable(() -> client.get(api.uri("/orders")));

        assertThat(failure)
                .hasStackTraceContaining("TokenUnavailableException")
                .hasStackTraceContaining("invalid_scope");
        assertThat(api.calls()).isEmpty();
    }

    @ParameterizedTest(name = "C-10 C-19 a request may ask for a token of its own by its context, {0}")
    @EnumSource
    void takesTheTokenOfTheContext(Transport transport) throws Exception {
        world.login.always(
                "/token",
                ScriptedAnswer.json(
                        200,
                        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":300,\"scope\":\"narrow\"}"));
        Transport.Client client = client(transport, ring(PKI.serverA()));
        HttpClientContext context = HttpClientContext.create();
        BoundTokenInterceptor.requestToken(
                context, TokenRequest.clientCredentials(List.of("narrow", "wide"), List.of()));

        client.send("GET", api.uri("/orders"), null, context);
        assertThat(BoundTokenInterceptor.tokenOf(context)).isPresent();
        client.get(api.uri("/by-rule"));

        assertThat(world.tokenCalls())
                .extracting(call -> call.formValue("scope").orElse("none"))
                .containsExactly("narrow wide", "none");
    }

    @ParameterizedTest(name = "C-19 the context tells the token and the scopes that were granted, {0}")
    @EnumSource
    void tellsTheGrantedScopes(Transport transport) throws Exception {
        world.issue("t", ",\"expires_in\":300,\"scope\":\"narrow\"");
        Transport.Client client = client(transport, ring(PKI.serverA()));
        HttpClientContext context = HttpClientContext.create();

        client.send("GET", api.uri("/orders"), null, context);

        assertThat(BoundTokenInterceptor.tokenOf(context))
                .hasValueSatisfying(token -> assertThat(token.scopes()).containsExactly("narrow"));
    }

    @ParameterizedTest(name = "C-19 the context tells of its last request alone, {0}")
    @EnumSource
    void forgetsTheTokenOfTheRequestBefore(Transport transport) throws Exception {
        world.issue("t", ",\"expires_in\":300");
        Transport.Client client = client(transport, ring(PKI.serverA()));
        HttpClientContext context = HttpClientContext.create();
        URI gone;
        try (RecordingApi other = new RecordingApi(PKI.server())) {
            client.send("GET", api.uri("/orders"), null, context);
            assertThat(BoundTokenInterceptor.tokenOf(context)).isPresent();
            client.send("GET", other.uri("/orders"), null, context);
            assertThat(BoundTokenInterceptor.tokenOf(context)).isEmpty();
            gone = other.uri("/x");
        }
        client.send("GET", api.uri("/orders"), null, context);
        assertThat(BoundTokenInterceptor.tokenOf(context)).isPresent();
        assertThat(catchThrowable(() -> client.send("GET", gone, null, context)))
                .isNotNull();
        assertThat(BoundTokenInterceptor.tokenOf(context)).isEmpty();
    }

    private void issueTokens() {
        for (int i = 1; i <= 5; i++) {
            world.login.queue(
                    "/token",
                    ScriptedAnswer.json(
                            200,
                            "{\"access_token\":\"token-" + i + "\",\"token_type\":\"Bearer\",\"expires_in\":300}"));
        }
    }

    private KeyRing ring(TestIdentity identity) throws Exception {
        return world.closing(
                world.keyRing(identity).allowedOrigins(api.origin()).build());
    }

    private Transport.Client client(Transport transport, KeyRing keyRing) {
        return world.closing(transport.open(keyRing));
    }
}
