package io.holdfast.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.ClientWorld;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.RecordingApi.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is OkHttp's own. */
@Timeout(60)
class BoundTokenInterceptorTest {
    private static final TokenRequest TOKEN = TokenRequest.clientCredentials(List.of(), List.of());

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

    private OkHttpClient.Builder configured(OkHttpClient.Builder builder) {
        return BoundTokenInterceptor.of(ring).configure(builder);
    }

    private Request request() {
        return new Request.Builder().url(api.uri("/orders").toString()).build();
    }

    @ParameterizedTest(
            name = "C-36 a client without the interceptor, over the ring's TLS context: no call is refused or"
                    + " fails after a rotation, {0}")
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void dropsOldConnectionsOfAPlainClient(Protocol protocol) throws Exception {
        OkHttpClient plain = new OkHttpClient.Builder()
                .protocols(protocol == Protocol.HTTP_2 ? List.of(protocol, Protocol.HTTP_1_1) : List.of(protocol))
                .sslSocketFactory(ring.sslContext().getSocketFactory(), ClientWorld.TRUSTED.trustManager())
                .build();
        for (int i = 0; i < 12; i++) {
            if (i % 4 == 3) {
                world.rotate();
            }
            Request authorized = request()
                    .newBuilder()
                    .header("Authorization", ring.token(TOKEN).authorization())
                    .build();
            try (Response response = plain.newCall(authorized).execute()) {
                assertThat(response.code()).isEqualTo(200);
                assertThat(response.protocol()).isEqualTo(protocol);
            }
        }
        assertThat(api.calls())
                .extracting(RecordingApi.Call::connection)
                .containsExactly(1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4);
    }

    @ParameterizedTest(name = "C-5 a certificate that is replaced while a connection is made costs no call, {0}")
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void connectsAgainAfterARotation(Protocol protocol) throws Exception {
        AtomicBoolean rotated = new AtomicBoolean();
        OkHttpClient client = configured(new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                                .subList(protocol == Protocol.HTTP_2 ? 0 : 1, 2))
                        .eventListener(new EventListener() {
                            @Override
                            public void connectEnd(
                                    Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol spoken) {
                                if (!rotated.getAndSet(true)) {
                                    assertThatCode(world::rotate).doesNotThrowAnyException();
                                }
                            }
                        }))
                .build();

        try (Response response = client.newCall(request()).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }

        assertThat(rotated).isTrue();
        assertThat(api.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.isBound()).isTrue());
    }

    @Test
    @DisplayName("C-35 a WebSocket, which OkHttp shows no network interceptor, is not opened without its token")
    void opensNoWebSocketWithoutAToken() throws Exception {
        OkHttpClient client = configured(new OkHttpClient.Builder()).build();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();

        client.newWebSocket(request(), new WebSocketListener() {
            @Override
            public void onFailure(WebSocket socket, Throwable thrown, @Nullable Response response) {
                failure.complete(thrown);
            }
        });

        assertThat(failure.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(api.origin())
                .hasMessageContaining("keyRing.token(...).authorization()");
        assertThat(api.calls()).isEmpty();
    }

    @Test
    @DisplayName("C-34 an HTTP cache keeps no answer to a request with a token, and gives it none")
    void passesTheCacheBy(@TempDir Path directory) throws Exception {
        OkHttpClient client = configured(new OkHttpClient.Builder().cache(new Cache(directory.toFile(), 1 << 20)))
                .build();
        Map<String, String> cacheable = Map.of("Cache-Control", "max-age=600");
        api.answering(call -> new Reply(200, "ours", cacheable));
        other.answering(call -> new Reply(200, "theirs", cacheable));
        for (int i = 0; i < 2; i++) {
            get(client, request());
            get(client, new Request.Builder().url(other.uri("/").toString()).build());
        }

        assertThat(api.calls()).hasSize(2);
        assertThat(api.values("Cache-Control")).containsExactly("", "");
        assertThat(other.calls()).hasSize(1);
        client.cache().close();
    }

    @Test
    @DisplayName("C-32 a redirect that is not followed is the caller's, with its Location")
    void givesTheRedirectToTheCaller() throws Exception {
        String elsewhere = other.uri("/elsewhere").toString();
        api.answering(call -> new Reply(302, "", Map.of("Location", elsewhere)));
        try (Response response = configured(new OkHttpClient.Builder())
                .build()
                .newCall(request())
                .execute()) {
            assertThat(response.code()).isEqualTo(302);
            assertThat(response.header("Location")).isEqualTo(elsewhere);
        }
        assertThat(other.calls()).isEmpty();
    }

    @Test
    @DisplayName(
            "C-11 a redirect within the origin is followed with the token, and a refusal there repairs that hop alone")
    void followsWithinTheOrigin() throws Exception {
        api.answering(call -> call.path().equals("/orders")
                ? new Reply(302, "", Map.of("Location", "/moved"))
                : api.calls().size() == 2 ? RecordingApi.refused() : new Reply(200, "", Map.of()));
        try (Response response = configured(new OkHttpClient.Builder())
                .build()
                .newCall(request())
                .execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(BoundTokenInterceptor.tokenOf(response)).isPresent();
        }

        assertThat(api.calls()).extracting(RecordingApi.Call::path).containsExactly("/orders", "/moved", "/moved");
        assertThat(api.calls()).allSatisfy(call -> assertThat(call.isBound()).isTrue());
    }

    @Test
    @DisplayName("C-33 OkHttp shares no HTTP/2 connection between hosts: only the one that it was made for may see the"
            + " certificate")
    void sharesNoConnectionBetweenHosts() {
        OkHttpClient plain = new OkHttpClient();
        OkHttpClient client = configured(plain.newBuilder()).build();

        assertThat(client.hostnameVerifier()).isNotSameAs(plain.hostnameVerifier());
    }

    @Test
    @DisplayName("C-35 TLS sockets that are set after configure() carry no token")
    void refusesOtherSockets() {
        OkHttpClient client = configured(new OkHttpClient.Builder())
                .sslSocketFactory(
                        ClientWorld.PKI
                                .thief()
                                .clientContext(ClientWorld.PKI.authority().certificate())
                                .getSocketFactory(),
                        ClientWorld.TRUSTED.trustManager())
                .build();

        assertThatThrownBy(() -> get(client, request()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Set no other TLS sockets and no host name verifier after configure()");
        assertThat(api.calls()).isEmpty();
    }

    private static void get(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            response.body().string();
        }
    }
}
