package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.TokenRule;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.cache.CacheConfig;
import org.apache.hc.client5.http.impl.cache.CachingHttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.cache.CachingHttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients with a cache. The server says that every answer may be kept and given to anybody. */
@Timeout(60)
class CachingClientTest {
    private final AtomicInteger answers = new AtomicInteger();
    private PartnerWorld world;
    private RecordingApi api;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        api = new RecordingApi(PKI.server());
        api.answering(call -> new RecordingApi.Reply(
                200, "answer " + answers.incrementAndGet(), Map.of("Cache-Control", "public, max-age=600")));
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        api.close();
    }

    @ParameterizedTest(name = "C-34 H3 answers to tokens are neither kept nor given to others, {0}, shared: {1}")
    @CsvSource({"CLASSIC, false", "ASYNC_HTTP_1, false", "CLASSIC, true", "ASYNC_HTTP_1, true"})
    void keepsNoAnswers(Transport transport, boolean shared) throws Exception {
        KeyRing keyRing = world.closing(world.keyRing(PKI.serverA())
                .allowedOrigins(api.origin())
                .rule(TokenRule.at(api.origin()).paths("/orders").scopes("x").build())
                .build());
        Transport.Client client = client(transport, keyRing, shared);

        client.send(
                "GET",
                api.uri("/orders"),
                null,
                HttpClientContext.create(),
                new BasicHeader("Authorization", "Basic bWU6bWU="));
        assertThat(get(client, "alice")).isEqualTo("answer 2");
        assertThat(get(client, "bob")).isEqualTo("answer 3");
        assertThat(get(client, "alice")).isEqualTo("answer 4");
        assertThat(client.get(api.uri("/orders")).body()).isEqualTo("answer 5");
        assertThat(api.calls()).hasSize(5);
        assertThat(api.values("Cache-Control")).containsOnly("");
    }

    @ParameterizedTest(name = "C-34 a kept answer of nobody is not given to a token, and others use the cache, {0}")
    @CsvSource({"CLASSIC", "ASYNC_HTTP_1"})
    void cachesForNobody(Transport transport) throws Exception {
        try (RecordingApi open = new RecordingApi(PKI.server())) {
            KeyRing keyRing = world.closing(
                    world.keyRing(PKI.serverA()).allowedOrigins(api.origin()).build());
            open.answering(call -> new RecordingApi.Reply(
                    200, "answer " + answers.incrementAndGet(), Map.of("Cache-Control", "public, max-age=600")));
            Transport.Client client = client(transport, keyRing, false);

            assertThat(client.get(open.uri("/public")).body()).isEqualTo("answer 1");
            assertThat(client.get(open.uri("/public")).body()).isEqualTo("answer 1");
            assertThat(open.calls()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "C-34 H3 answers that an identity gets behind a redirect are not kept for others, {0}")
    @CsvSource({"CLASSIC", "ASYNC_HTTP_1"})
    void keepsNoAnswersBehindARedirect(Transport transport) throws Exception {
        try (RecordingApi open = new RecordingApi(PKI.server())) {
            KeyRing keyRing = world.closing(
                    world.keyRing(PKI.serverA()).allowedOrigins(api.origin()).build());
            Map<String, String> kept = Map.of("Cache-Control", "public, max-age=600");
            open.answering(call -> new RecordingApi.Reply(200, "answer " + answers.incrementAndGet(), kept));
            api.answering(call -> new RecordingApi.Reply(
                    302, "", Map.of("Location", open.uri("/download").toString())));
            Transport.Client client = client(transport, keyRing, false);

            assertThat(get(client, "alice")).isEqualTo("answer 1");
            assertThat(get(client, "bob")).isEqualTo("answer 2");
            assertThat(client.get(open.uri("/download")).body()).isEqualTo("answer 3");
            assertThat(get(client, "alice")).isEqualTo("answer 4");
            assertThat(open.values("Cache-Control")).containsOnly("");
        }
    }

    @ParameterizedTest(name = "C-34 H3 nor those to a token for the application's own credentials, {0}")
    @CsvSource({"CLASSIC", "ASYNC_HTTP_1"})
    void keepsNoAnswersForTheApplicationsOwn(Transport transport) throws Exception {
        KeyRing keyRing = world.closing(
                world.keyRing(PKI.serverA()).allowedOrigins(api.origin()).build());
        Transport.Client client = client(transport, keyRing, false);
        HttpClientContext context = HttpClientContext.create();

        assertThat(client.send("GET", api.uri("/orders"), null, context).body()).isEqualTo("answer 1");
        assertThat(client.send(
                                "GET",
                                api.uri("/orders"),
                                null,
                                HttpClientContext.create(),
                                new BasicHeader("Authorization", "Basic bWU6bWU="))
                        .body())
                .isEqualTo("answer 2");
        assertThat(context.getResponse().getHeaders("Cache-Control"))
                .extracting(header -> header.getValue())
                .containsExactly("public, max-age=600");
    }

    @ParameterizedTest(name = "C-34 H3 nor those of a path of the origin that no rule names, {0}")
    @CsvSource({"CLASSIC", "ASYNC_HTTP_1"})
    void keepsNoAnswersWithoutARule(Transport transport) throws Exception {
        KeyRing keyRing = world.closing(world.keyRing(PKI.serverA())
                .allowedOrigins()
                .rule(TokenRule.at(api.origin()).paths("/orders").scopes("x").build())
                .build());
        api.redirecting(
                "/orders",
                new RecordingApi.Reply(
                        302, "", Map.of("Location", api.uri("/open").toString())));
        Transport.Client client = client(transport, keyRing, false);

        assertThat(client.get(api.uri("/orders")).body()).isEqualTo("answer 1");
        assertThat(client.get(api.uri("/open")).body()).isEqualTo("answer 2");
        assertThat(client.get(api.uri("/orders")).body()).isEqualTo("answer 3");
    }

    private String get(Transport.Client client, String user) throws Exception {
        HttpClientContext context = HttpClientContext.create();
        BoundTokenInterceptor.requestToken(
                context,
                TokenRequest.exchange(user, "urn:ietf:params:oauth:token-type:access_token")
                        .build());
        return client.send("GET", api.uri("/orders"), null, context).body();
    }

    private Transport.Client client(Transport transport, KeyRing keyRing, boolean shared) {
        CacheConfig cache = CacheConfig.custom().setSharedCache(shared).build();
        return world.closing(
                transport == Transport.CLASSIC
                        ? transport.over(
                                BoundTokenInterceptor.of(keyRing)
                                        .configure(CachingHttpClientBuilder.create()
                                                .setCacheConfig(cache)),
                                null)
                        : transport.over(
                                null,
                                AsyncBoundTokenInterceptor.of(keyRing)
                                        .configure(
                                                CachingHttpAsyncClientBuilder.create()
                                                        .setCacheConfig(cache),
                                                pools -> pools.setDefaultTlsConfig(transport.tls()))));
    }
}
