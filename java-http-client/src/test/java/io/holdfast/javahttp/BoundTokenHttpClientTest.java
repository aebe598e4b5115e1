package io.holdfast.javahttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keyring.ClientWorld;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keyring.RecordingApi.Reply;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.CookieStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the JDK client's own. */
@Timeout(60)
class BoundTokenHttpClientTest {
    private static final String LONG = "refused ".repeat(100);

    private ClientWorld world;
    private RecordingApi api;
    private KeyRing ring;
    private HttpClient client;

    @BeforeEach
    void begin() throws Exception {
        world = new ClientWorld();
        api = world.api;
        api.answering(call -> new Reply(200, "[]", Map.of()));
        ring = world.ring;
        client = BoundTokenHttpClient.of(ring);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(api.uri("/orders")).header("X-Own", "1").build();
    }

    @Test
    @DisplayName("C-23 the caller's handler sees one answer only: a file has nothing of the refusal")
    void handsOneAnswerOver(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("answer");
        AtomicInteger calls = new AtomicInteger();
        api.answering(call -> calls.getAndIncrement() % 2 == 0 ? refusal(LONG) : new Reply(200, "[]", Map.of()));

        assertThat(client.send(request(), BodyHandlers.ofFile(file)).statusCode())
                .isEqualTo(200);
        assertThat(file).hasContent("[]");
        Files.delete(file);
        assertThat(client.sendAsync(request(), BodyHandlers.ofFile(file)).get().statusCode())
                .isEqualTo(200);
        assertThat(file).hasContent("[]");
    }

    @Test
    @DisplayName("C-23 a refusal that stays is handed over whole, to every kind of handler")
    void handsARefusalOver() throws Exception {
        api.answering(call -> refusal(LONG));
        client.send(request(), BodyHandlers.discarding());

        assertThat(client.send(request(), BodyHandlers.ofString()).body()).isEqualTo(LONG);
        assertThat(client.send(request(), BodyHandlers.ofInputStream()).body()).hasContent(LONG);
        try (Stream<String> lines =
                client.sendAsync(request(), BodyHandlers.ofLines()).get().body()) {
            assertThat(lines).containsExactly(LONG);
        }
    }

