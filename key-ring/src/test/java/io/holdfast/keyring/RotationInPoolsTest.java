package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ring's TLS context in one client for good, which keeps its connections through a rotation. */
@Timeout(120)
class RotationInPoolsTest {
    private static final int CALLERS = 8;

    private KeyRingWorld world;
    private RecordingApi api;
    private KeyRing ring;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicIntegerArray ended = new AtomicIntegerArray(CALLERS);

    @BeforeEach
    void begin() throws Exception {
        world = new KeyRingWorld();
        api = new RecordingApi(PKI.server());
        api.checkingTokens();
        ring = world.ring(world.builder().allowedOrigins(api.origin()));
    }

    @AfterEach
    void end() {
        world.close();
        api.close();
    }

    @ParameterizedTest(
            name = "C-36 java.net.http under load: no call is refused or fails once the old connections are gone, {0}")
    @EnumSource
    void endsTheOldConnectionsOfJavaNetHttp(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(ring.sslContext())
                .version(version)
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        AtomicBoolean over = new AtomicBoolean();
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                callers.add(threads.submit(() -> callUntil(over, client, caller)));
            }
            for (int rotation = 0; rotation < 3; rotation++) {
                awaitCalls(100);
                rotate();
                awaitTwoCallsOfEach(); // none began before the rotation
                int refusedAtOnce = refused.get();
                awaitCalls(200);

                assertThat(refused.get()).as("401 since").isEqualTo(refusedAtOnce);
                assertThat(last().thumbprint()).isEqualTo(KeyRingWorld.thumbprint(ring.credentials()));
            }
            over.set(true);
            for (Future<?> caller : callers) {
                caller.get();
            }
            assertThat(failed.get())
                    .as("failures, at most one for each old connection's call")
                    .isLessThanOrEqualTo(3 * CALLERS);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "C-36 HttpsURLConnection with one socket factory for good: a call after a rotation has the new certificate")
    void endsTheOldConnectionsOfUrlConnections() throws Exception {
        SSLSocketFactory sockets = ring.sslContext().getSocketFactory();
        assertThat(statusOverUrlConnection(sockets)).isEqualTo(200);
        assertThat(statusOverUrlConnection(sockets)).isEqualTo(200);
        assertThat(api.calls()).extracting(RecordingApi.Call::connection).containsOnly(1);
        rotate();

        assertThat(statusOverUrlConnection(sockets)).isEqualTo(200);
        assertThat(statusOverUrlConnection(sockets)).isEqualTo(200);
        assertThat(last().thumbprint()).isEqualTo(KeyRingWorld.thumbprint(ring.credentials()));
    }

    @Test
    @DisplayName(
            "C-36 a rotation lets an exchange end that is under way; the idle socket counts as closed and sends nothing")
    void letsAnExchangeEnd() throws Exception {
        try (SSLSocket socket = (SSLSocket) ring.sslContext()
                .getSocketFactory()
                .createSocket("localhost", api.uri("/").getPort())) {
            socket.getOutputStream()
                    .write(ascii("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n"));
            rotate();
            assertThat(socket.isClosed()).isFalse();
            socket.getOutputStream().write(ascii("ok"));
            assertThat(socket.getInputStream().read(new byte[8192])).isPositive();

            assertThat(socket.isClosed()).isTrue();
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> socket.getOutputStream().write(ascii("GET /secret ")))
                    .isInstanceOf(java.net.SocketException.class)
                    .hasMessageContaining("has been replaced")
                    .hasMessageContaining("Nothing was sent");
        }
        assertThat(api.calls()).extracting(RecordingApi.Call::path).containsExactly("/orders");
    }

    @Test
    @DisplayName("C-36 a connection that shows no certificate has none that could be replaced")
    void leavesConnectionsWithoutCertificate() throws Exception {
        try (RecordingApi stranger = new RecordingApi(PKI.server());
                SSLSocket socket = (SSLSocket) ring.sslContext()
                        .getSocketFactory()
                        .createSocket("localhost", stranger.uri("/").getPort())) {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write(ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                assertThat(socket.getInputStream().read(new byte[8192])).isPositive();
                rotate();
            }
            assertThat(socket.isClosed()).isFalse();
            assertThat(stranger.calls()).hasSize(2);
        }
    }

    private void callUntil(AtomicBoolean over, HttpClient client, int caller) {
        while (!over.get()) {
            try {
                HttpRequest request = HttpRequest.newBuilder(api.uri("/orders"))
                        .header("Authorization", ring.token(ORDERS).authorization())
                        .timeout(Duration.ofSeconds(
                                5)) // the JDK's client may leave a call open whose connection has ended
                        .build();
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 401) {
                    refused.incrementAndGet();
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
            ended.incrementAndGet(caller);
        }
    }

    private int statusOverUrlConnection(SSLSocketFactory sockets) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) api.uri("/orders").toURL().openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setRequestProperty("Authorization", ring.token(ORDERS).authorization());
        int status = connection.getResponseCode();
        try (var body = status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
            body.readAllBytes();
        }
        return status;
    }

    private void rotate() throws Exception {
        ring.token(ORDERS);
        world.keyStore.set(renewed());
        assertThat(ring.reload()).isEqualTo(ReloadOutcome.REPLACED);
    }

    private void awaitTwoCallsOfEach() throws Exception {
        for (int caller = 0; caller < CALLERS; caller++) {
            int own = caller;
            int before = ended.get(own);
            Await.until(() -> ended.get(own) >= before + 2);
        }
    }

    private void awaitCalls(int more) throws Exception {
        int before = api.calls().size();
        Await.until(() -> api.calls().size() >= before + more);
    }

    private RecordingApi.Call last() {
        List<RecordingApi.Call> calls = api.calls();
        return calls.get(calls.size() - 1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
