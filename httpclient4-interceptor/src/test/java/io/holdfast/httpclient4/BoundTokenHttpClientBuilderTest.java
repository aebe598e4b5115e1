package io.holdfast.httpclient4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keyring.ClientWorld;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.RecordingApi.Reply;
import io.holdfast.testkit.RawServer;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.BasicCookieStore;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.LaxRedirectStrategy;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is HttpClient 4's own. */
@Timeout(60)
class BoundTokenHttpClientBuilderTest {
    private ClientWorld world;
    private RecordingApi api;
    private RecordingApi other;
    private KeyRing ring;

    @BeforeEach
    void begin() throws Exception {
        world = new ClientWorld();
        api = world.api;
        other = world.other;
        ring = world.ring;
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName("C-35 TLS sockets that show another certificate carry no token, and the message says what to do")
    void refusesOtherSockets() throws Exception {
        SSLContext thiefs = ClientWorld.PKI
                .thief()
                .clientContext(ClientWorld.PKI.authority().certificate());
        try (CloseableHttpClient client = BoundTokenHttpClientBuilder.of(ring)
                .setSSLSocketFactory(new SSLConnectionSocketFactory(thiefs))
                .build()) {
            assertThatThrownBy(() -> get(client, api.uri("/orders").toString()))
                    .hasStackTraceContaining("make them with its socketFactory(keyRing)");
        }
        assertThat(api.calls()).isEmpty();
    }

    @Test
    @DisplayName("C-33 TLS sockets that show the certificate to everybody reach allowed origins only")
    void hidesTheCertificate() throws Exception {
        try (CloseableHttpClient client = BoundTokenHttpClientBuilder.of(ring)
                .setSSLSocketFactory(
                        new SSLConnectionSocketFactory(ring.credentials().sslContext()))
                .build()) {
            assertThat(get(client, api.uri("/orders").toString())).isEqualTo(200);
            assertThatThrownBy(() -> get(client, other.uri("/").toString()))
                    .hasStackTraceContaining("neither an allowed origin nor the authorization server");
        }
        assertThat(other.calls()).isEmpty();
    }

    @Test
    @DisplayName(
            "C-32 a redirect strategy of the application's leads to no other origin, and the message says what would")
    void stopsAnotherRedirectStrategy() throws Exception {
        api.answering(
                call -> new Reply(302, "", Map.of("Location", other.uri("/").toString())));
        try (CloseableHttpClient client = BoundTokenHttpClientBuilder.of(ring)
                .setRedirectStrategy(new LaxRedirectStrategy())
                .build()) {
            assertThatThrownBy(() -> get(client, api.uri("/orders").toString()))
                    .hasStackTraceContaining("allowRedirect(\"" + api.origin() + "\", \"" + other.origin() + "\")");
        }
        assertThat(other.calls()).isEmpty();
    }

    @Test
    @DisplayName(
            "C-11 a redirect within the origin is followed, each hop with the token once; so is one between strangers")
    void followsOtherRedirects() throws Exception {
        api.redirecting("/orders", new Reply(307, "", Map.of("Location", "/moved")));
        try (RecordingApi third = new RecordingApi(ClientWorld.PKI.server());
                CloseableHttpClient client =
                        BoundTokenHttpClientBuilder.of(ring).build()) {
            HttpClientContext context = HttpClientContext.create();
            try (CloseableHttpResponse response =
                    client.execute(new HttpGet(api.uri("/orders").toString()), context)) {
                assertThat(response.getStatusLine().getStatusCode()).isEqualTo(200);
                EntityUtils.consume(response.getEntity());
            }
            assertThat(BoundTokenHttpClientBuilder.tokenOf(context)).isPresent();
            other.answering(
                    call -> new Reply(302, "", Map.of("Location", third.uri("/").toString())));
            assertThat(get(client, other.uri("/").toString())).isEqualTo(200);
            assertThat(third.calls()).hasSize(1);
        }
        assertThat(api.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.isBound()).isTrue();
            assertThat(call.authorization()).doesNotContain(" AND ");
        });
    }

    @Test
    @DisplayName("C-6 a rotation closes idle connections, and a closed client is forgotten")
    void closesReplacedConnections() throws Exception {
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(
                org.apache.http.config.RegistryBuilder.<org.apache.http.conn.socket.ConnectionSocketFactory>create()
                        .register("https", BoundTokenHttpClientBuilder.socketFactory(ring))
                        .build());
        try (CloseableHttpClient client =
                BoundTokenHttpClientBuilder.of(ring).setConnectionManager(pool).build()) {
            get(client, api.uri("/orders").toString());
            get(client, api.uri("/orders").toString());
            assertThat(pool.getTotalStats().getAvailable()).isEqualTo(1);
            world.rotate();

            assertThat(pool.getTotalStats().getAvailable()).isZero();
            assertThat(get(client, api.uri("/orders").toString())).isEqualTo(200);
        }
        assertThat(api.calls()).extracting(RecordingApi.Call::connection).containsExactly(1, 1, 2);
        assertThat(api.calls()).allSatisfy(call -> assertThat(call.isBound()).isTrue());
    }

    @Test
    @DisplayName("C-37 the times of a RequestConfig and a SocketConfig hold; where there are none, both are bounded")
    void keepsTimeouts() throws Exception {
        SocketConfig second = SocketConfig.custom().setSoTimeout(1_000).build();
        RequestConfig cookies =
                RequestConfig.custom().setCookieSpec(CookieSpecs.IGNORE_COOKIES).build();
        RequestConfig own = RequestConfig.custom()
                .setConnectTimeout(700)
                .setSocketTimeout(0)
                .build();

        assertThat(timeouts(BoundTokenHttpClientBuilder.of(ring))).isEqualTo("5000 30000");
        assertThat(timeouts(BoundTokenHttpClientBuilder.of(ring).setDefaultRequestConfig(cookies)))
                .isEqualTo("5000 30000");
        assertThat(timeouts(BoundTokenHttpClientBuilder.of(ring).setDefaultRequestConfig(own)))
                .isEqualTo("700 0");
        assertThat(timeouts(BoundTokenHttpClientBuilder.of(ring).setDefaultSocketConfig(second)))
                .as("the socket's own time holds")
                .isEqualTo("5000 -1");
    }

    /** The times to connect and of silence with which HttpClient sends a request. */
    private String timeouts(HttpClientBuilder builder) throws Exception {
        AtomicReference<RequestConfig> used = new AtomicReference<>();
        try (CloseableHttpClient client = builder.addInterceptorLast((HttpRequest request, HttpContext context) ->
                        used.set(HttpClientContext.adapt(context).getRequestConfig()))
                .build()) {
            assertThat(get(client, api.uri("/orders").toString())).isEqualTo(200);
        }
        return used.get().getConnectTimeout() + " " + used.get().getSocketTimeout();
    }

    @Test
    @DisplayName("C-37 a silent server is given up after the time of the SocketConfig")
    void givesUpAfterTheTimeOfTheSocket() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer silent = RawServer.tls(
                        ClientWorld.PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                            RawServer.readRequest(in);
                            over.await();
                        });
                KeyRing patient = world.ring("https://localhost:" + silent.port());
                CloseableHttpClient client = BoundTokenHttpClientBuilder.of(patient)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(1_000).build())
                        .build()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> get(client, silent.uri("/orders").toString()))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(20);
        } finally {
            over.countDown();
        }
    }

    @ParameterizedTest(
            name = "C-34 users with a cookie store each and one token have their own cookies, after a rotation: {0}")
    @ValueSource(booleans = {true, false})
    void keepsStoresOfUsersApart(boolean rotation) throws Exception {
        AtomicInteger given = new AtomicInteger();
        api.answering(
                call -> new Reply(200, "[]", Map.of("Set-Cookie", "session=" + given.incrementAndGet() + "; Path=/")));
        try (CloseableHttpClient client = BoundTokenHttpClientBuilder.of(ring).build()) {
            HttpClientContext alice = withOwnStore();
            HttpClientContext bob = withOwnStore();
            for (HttpClientContext context : List.of(alice, bob)) {
                get(client, (rotation ? api.uri("/orders") : other.uri("/")).toString(), context);
            }
            if (rotation) {
                world.rotate();
            }
            given.set(0);
            for (HttpClientContext context : List.of(alice, bob, alice, bob)) {
                get(client, api.uri("/orders").toString(), context);
            }
        }
        assertThat(api.cookies()).endsWith("", "", "session=1", "session=2");
    }

    private static HttpClientContext withOwnStore() {
        HttpClientContext context = HttpClientContext.create();
        context.setCookieStore(new BasicCookieStore());
        return context;
    }

    private static int get(CloseableHttpClient client, String uri) throws Exception {
        return get(client, uri, HttpClientContext.create());
    }

    private static int get(CloseableHttpClient client, String uri, HttpClientContext context) throws Exception {
        try (CloseableHttpResponse response = client.execute(new HttpGet(uri), context)) {
            EntityUtils.consume(response.getEntity());
            return response.getStatusLine().getStatusCode();
        }
    }
}