    @Test
    @DisplayName(
            "a refusal longer than 64 KiB is broken off if there is no other token; that of another one is the caller's")
    void readsNoEndlessRefusal() throws Exception {
        String tooLong = "x".repeat(64 * 1024 + 1);
        api.answering(call -> refusal(tooLong));
        assertThat(client.send(request(), BodyHandlers.ofString()).body()).isEqualTo(tooLong);

        assertThatThrownBy(() -> client.send(request(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("longer than 65536 bytes");
    }

    @Test
    @DisplayName(
            "C-22 a closed client refuses calls, finishes those under way, and leaves no thread where the JDK can end it")
    void closes() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        BoundTokenHttpClient closing = (BoundTokenHttpClient) BoundTokenHttpClient.of(ring);
        closing.send(request(), BodyHandlers.ofString());
        world.rotate();
        api.answering(call -> {
            arrived.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Reply(200, "late", Map.of());
        });
        CompletableFuture<HttpResponse<String>> underWay = closing.sendAsync(request(), BodyHandlers.ofString());
        arrived.await();

        closing.shutdown();
        assertThat(closing.isTerminated()).isFalse();
        assertThat(closing.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> closing.send(request(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this client is closed");
        assertThatThrownBy(() ->
                        closing.sendAsync(request(), BodyHandlers.ofString()).get())
                .hasCauseInstanceOf(IOException.class);
        gate.countDown();
        closing.close();
        closing.close();

        assertThat(underWay.get().body()).isEqualTo("late");
        assertThat(closing.isTerminated()).isTrue();
        if (Runtime.version().feature() >= 21) {
            Await.until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread ->
                            !before.contains(thread) && thread.getName().contains("SelectorManager")));
        }
    }

    @Test
    @DisplayName("C-22 a client that is shut down at once ends, and refuses calls")
    void breaksOff() throws Exception {
        BoundTokenHttpClient closing = (BoundTokenHttpClient) BoundTokenHttpClient.of(ring);
        closing.send(request(), BodyHandlers.ofString());

        closing.shutdownNow();

        assertThat(closing.awaitTermination(Duration.ofSeconds(20))).isTrue();
        assertThat(closing.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThatThrownBy(() -> closing.send(request(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest(name = "C-23 a refusal whose body does not end has its token replaced, waiting: {0}")
    @ValueSource(booleans = {false, true})
    void waitsForNoEndOfARefusal(boolean waiting) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (RawServer dripping = RawServer.tls(
                        ClientWorld.PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                            RawServer.readRequest(in);
                            RawServer.write(
                                    out,
                                    calls.incrementAndGet() != 2
                                            ? "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: "
                                                    + RecordingApi.INVALID_TOKEN + "\r\nContent-Length: 100\r\n\r\nx"
                                            : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]");
                            over.await();
                        });
                KeyRing patient = world.ring("https://localhost:" + dripping.port())) {
            HttpClient http1 =
                    BoundTokenHttpClient.of(patient, builder -> builder.version(HttpClient.Version.HTTP_1_1));
            HttpRequest.Builder request = HttpRequest.newBuilder(dripping.uri("/orders"));
            if (waiting) {
                request.timeout(Duration.ofSeconds(4));
            }

            assertThat(send(http1, request.build(), waiting).statusCode()).isEqualTo(200);
            assertThat(send(http1, request.build(), waiting).statusCode())
                    .as("its body is the caller's to read")
                    .isEqualTo(401);
            assertThatThrownBy(() -> send(http1, request.build(), waiting))
                    .hasStackTraceContaining("had not ended after " + (waiting ? "PT4S" : "PT5S"));
        } finally {
            over.countDown();
        }
    }

    private static HttpResponse<?> send(HttpClient client, HttpRequest request, boolean waiting) throws Exception {
        return waiting
                ? client.send(request, BodyHandlers.ofInputStream())
                : client.sendAsync(request, BodyHandlers.ofInputStream()).get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest(name = "C-23 a refusal longer than 64 KiB has its token replaced, {0}")
    @EnumSource
    void replacesTheTokenOfALongRefusal(HttpClient.Version version) throws Exception {
        client = BoundTokenHttpClient.of(ring, builder -> builder.version(version));
        AtomicInteger calls = new AtomicInteger();
        api.answering(call ->
                calls.getAndIncrement() % 2 == 0 ? refusal("x".repeat(1024 * 1024)) : new Reply(200, "[]", Map.of()));

        assertThat(client.send(request(), BodyHandlers.ofString()).body()).isEqualTo("[]");
        assertThat(client.sendAsync(request(), BodyHandlers.ofString()).get().body())
                .isEqualTo("[]");
        assertThat(api.values("Authorization")).hasSize(4);
        assertThat(Set.copyOf(api.values("Authorization")))
                .as("the first, and one for each refusal")
                .hasSize(3);
    }

    @Test
    @DisplayName("C-25 a publisher that gives a length is not read a second time: the caller gets the 401")
    void readsNoForeignPublisherAgain() throws Exception {
        api.answering(call -> refusal("no"));
        BodyPublisher text = BodyPublishers.ofString("one");
        AtomicInteger read = new AtomicInteger();
        Flow.Publisher<ByteBuffer> counted = subscriber -> {
            read.incrementAndGet();
            text.subscribe(subscriber);
        };
        HttpRequest request = HttpRequest.newBuilder(api.uri("/orders"))
                .POST(BodyPublishers.fromPublisher(counted, 3))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("no");
        assertThat(client.sendAsync(request, BodyHandlers.ofString()).get().body())
                .isEqualTo("no");
        assertThat(read).hasValue(2);
    }

    @Test
    @DisplayName("C-25 a file is read again")
    void readsAFileAgain(@TempDir Path directory) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        api.answering(call -> calls.getAndIncrement() == 0 ? refusal("no") : new Reply(200, "[]", Map.of()));
        HttpRequest request = HttpRequest.newBuilder(api.uri("/orders"))
                .POST(BodyPublishers.ofFile(Files.writeString(directory.resolve("body"), "one")))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(api.calls()).extracting(RecordingApi.Call::body).containsExactly("one", "one");
    }

    @Test
    @DisplayName("C-31 the answer names the caller's own request, without the token")
    void answersTheCallersRequest() throws Exception {
        HttpRequest request = request();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.request()).isSameAs(request);
        assertThat(response.sslSession()).isPresent();
        assertThat(response.uri()).isEqualTo(request.uri());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.previousResponse()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isPresent();
        assertThat(api.values("X-Own")).containsExactly("1");
        assertThat(client.toString()).contains(api.origin());
    }

    @Test
    @DisplayName("C-34 a cookie handler that is given twice is refused at once, not with the first rotation")
    void refusesASharedCookieHandler() {
        CookieManager shared = new CookieManager();

        assertThatThrownBy(() -> BoundTokenHttpClient.of(ring, builder -> builder.cookieHandler(shared)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client.cookieHandler(new CookieManager())");
    }

    @Test
    @DisplayName("C-34 so is a handler that is new each time, but keeps its cookies in one store")
    void refusesASharedCookieStore() {
        CookieStore shared = new CookieManager().getCookieStore();

        assertThatThrownBy(() -> BoundTokenHttpClient.of(
                        ring,
                        builder ->
                                builder.cookieHandler(new CookieManager(shared, CookiePolicy.ACCEPT_ORIGINAL_SERVER))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("One cookie store was given twice");
    }

    @Test
    @DisplayName("a future that the caller cancels ends the exchange")
    void cancels() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer silent = RawServer.tls(
                        ClientWorld.PKI.server().serverContextForAnyClient(), null, true, (number, in, out) -> {
                            RawServer.readRequest(in);
                            arrived.countDown();
                            while (in.read() >= 0) {
                                // until the client closes
                            }
                            closed.countDown();
                        });
                KeyRing keyRing = world.ring("https://localhost:" + silent.port())) {
            CompletableFuture<HttpResponse<Void>> future = BoundTokenHttpClient.of(keyRing)
                    .sendAsync(HttpRequest.newBuilder(silent.uri("/")).build(), BodyHandlers.discarding());
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            future.cancel(true);

            Await.until(() -> closed.getCount() == 0);
            assertThat(future).isCancelled();
        }
    }

    @Test
    @DisplayName(
            "C-20 an asynchronous call fails with the exception that says why there is no token, not with a wrapper")
    void failsWithTheReason() {
        world.login.always("/token", ScriptedAnswer.json(400, "{\"error\":\"invalid_scope\"}"));

        assertThatThrownBy(() ->
                        client.sendAsync(request(), BodyHandlers.discarding()).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(io.holdfast.keyring.token.TokenUnavailableException.class);
        assertThatThrownBy(() -> client.sendAsync(
                                HttpRequest.newBuilder(URI.create("http://localhost/"))
                                        .build(),
                                BodyHandlers.discarding())
                        .get())
                .hasCauseInstanceOf(java.net.ProtocolException.class);
    }

    @Test
    @DisplayName("shows the settings of the clients behind it, and takes no pushed answers")
    void isAnHttpClient() {
        HttpClient set = BoundTokenHttpClient.of(
                ring, builder -> builder.version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()));

        assertThat(set.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(set.cookieHandler()).isPresent();
        assertThat(set.connectTimeout()).contains(GenerationClients.CONNECT_TIMEOUT);
        assertThat(client.connectTimeout()).contains(GenerationClients.CONNECT_TIMEOUT);
        assertThat(set.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
        assertThat(set.sslContext()).isSameAs(ring.sslContext());
        assertThat(set.sslParameters()).isNotNull();
        assertThat(set.proxy()).isEmpty();
        assertThat(set.authenticator()).isEmpty();
        assertThat(set.executor()).isEmpty();
        assertThatThrownBy(() -> set.sendAsync(request(), BodyHandlers.discarding(), (from, to, accept) -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Reply refusal(String body) {
        return new Reply(401, body, Map.of("WWW-Authenticate", RecordingApi.INVALID_TOKEN));
    }
}
