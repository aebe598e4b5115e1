package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ProtectedResourceContract} about connections: kept alive, resumed, multiplexed, in the clear. */
public interface TransportContract {

    DoorFixture at();

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("S-9 checks every request of a kept-alive connection")
    default void checksEveryRequestOfAConnection(String protocol) throws IOException {
        RawRequest own = RawRequest.get("/api/echo").bearer(at().token());
        RawRequest stolen = RawRequest.get("/api/echo")
                .bearer(at().tokens().boundTo(at().pki.partnerB()).compact());

        try (RawHttpsClient client =
                RawHttpsClient.connect(at().door.secure(), at().context(at().pki.serverA()), protocol)) {
            assertThat(client.send(own).status()).isEqualTo(200);
            DoorFixture.assertRefusal(client.send(stolen), 401, "invalid_token");
            assertThat(client.send(own).status()).isEqualTo(200);
            DoorFixture.assertRefusal(client.send(RawRequest.get("/api/echo")), 401, null);
        }
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("S-9 checks the requests of a resumed TLS session")
    default void checksRequestsOfAResumedSession(String protocol) throws IOException {
        for (TestIdentity client : Arrays.asList(at().pki.serverA(), at().pki.thief(), null)) {
            SSLContext context = at().context(client);
            RawRequest request = RawRequest.get("/api/echo").bearer(at().token());
            int expected = client == at().pki.serverA() ? 200 : 401;
            long sessionMade;
            try (RawHttpsClient first = RawHttpsClient.connect(at().door.secure(), context, protocol)) {
                assertThat(first.send(request).status()).isEqualTo(expected);
                sessionMade = first.session().getCreationTime();
            }
            try (RawHttpsClient second = RawHttpsClient.connect(at().door.secure(), context, protocol)) {
                assertThat(second.session().getCreationTime()).as("resumed").isEqualTo(sessionMade);
                assertThat(second.send(request).status()).isEqualTo(expected);
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-9 C11 takes the certificate of the last handshake of a connection")
    default void followsARenegotiation() throws IOException {
        AtomicReference<TestIdentity> identity = new AtomicReference<>(at().pki.serverA());
        SSLContext context = TestTls.clientWithChangingIdentity(
                identity::get, at().pki.authority().certificate());
        RawRequest request = RawRequest.get("/api/echo").bearer(at().token());

        try (RawHttpsClient client = RawHttpsClient.connect(at().door.secure(), context, "TLSv1.2")) {
            assertThat(client.send(request).status()).isEqualTo(200);
            identity.set(at().pki.thief());
            try {
                client.renegotiate();
                // Tomcat writes its part of the handshake along with its next answers
                for (int i = 0; i < 3 && !client.renegotiated(); i++) {
                    client.send(request);
                }
            } catch (IOException e) {
                return; // Jetty does not renegotiate and has closed the connection
            }
            assertThat(client.renegotiated()).isTrue();
            DoorFixture.assertRefusal(client.send(request), 401, "invalid_token");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-7 S-9 checks each request of a multiplexed HTTP/2 connection")
    default void checksEachRequestOfAnHttp2Connection() {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(at().context(at().pki.serverA()))
                .build();
        String stolen = at().tokens().boundTo(at().pki.partnerB()).compact();
        assertThat(http2(client, at().token()).join().version()).isEqualTo(HttpClient.Version.HTTP_2);

        int hitsBefore = at().door.hits();

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(http2(client, i % 2 == 0 ? at().token() : stolen)
                    .thenApply(HttpResponse::statusCode)
                    // while it is busy, Jetty ee10 resets the stream instead of waiting for its own error page
                    .exceptionally(reset -> 401));
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join()).isEqualTo(i % 2 == 0 ? 200 : 401);
        }
        assertThat(at().door.hits()).isEqualTo(hitsBefore + 10);
    }

    private CompletableFuture<HttpResponse<String>> http2(HttpClient client, String token) {
        HttpRequest request = HttpRequest.newBuilder(at().door.secure().resolve("/api/echo"))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @DisplayName("S-10 refuses a token over plain HTTP, in every mode and whatever a header says")
    default void refusesTokensOverPlainHttp() throws Exception {
        try (Door migrating = at().open(at().settings("binding", "when-present"))) {
            for (Door door : List.of(at().door, migrating)) {
                for (String token :
                        List.of(at().token(), at().tokens().unbound().compact())) {
                    int hitsBefore = door.hits();
                    try (RawHttpsClient client = RawHttpsClient.connectPlain(door.plain())) {
                        RawResponse response = client.send(
                                RawRequest.get("/api/echo").bearer(token).header("X-Forwarded-Proto", "https"));

                        DoorFixture.assertRefusal(response, 400, "invalid_request");
                    }
                    assertThat(door.hits()).isEqualTo(hitsBefore);
                }
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("B23 judges a smuggled request like any other, whichever length the container believes")
    default void judgesSmuggledRequests() throws IOException {
        String smuggled = "GET /api/echo HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (String lengths : List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: " + (5 + smuggled.length()),
                "Content-Length: 5\r\nContent-Length: " + (5 + smuggled.length()),
                "Content-Length: +5",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")) {
            int hitsBefore = at().door.hits();
            String request =
                    "POST /api/echo HTTP/1.1\r\nHost: localhost\r\n" + lengths + "\r\n\r\n0\r\n\r\n" + smuggled;

            try (RawHttpsClient client = RawHttpsClient.connect(
                    at().door.secure(), at().context(at().pki.serverA()), null)) {
                RawResponse first = client.send(request.getBytes(StandardCharsets.ISO_8859_1), false);
                assertThat(first.status()).as(lengths).isIn(400, 401, 501);
                try {
                    RawResponse second =
                            client.send(RawRequest.get("/api/echo").bearer("x").bytes("localhost"), false);
                    assertThat(second.status()).as(lengths).isIn(400, 401, 501);
                } catch (IOException e) {
                    // the container has closed the connection, as it should
                }
            }
            assertThat(at().door.hits()).as(lengths).isEqualTo(hitsBefore);
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("B17 checks a request that wants to upgrade its connection like any other")
    default void checksUpgradeRequests() throws IOException {
        for (String protocol : List.of("websocket", "h2c", "other/1.0")) {
            RawRequest upgrade = RawRequest.get("/api/echo")
                    .header("Connection", "Upgrade")
                    .header("Upgrade", protocol)
                    .header("Sec-WebSocket-Version", "13")
                    .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

            at().refused(401, null, at().pki.serverA(), upgrade);
            at().refused(401, "invalid_token", at().pki.thief(), upgrade.bearer(at().token()));
        }
    }

    @Test
    @DisplayName("C9 gives the certificate's owner no other identity by another Host header")
    default void isNotMovedByTheHostHeader() throws IOException {
        int hitsBefore = at().door.hits();

        RawResponse response = at().send(
                        at().pki.thief(),
                        RawRequest.get("/api/echo")
                                .header("Host", "other.example")
                                .bearer(at().token()));

        assertThat(response.status()).isIn(400, 401, 421);
        assertThat(at().door.hits()).isEqualTo(hitsBefore);
    }

    @Test
    @DisplayName("S-76 keeps concurrent clients apart")
    default void keepsConcurrentClientsApart() throws Exception {
        List<TestIdentity> clients = List.of(
                at().pki.serverA(),
                at().pki.partnerB(),
                at().pki.thief(),
                at().pki.selfSigned());
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (TestIdentity client : clients) {
                TestIdentity other = clients.get((clients.indexOf(client) + 1) % clients.size());
                work.add(() -> hammer(client, other));
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void hammer(TestIdentity client, TestIdentity other) throws IOException {
        RawRequest own = named(client);
        RawRequest stolen = named(other);
        try (RawHttpsClient connection = RawHttpsClient.connect(at().door.secure(), at().context(client), null)) {
            for (int i = 0; i < 40; i++) {
                RawResponse accepted = connection.send(own);
                assertThat(accepted.status()).isEqualTo(200);
                AppReport report = AppReport.parse(accepted.body());
                assertThat(report.get("user")).isEqualTo(client.thumbprint());
                assertThat(report.get("certificate")).isEqualTo(client.thumbprint());
                assertThat(connection.send(stolen).status()).isEqualTo(401);
            }
        }
        return null;
    }

    private RawRequest named(TestIdentity client) {
        return RawRequest.get("/api/echo")
                .bearer(at().tokens()
                        .boundTo(client)
                        .claim("sub", client.thumbprint())
                        .compact());
    }
}
