package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.INVALID_TOKEN;
import static io.holdfast.httpclient.PartnerWorld.PKI;
import static io.holdfast.httpclient.PartnerWorld.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.Await;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the API refuses the token. */
@Timeout(60)
class RefusedTokenTest {
    private PartnerWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new PartnerWorld();
        for (int i = 1; i <= 5; i++) {
            world.login.queue(
                    "/token",
                    ScriptedAnswer.json(
                            200,
                            "{\"access_token\":\"token-" + i + "\",\"token_type\":\"Bearer\",\"expires_in\":300}"));
        }
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @ParameterizedTest(name = "C-23 invalid_token fetches one token and repeats the request once, body {0}")
    @ValueSource(strings = {"none", "repeatable"})
    void repeatsOnceWithANewToken(String body) throws Exception {
        world.api.queue("/orders", refused());
        HttpClient client = client();
        HttpPost request = new HttpPost(world.api.uri("/orders"));
        if (body.equals("repeatable")) {
            request.setEntity(new StringEntity("hello"));
        }

        assertThat(send(client, request).status()).isEqualTo(200);
        assertThat(get(client).status()).isEqualTo(200);

        assertThat(world.authorizations(world.api, "/orders"))
                .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-2");
        assertThat(world.api.calls("/orders").get(1).body()).isEqualTo(body.equals("none") ? "" : "hello");
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @Test
    @DisplayName("C-23 F19 a second 401 goes to the caller, and the loop ends there")
    void givesASecondRefusalToTheCaller() throws Exception {
        world.api.always("/orders", refused().body("second body"));
        HttpClient client = client();

        PartnerWorld.Answer answer = get(client);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("second body");
        assertThat(world.api.calls("/orders")).hasSize(2);
        assertThat(world.tokenCalls()).hasSize(2);
    }

    @Test
    @DisplayName(
            "F19 C-20 an API that refuses every token costs the authorization server one now and then, not one each")
    void restsWhenNewTokensAreRefusedToo() throws Exception {
        world.api.always("/orders", refused());
        HttpClient client = client();

        for (int i = 0; i < 20; i++) {
            assertThat(get(client).status()).isEqualTo(401);
        }
        assertThat(world.tokenCalls()).hasSize(2);
        assertThat(world.api.calls("/orders")).hasSize(21);

        world.clock.advance(Duration.ofSeconds(10));
        assertThat(get(client).status()).isEqualTo(401);
        assertThat(world.tokenCalls()).hasSize(3);
    }

    static Stream<Arguments> otherAnswers() {
        return Stream.of(
                Arguments.of(403, "Bearer error=\"insufficient_scope\", scope=\"x\""),
                Arguments.of(403, "Bearer error=\"invalid_token\""),
                Arguments.of(400, "Bearer error=\"invalid_request\""),
                Arguments.of(400, "Bearer error=\"invalid_token\""),
                Arguments.of(401, null),
                Arguments.of(401, "Bearer realm=\"x\""),
                Arguments.of(401, "Bearer error=\"invalid_request\""),
                Arguments.of(401, "Bearer error=\"INVALID_TOKEN\""),
                Arguments.of(401, "Bearer error_description=\"invalid_token\""),
                Arguments.of(401, "Basic realm=\"x\", error=\"invalid_token\""),
                Arguments.of(401, "DPoP error=\"invalid_token\""),
                Arguments.of(500, "Bearer error=\"invalid_token\""),
                Arguments.of(200, "Bearer error=\"invalid_token\""));
    }

    @ParameterizedTest(name = "C-24 {0} with {1} fetches nothing and repeats nothing")
    @MethodSource("otherAnswers")
    void repeatsNothingElse(int status, @org.jspecify.annotations.Nullable String challenge) throws Exception {
        ScriptedAnswer answer = ScriptedAnswer.status(status).body("why");
        world.api.always("/orders", challenge == null ? answer : answer.header("WWW-Authenticate", challenge));
        HttpClient client = client();

        assertThat(get(client)).isEqualTo(new PartnerWorld.Answer(status, "why"));

        assertThat(world.api.calls("/orders")).hasSize(1);
        assertThat(world.tokenCalls()).hasSize(1);
    }

    @Test
    @DisplayName("C-25 F21 a body that cannot be repeated is not: the 401 goes to the caller, and the token is dropped")
    void repeatsNoBodyThatCannotBe() throws Exception {
        world.api.queue("/orders", refused().body("refused"));
        HttpClient client = client();
        HttpPost request = new HttpPost(world.api.uri("/orders"));
        request.setEntity(new InputStreamEntity(
                new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8)), ContentType.TEXT_PLAIN));

        assertThat(send(client, request)).isEqualTo(new PartnerWorld.Answer(401, "refused"));
        assertThat(world.api.calls("/orders")).hasSize(1);
        get(client);

