package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.ReloadOutcome;
import io.holdfast.keyring.TokenRule;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestIdentity;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which token goes with which request, and what neither contexts nor pools may change about it. */
@Timeout(60)
class ContextAndRulesTest {
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

    @ParameterizedTest(name = "C-10 C-11 the path decides which token, at each redirect anew, {0}")
    @EnumSource
    void choosesByPath(Transport transport) throws Exception {
        KeyRing keyRing = world.closing(world.keyRing(PKI.serverA())
                .allowedOrigins(api.origin())
                .rule(TokenRule.at(api.origin()).paths("/pay").scopes("pay").build())
                .rule(TokenRule.at(api.origin()).paths("/look").scopes("look").build())
                .build());
        Transport.Client client = world.closing(transport.open(keyRing));
        api.answering(call -> call.path().equals("/look/1")
                ? new RecordingApi.Reply(307, "", Map.of("Location", "/pay/1"))
                : new RecordingApi.Reply(200, "", Map.of()));

        for (String token : List.of("first", "second", "third")) {
            world.login.queue(
                    "/token",
                    ScriptedAnswer.json(
                            200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":300}"));
        }

        client.get(api.uri("/look/1"));
        client.get(api.uri("/payments"));
        client.get(api.uri("/look/%2e%2e/pay"));

        assertThat(api.calls())
                .extracting(RecordingApi.Call::authorization)
                .containsExactly("Bearer first", "Bearer second", "Bearer third", "Bearer third");
        assertThat(world.tokenCalls())
                .extracting(call -> call.formValue("scope").orElse("none"))
                .containsExactly("look", "pay", "none");
    }

    @ParameterizedTest(
            name = "C-10 C-11 what a context asks for does not go where a redirect of another server leads, {0}")
    @EnumSource
    void carriesNoWishAlong(Transport transport) throws Exception {
        try (RecordingApi other = new RecordingApi(PKI.server())) {
            Transport.Client client = world.closing(transport.open(world.closing(world.keyRing(PKI.serverA())
                    .allowedOrigins(api.origin())
                    .allowRedirect(other.origin(), api.origin())
                    .build())));
            other.answering(call -> new RecordingApi.Reply(
                    307, "", Map.of("Location", api.uri("/orders").toString())));
            HttpClientContext context = HttpClientContext.create();
            BoundTokenInterceptor.requestToken(context, TokenRequest.clientCredentials(List.of("user"), List.of()));

            client.send("GET", other.uri("/"), null, context);

            assertThat(other.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.authorization()).isNull());
            assertThat(api.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.authorization()).startsWith("Bearer "));
            assertThat(world.tokenCalls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.formValue("scope")).isEmpty());
        }
    }

    @ParameterizedTest(name = "C-9 F5 an Authorization header of the application is left alone, HTTP/2: {0}")
    @ValueSource(booleans = {false, true})
    void leavesAnAuthorizationHeaderAlone(boolean http2) throws Exception {
        api.answering(call -> RecordingApi.refused());
        KeyRing keyRing = ring(PKI.serverA());
        CloseableHttpAsyncClient client =
                started(keyRing, http2 ? HttpVersionPolicy.NEGOTIATE : HttpVersionPolicy.FORCE_HTTP_1, false);

        SimpleHttpResponse response = client.execute(
                        SimpleRequestBuilder.get(api.uri("/mine"))
                                .addHeader("authorization", "Basic bWU6bWU=")
                                .build(),
                        null)
                .get(20, TimeUnit.SECONDS);

        assertThat(response.getCode()).isEqualTo(401);
        assertThat(api.calls()).extracting(RecordingApi.Call::authorization).containsExactly("Basic bWU6bWU=");
        assertThat(world.tokenCalls()).isEmpty();
        assertThat(keyRing.status().refusedTokens()).isZero();
    }

    @ParameterizedTest(name = "C-5 C-6 F9 no HTTP/2 connection is shared across a rotation, multiplexed: {0}")
    @ValueSource(booleans = {false, true})
    @Tag("needs-newer-httpclient") // 5.2 fails on a pooled HTTP/2 connection, and multiplexes nothing
    void rotatesWithForcedHttp2(boolean multiplexed) throws Exception {
        TestIdentity renewed = PKI.serverA().renewed();
        RotatingKeys keys = new RotatingKeys(PKI.serverA());
        KeyRing keyRing = world.closing(world.keyRing(PKI.serverA())
                .keyStore(keys)
                .allowedOrigins(api.origin())
                .build());
        CloseableHttpAsyncClient client = started(keyRing, HttpVersionPolicy.FORCE_HTTP_2, multiplexed);

        get(client, "/1");
        get(client, "/1");
        keys.hold(renewed);
        assertThat(keyRing.reload()).isEqualTo(ReloadOutcome.REPLACED);
        get(client, "/2");
        get(client, "/2");

        assertThat(api.calls()).hasSize(4).allSatisfy(call -> {
            assertThat(call.version()).isEqualTo("HTTP/2.0");
            assertThat(call.thumbprint()).isEqualTo((call.path().equals("/1") ? PKI.serverA() : renewed).thumbprint());
        });
        assertThat(api.calls().get(0).connection())
                .isNotEqualTo(api.calls().get(2).connection());
    }

    @ParameterizedTest(
            name = "C-1 F9 F11 the token is compared with its connection whatever became of the context, {0}")
    @EnumSource
    void comparesWhateverTheContextSays(Transport transport) throws Exception {
        KeyRing own = ring(PKI.serverA());
        KeyRing other = ring(PKI.serverA().renewed());
        Transport.Client client = world.closing(transport.openWithForeignConnections(
                own, other.sslContext(), (request, entity, context) -> PartnerWorld.loseTrack(request, context)));

        assertThat(catchThrowable(() -> client.get(api.uri("/orders"))))
                .hasStackTraceContaining("WrongCertificateException");

        assertThat(api.calls()).isEmpty();
    }

    @Test
    @DisplayName("a key ring does not keep the pools of a client that nobody closed")
    void keepsNoForgottenPools() throws Exception {
        KeyRing keyRing = ring(PKI.serverA());
        WeakReference<ClassicConnections> pools = new WeakReference<>(used(keyRing));

        Await.until(() -> {
            System.gc();
            return pools.get() == null;
        });
    }

    private static ClassicConnections used(KeyRing keyRing) {
        ClassicConnections connections = new ClassicConnections(
                keyRing,
                generation -> PoolingHttpClientConnectionManagerBuilder.create().build());
        connections.enter(null).leave();
        return connections;
    }

    private void get(CloseableHttpAsyncClient client, String path) throws Exception {
        SimpleHttpRequest request = SimpleRequestBuilder.get(api.uri(path)).build();
        assertThat(client.execute(request, null).get(20, TimeUnit.SECONDS).getCode())
                .isEqualTo(200);
    }

    private CloseableHttpAsyncClient started(KeyRing keyRing, HttpVersionPolicy policy, boolean multiplexed) {
        CloseableHttpAsyncClient client = world.closing(AsyncBoundTokenInterceptor.of(keyRing)
                .configure(HttpAsyncClients.custom(), pools -> {
                    PoolingAsyncClientConnectionManagerBuilder set = pools.setDefaultTlsConfig(
                            TlsConfig.custom().setVersionPolicy(policy).build());
                    if (multiplexed) {
                        set.setMessageMultiplexing(true);
                    }
                })
                .build());
        client.start();
        return client;
    }

    private KeyRing ring(TestIdentity identity) throws Exception {
        return world.closing(
                world.keyRing(identity).allowedOrigins(api.origin()).build());
    }
}
