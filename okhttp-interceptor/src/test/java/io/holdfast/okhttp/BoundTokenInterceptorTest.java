package io.holdfast.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.ClientWorld;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.RecordingApi.Reply;
import io.holdfast.keyring.TokenRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Cache;
import okhttp3.CacheControl;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest(
            name =
                    "C-32 C-33 a redirect of a WebSocket is not followed from or to an allowed origin, with a cookie jar {0}")
    @ValueSource(booleans = {false, true})
    void followsNoRedirectOfAWebSocket(boolean jar) throws Exception {
        CookieJar cookies = jar ? new KeptCookies() : CookieJar.NO_COOKIES;
        OkHttpClient client =
                configured(new OkHttpClient.Builder().cookieJar(cookies)).build();
        other.answering(
                call -> new Reply(302, "", Map.of("Location", api.uri("/admin").toString())));
        api.answering(call -> new Reply(302, "", Map.of("Location", "/elsewhere", "Connection", "close")));
        api.redirecting(
                "/orders",
                new Reply(302, "", Map.of("Location", other.uri("/orders").toString())));

        assertThat(failureOfWebSocket(
                        client,
                        new Request.Builder().url(other.uri("/").toString()).build()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(other.origin())
                .hasMessageContaining(api.origin());
        assertThat(api.calls()).isEmpty();
        assertThat(failureOfWebSocket(client, authorized(request())))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("was not followed")
                .hasMessageContaining("allowRedirect");
        assertThat(other.calls()).hasSize(1);
    }

    @Test
    @DisplayName("C-32 a redirect of a WebSocket within its server is followed")
    void followsARedirectOfAWebSocketWithinItsServer() throws Exception {
        OkHttpClient client = configured(new OkHttpClient.Builder()).build();
        api.answering(call -> new Reply(200, "", Map.of()));
        api.redirecting("/orders", new Reply(302, "", Map.of("Location", "/moved")));

        assertThat(failureOfWebSocket(client, authorized(request())))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("101");
        assertThat(api.calls()).extracting(RecordingApi.Call::path).containsExactly("/orders", "/moved");
        assertThat(api.calls())
                .allSatisfy(call -> assertThat(call.authorization()).isEqualTo("Bearer own"));
    }

    @Test
    @DisplayName("C-9 a WebSocket with the application's own Authorization opens")
    void opensAWebSocket() throws Exception {
        CompletableFuture<Response> opened = new CompletableFuture<>();
        try (ServerSocket server = ClientWorld.PKI
                .server()
                .serverContextForAnyClient()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> switchProtocols(server));
            OkHttpClient client = configured(new OkHttpClient.Builder()).build();
            WebSocket socket = client.newWebSocket(
                    authorized(new Request.Builder()
                            .url("https://localhost:" + server.getLocalPort() + "/")
                            .build()),
                    new WebSocketListener() {
                        @Override
                        public void onOpen(WebSocket socket, Response response) {
                            opened.complete(response);
                        }

                        @Override
                        public void onFailure(WebSocket socket, Throwable thrown, @Nullable Response response) {
                            opened.completeExceptionally(thrown);
                        }
                    });

            assertThat(opened.get(20, TimeUnit.SECONDS).code()).isEqualTo(101);
            socket.cancel();
            serving.get(20, TimeUnit.SECONDS);
        }
    }

    private static void switchProtocols(ServerSocket server) {
        try (Socket socket = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String key = "";
            for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
                key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
            }
            String accepted = ByteString.encodeUtf8(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                    .sha1()
                    .base64();
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + accepted + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            request.read(); // until the client leaves
        } catch (IOException e) {
            // the client has left
        }
    }

    @Test
    @DisplayName("C-35 a client that was given another cookie jar after configure() opens no WebSocket")
    void opensNoWebSocketThatNobodyWatches() throws Exception {
        OkHttpClient client = configured(new OkHttpClient.Builder())
                .cookieJar(new KeptCookies())
                .build();

        assertThat(failureOfWebSocket(client, authorized(request())))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(api.origin())
                .hasMessageContaining("Set the cookie jar before configure()");
    }

    private static Request authorized(Request request) {
        return request.newBuilder().header("Authorization", "Bearer own").build();
    }

    private static Throwable failureOfWebSocket(OkHttpClient client, Request request) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        client.newWebSocket(request, new WebSocketListener() {
            @Override
            public void onFailure(WebSocket socket, Throwable thrown, @Nullable Response response) {
                failure.complete(thrown);
            }
        });
        return failure.get(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("C-5 C-34 a cookie belongs to the certificate that its request went with, although another is in use"
            + " by the time of the answer")
    void keepsCookiesByTheCertificateOfTheirRequest() throws Exception {
        OkHttpClient client = configured(new OkHttpClient.Builder().cookieJar(new KeptCookies()))
                .build();
        AtomicBoolean rotated = new AtomicBoolean();
        api.answering(call -> {
            if (!rotated.getAndSet(true)) {
                assertThatCode(world::rotate).doesNotThrowAnyException();
            }
            return new Reply(200, "", Map.of("Set-Cookie", "session=first"));
        });

        get(client, request());
        get(client, request());

        assertThat(api.cookies()).containsExactly("", "");
    }

    /** Rotates before the next connection is made, once after each time that it is told to. */
    private EventListener rotatingBeforeAConnection(AtomicBoolean told) {
        return new EventListener() {
            @Override
            public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                if (told.getAndSet(false)) {
                    assertThatCode(world::rotate).doesNotThrowAnyException();
                }
            }
        };
    }

    @Test
    @DisplayName("C-5 C-34 cookies that were chosen before a rotation do not go with the token of after it")
    void choosesCookiesAnewAfterARotation() throws Exception {
        AtomicBoolean rotating = new AtomicBoolean();
        OkHttpClient client = configured(new OkHttpClient.Builder()
                        .cookieJar(new KeptCookies())
                        .eventListener(rotatingBeforeAConnection(rotating)))
                .build();
        api.answering(call -> new Reply(200, "", Map.of("Set-Cookie", "session=first")));
        get(client, request());
        client.connectionPool().evictAll();
        rotating.set(true);

        get(client, request());

        assertThat(rotating).isFalse();
        assertThat(api.cookies()).containsExactly("", "");
        assertThat(api.calls()).allSatisfy(call -> assertThat(call.isBound()).isTrue());
    }

    @Test
    @DisplayName("C-5 C-25 F21 a request that was answered by a redirect does not go again because of a rotation")
    void sendsNoAnsweredRequestAgain() throws Exception {
        AtomicBoolean rotating = new AtomicBoolean();
        OkHttpClient client = configured(new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .cookieJar(new KeptCookies())
                        .eventListener(rotatingBeforeAConnection(rotating)))
                .build();
        api.answering(call -> {
            if (call.path().equals("/orders")) {
                rotating.set(true);
                return new Reply(303, "", Map.of("Location", "/moved", "Connection", "close"));
            }
            return new Reply(200, "", Map.of());
        });

        client.newCall(request()
                        .newBuilder()
                        .post(RequestBody.create("{}", null))
                        .build())
                .execute()
                .close();

        assertThat(rotating).isFalse();
        assertThat(api.calls()).extracting(each -> each.path()).containsExactly("/orders", "/moved");
        assertThat(api.calls()).allSatisfy(call -> assertThat(call.isBound()).isTrue());
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

    @ParameterizedTest(
            name =
                    "C-34 an HTTP cache keeps no answer to a token that joins at a redirect, allowed from elsewhere: {0}")
    @ValueSource(booleans = {false, true})
    void passesTheCacheByAtARedirect(boolean elsewhere, @TempDir Path directory) throws Exception {
        String latest = (elsewhere ? other : api).uri("/latest").toString();
        other.answering(call ->
                new Reply(302, "", Map.of("Location", api.uri("/orders/7").toString())));
        api.answering(call -> new Reply(
                200, call.isBound() ? "the ring's" : "the application's", Map.of("Cache-Control", "max-age=600")));
        api.redirecting("/latest", new Reply(302, "", Map.of("Location", "/orders/7")));
        KeyRingBuilder orders =
                world.builder().rule(TokenRule.at(api.origin()).paths("/orders").build());
        try (KeyRing rules = (elsewhere ? orders.allowRedirect(other.origin(), api.origin()) : orders).build();
                Cache cache = new Cache(directory.toFile(), 1 << 20)) {
            OkHttpClient client = BoundTokenInterceptor.of(rules)
                    .configure(new OkHttpClient.Builder().cache(cache))
                    .build();
            Request own = new Request.Builder()
                    .url(api.uri("/orders/7").toString())
                    .header("Authorization", "Bearer of-alice")
                    .build();

            for (int i = 0; i < 2; i++) {
                assertThat(text(client, new Request.Builder().url(latest).build()))
                        .isEqualTo("the ring's");
                assertThat(text(client, own)).isEqualTo("the application's");
            }
        }
    }

    @Test
    @DisplayName("C-32 C-34 a redirect that is not followed has its Location also when it may be kept")
    void keepsNoRedirectWithoutItsLocation(@TempDir Path directory) throws Exception {
        other.answering(call ->
                new Reply(301, "", Map.of("Location", api.uri("/new").toString(), "Cache-Control", "max-age=600")));
        try (Cache cache = new Cache(directory.toFile(), 1 << 20)) {
            OkHttpClient client =
                    configured(new OkHttpClient.Builder().cache(cache)).build();
            for (int i = 0; i < 2; i++) {
                try (Response response = client.newCall(new Request.Builder()
                                .url(other.uri("/moved").toString())
                                .build())
                        .execute()) {
                    assertThat(response.code()).isEqualTo(301);
                    assertThat(response.headers("Location"))
                            .containsExactly(api.uri("/new").toString());
                    assertThat(response.headers("Cache-Control")).containsExactly("max-age=600");
                }
            }
        }
        assertThat(api.calls()).isEmpty();
    }

    @Test
    @DisplayName("C-34 a call that may be answered by the cache alone sends nothing, though it passes the cache by")
    void sendsNothingThatOnlyTheCacheMayAnswer(@TempDir Path directory) throws Exception {
        try (Cache cache = new Cache(directory.toFile(), 1 << 20)) {
            OkHttpClient client =
                    configured(new OkHttpClient.Builder().cache(cache)).build();
            Request fromCache = new Request.Builder()
                    .url(api.uri("/orders").toString())
                    .cacheControl(CacheControl.FORCE_CACHE)
                    .build();

            try (Response response = client.newCall(fromCache).execute()) {
                assertThat(response.code()).isEqualTo(504);
            }
        }
        assertThat(api.calls()).isEmpty();
    }

    private static String text(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
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