        assertThat(world.authorizations(world.api, "/orders")).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    @DisplayName("C-26 the challenge may stand on any line, among others")
    void findsTheChallengeOnAnyLine() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RawServer api = raw((number, in, out) -> {
            heard.add(RawServer.readRequest(in));
            RawServer.write(
                    out,
                    heard.size() > 1
                            ? "HTTP/1.1 204 No Content\r\n\r\n"
                            : "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Negotiate\r\n"
                                    + "WWW-Authenticate: Basic realm=\"a, Bearer error=\\\"x\\\"\","
                                    + " bEaReR ERROR=invalid_token\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(send(client(api, false), new HttpGet(api.uri("/"))).status())
                    .isEqualTo(204);
            assertThat(heard).hasSize(2);
        }
    }

    @ParameterizedTest(name = "C-23 repeats although the server {0} after the 401, request {1}")
    @CsvSource({
        "says Connection: close, GET", "says Connection: close, POST", "closes without a word, GET",
        "closes without a word, POST", "sends a body without end, GET", "sends a body without end, POST",
        "breaks its body off, POST", "sends no body and closes without a word, GET"
    })
    void repeatsWhateverTheServerDoesAfterTheRefusal(String behaviour, String method) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer api = raw((number, in, out) -> {
            RawServer.readRequest(in);
            if (requests.incrementAndGet() > 1) {
                RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
                return;
            }
            RawServer.write(out, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + INVALID_TOKEN + "\r\n");
            switch (behaviour) {
                case "says Connection: close" ->
                    RawServer.write(out, "Connection: close\r\nContent-Length: 1\r\n\r\nx");
                case "closes without a word" -> RawServer.write(out, "Content-Length: 1\r\n\r\nx");
                case "breaks its body off" -> RawServer.write(out, "Content-Length: 9\r\n\r\nx");
                case "sends no body and closes without a word" -> RawServer.write(out, "Content-Length: 0\r\n\r\n");
                default -> {
                    RawServer.write(out, "Transfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        RawServer.write(out, "4\r\nabcd\r\n");
                    }
                }
            }
        })) {
            // After an answer without body the connection is back in the pool, and only HttpClient's own retry finds
            // out.
            HttpClient client = client(api, behaviour.startsWith("sends no body"));
            PartnerWorld.Answer answer =
                    send(client, method.equals("GET") ? new HttpGet(api.uri("/")) : new HttpPost(api.uri("/")));

            assertThat(answer).isEqualTo(new PartnerWorld.Answer(200, "[]"));
            assertThat(requests).hasValue(2);
            assertThat(api.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("C-23 the refused answer's connection goes back to no pool, and none leaks")
    void leaksNoConnection() throws Exception {
        world.api.always("/refusing", refused().body("no"));
        BoundTokenInterceptor tokens = world.interceptor(PKI.serverA());
        PoolingHttpClientConnectionManager pool = tokens.configure(PoolingHttpClientConnectionManagerBuilder.create())
                .setMaxConnTotal(1)
                .setMaxConnPerRoute(1)
                .build();
        HttpClient client =
                world.closing(tokens.configure(HttpClients.custom(), pool).build());

        for (int i = 0; i < 3; i++) {
            assertThat(send(client, new HttpGet(world.api.uri("/refusing"))).status())
                    .isEqualTo(401);
        }

        assertThat(pool.getTotalStats().getLeased()).isZero();
        assertThat(pool.getTotalStats().getAvailable()).isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("C-27 threads that are refused together drop the token once")
    void dropsATokenOnce() throws Exception {
        int threads = 8;
        BoundTokenInterceptor tokens = world.interceptor(PKI.serverA());
        PoolingHttpClientConnectionManager wide = tokens.configure(PoolingHttpClientConnectionManagerBuilder.create())
                .setMaxConnPerRoute(threads)
                .build();
        HttpClient client =
                world.closing(tokens.configure(HttpClients.custom(), wide).build());
        get(client); // token-1 is at hand
        CountDownLatch allRefused = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            world.api.queue("/together", refused().heldUntil(allRefused));
        }
        world.api.always("/together", ScriptedAnswer.json(200, "[]"));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<PartnerWorld.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(pool.submit(() -> send(client, new HttpGet(world.api.uri("/together")))));
            }
            Await.until(() -> world.api.calls("/together").size() >= threads);
            allRefused.countDown();
            for (Future<PartnerWorld.Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(world.tokenCalls()).hasSize(2);
        assertThat(world.authorizations(world.api, "/together"))
                .hasSize(2 * threads)
                .containsOnly("Bearer token-1", "Bearer token-2");
    }

    @Test
    @DisplayName("C-23 when no new token can be had, the caller learns why")
    void saysWhyThereIsNoNewToken() throws Exception {
        HttpClient client = client();
        get(client);
        world.login.reset();
        world.login.always("/token", ScriptedAnswer.json(401, "{\"error\":\"invalid_client\"}"));
        world.api.queue("/orders", refused());

        assertThatThrownBy(() -> get(client))
                .isInstanceOf(ClientProtocolException.class)
                .hasMessageContaining("invalid_client");
        assertThat(world.tokenCalls()).hasSize(1);
    }

    private static ScriptedAnswer refused() {
        return ScriptedAnswer.status(401).header("WWW-Authenticate", INVALID_TOKEN);
    }

    private static RawServer raw(RawServer.Conversation conversation) throws IOException {
        return RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, conversation);
    }

    private HttpClient client() throws Exception {
        BoundTokenInterceptor tokens = world.interceptor(PKI.serverA());
        return world.closing(tokens.configure(HttpClients.custom()).build());
    }

    private HttpClient client(RawServer api, boolean automaticRetries) throws Exception {
        BoundTokenInterceptor tokens =
                world.interceptor(world.keyRing(PKI.serverA()).allowedOrigins("https://localhost:" + api.port()));
        HttpClientBuilder builder = tokens.configure(HttpClients.custom());
        return world.closing((automaticRetries ? builder : builder.disableAutomaticRetries()).build());
    }

    private PartnerWorld.Answer get(HttpClient client) throws IOException {
        return send(client, new HttpGet(world.api.uri("/orders")));
    }
}
