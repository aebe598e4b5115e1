package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read that hangs heeds no interruption
class AuthorizationServerConnectionTest {
    private static final TestPki PKI = TestPki.create();
    private static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "C-1 offers its certificate over {0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void offersItsCertificate(String protocol) throws Exception {
        try (FakeAuthorizationServer speaking = FakeAuthorizationServer.startSpeaking(PKI.server(), protocol);
                AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                        .credentials(generation(PKI.selfSigned()))
                        .build()) {
            assertThat(connection.get(speaking.uri("/jwks")))
                    .isEqualTo(speaking.tokens().jwkSet());
            assertThat(speaking.calls()).singleElement().satisfies(call -> {
                assertThat(call.tlsProtocol()).isEqualTo(protocol);
                assertThat(call.clientThumbprint()).contains(PKI.selfSigned().thumbprint());
            });
        }
    }

    @Test
    @DisplayName("offers no certificate when it has none")
    void offersNone() throws Exception {
        try (AuthorizationServerConnection connection = trusting()) {
            connection.get(server.uri("/jwks"));

            assertThat(server.calls().get(0).clientThumbprint()).isEmpty();
            assertThat(server.calls().get(0).header("Accept-Encoding")).isEmpty();
        }
    }

    @ParameterizedTest(name = "C-7 refuses {0} before anything is connected")
    @ValueSource(
            strings = {
                "http://localhost:%d/x",
                "HTTP://localhost:%d/x",
                "file:///etc/passwd",
                "https:///x",
                "https://localhost:99999/x",
                "https://localhost:0/x",
                "https://user:hunter2@localhost:%d/x",
                "https://user:hunter2@local_host:%d/x",
                "http://user:hunter2@localhost:%d/x",
                "//localhost:%d/x",
                "https://localhost:%d/x#part"
            })
    void refusesWhatIsNotHttps(String address) throws Exception {
        try (RawServer plain = RawServer.plain((number, in, out) -> RawServer.write(out, OK));
                AuthorizationServerConnection connection = trusting()) {
            URI uri = URI.create(address.contains("%d") ? String.format(address, plain.port()) : address);

            assertThatThrownBy(() -> connection.get(uri))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("Only https addresses are called")
                    .hasMessageNotContaining("hunter2");
            assertThatThrownBy(() -> connection.postForm(uri, 100, (form, headers) -> {}))
                    .isInstanceOf(AuthorizationServerException.class);
            assertThat(plain.connections()).isZero();
        }
    }

    @Test
    @DisplayName("C-7 aborts before sending when the server is not trusted or has another name")
    void abortsWhenTheServerIsNotWhoItShouldBe() throws Exception {
        TestIdentity wrongName =
                PKI.identity("CN=elsewhere").dns("elsewhere.example").build();
        TestIdentity unknown = PKI.identity("CN=localhost")
                .issuedBy(PKI.secondAuthority())
                .dns("localhost")
                .build();
        try (FakeAuthorizationServer other = FakeAuthorizationServer.start(wrongName);
                FakeAuthorizationServer stranger = FakeAuthorizationServer.start(unknown);
                AuthorizationServerConnection connection = trusting()) {
            assertThatThrownBy(() -> connection.get(other.uri("/jwks")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("not for localhost");
            assertThatThrownBy(() -> connection.get(stranger.uri("/jwks")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("not trusted");
            assertThat(other.calls()).isEmpty();
            assertThat(stranger.calls()).isEmpty();
        }
    }

    @ParameterizedTest(name = "E9 C-28 follows no redirect to {0}")
    @ValueSource(strings = {"https://localhost:%d/jwks", "http://localhost:%d/jwks", "/jwks"})
    void followsNoRedirect(String location) throws Exception {
        server.always(
                "/moved",
                ScriptedAnswer.redirectTo(String.format(
                        location.contains("%d") ? location : location + "%.0s",
                        server.uri("/").getPort())));
        try (AuthorizationServerConnection connection = trusting()) {
            assertThatThrownBy(() -> connection.get(server.uri("/moved")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("302")
                    .hasMessageContaining("redirects are not followed");
            assertThat(server.calls("/jwks")).isEmpty();
            assertThat(server.calls("/moved")).hasSize(1);
        }
    }

    @ParameterizedTest(name = "takes no answer of status {0}, and asks once")
    @ValueSource(ints = {201, 204, 401, 404, 429, 500, 503})
    void takesNoOtherStatusThan200(int status) throws Exception {
        server.always("/x", ScriptedAnswer.status(status).header("Retry-After", "0"));
        try (AuthorizationServerConnection connection = trusting()) {
            assertThatThrownBy(() -> connection.get(server.uri("/x")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("answered " + status);
            assertThat(server.calls("/x")).hasSize(1);
        }
    }

    @Test
    @DisplayName("C-17 takes no more bytes than allowed, whether their number is told or not")
    void takesNoMoreBytesThanAllowed() throws Exception {
        server.always("/fits", ScriptedAnswer.oversized(998));
        server.always("/large", ScriptedAnswer.oversized(999));
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        try (AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                        .trust(TRUSTED)
                        .maxDocumentBytes(1000)
                        .build();
                RawServer chunked =
                        RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                            boolean endless = RawServer.readRequest(in).startsWith("GET /endless");
                            RawServer.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
                            RawServer.write(out, endless ? "" : "1\r\nx\r\n0\r\n\r\n");
                            while (endless) {
                                RawServer.write(out, chunk);
                            }
                        })) {
            assertThat(connection.get(server.uri("/fits"))).hasSize(1000);
            assertThatThrownBy(() -> connection.get(server.uri("/large")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("more than 1000 bytes");
            assertThatThrownBy(() -> connection.get(chunked.uri("/one-byte-more")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("more than 1000 bytes");
            assertThatThrownBy(() -> connection.get(chunked.uri("/endless")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("more than 1000 bytes");
        }
    }

    @Test
    @DisplayName("takes no compressed body and no text that is not UTF-8")
    void takesNoCompressedBody() throws Exception {
        server.always("/gzip", ScriptedAnswer.json(200, "{}").header("Content-Encoding", "gzip"));
        try (AuthorizationServerConnection connection = trusting();
                RawServer latin =
                        RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                            RawServer.readRequest(in);
                            RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\u00e9");
                        })) {
            assertThatThrownBy(() -> connection.get(server.uri("/gzip")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("compressed");
            assertThatThrownBy(() -> connection.get(latin.uri("/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("not UTF-8");
        }
    }

    @ParameterizedTest(name = "E7 cuts off a server that drips its {0}")
    @ValueSource(
            strings = {
                "handshake",
                "head TLSv1.2",
                "head TLSv1.3",
                "body TLSv1.2",
                "body TLSv1.3",
                "nothing TLSv1.2",
                "nothing TLSv1.3"
            })
    void cutsOffAServerThatDrips(String what) throws Exception {
        RawServer.Conversation dripping = (number, in, out) -> {
            if (what.startsWith("head ") || what.startsWith("body")) {
                RawServer.readRequest(in);
                RawServer.write(out, "HTTP/1.1 200 OK\r\n");
            }
            if (what.startsWith("body")) {
                RawServer.write(out, "Content-Length: 100000\r\n\r\n");
            }
            // A TLS record that never ends, a header line that never ends, or a body.
            RawServer.write(out, what.equals("handshake") ? "\26\3\3 \0" : "");
            while (!what.startsWith("nothing")) {
                RawServer.write(out, "x");
                Thread.sleep(20);
            }
            new CountDownLatch(1).await();
        };
        String protocol = what.substring(what.indexOf(' ') + 1);
        try (RawServer slow = what.equals("handshake")
                        ? RawServer.plain(dripping)
                        : RawServer.tls(PKI.server().serverContextForAnyClient(), protocol, false, dripping);
                AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                        .trust(TRUSTED)
                        .totalTimeout(Duration.ofMillis(700))
                        .build()) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> connection.get(URI.create("https://localhost:" + slow.port() + "/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("within 700 ms");

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(600), Duration.ofMillis(2500));
        }
    }

    @Test
    @DisplayName("E7 says so of a call that is cut off at whatever moment of its connecting")
    void saysThatACallIsCutOff() throws Exception {
        int cutOff = 0;
        for (int i = 0; i < 200; i++) {
            try (AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                    .trust(TRUSTED)
                    .totalTimeout(Duration.ofMillis(1 + i % 8))
                    .build()) {
                connection.get(server.uri("/jwks"));
            } catch (AuthorizationServerException e) {
                assertThat(e).hasMessageContaining("was cut off: it had not answered whole within");
                cutOff++;
            }
        }
        assertThat(cutOff).isPositive();
    }

    @Test
    @DisplayName("takes no head without end")
    void takesNoEndlessHead() throws Exception {
        try (AuthorizationServerConnection connection = trusting();
                RawServer endless =
                        RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                            RawServer.readRequest(in);
                            RawServer.write(out, "HTTP/1.1 200 OK\r\n");
                            for (int i = 0; true; i++) {
                                RawServer.write(out, "X-" + i + ": " + "y".repeat(100) + "\r\n");
                            }
                        })) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> connection.get(endless.uri("/"))).isInstanceOf(AuthorizationServerException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    @DisplayName("a silent server is given up after the response timeout")
    void givesUpASilentServer() throws Exception {
        server.always("/x", ScriptedAnswer.json(200, "{}").heldUntil(new CountDownLatch(1)));
        try (AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                .trust(TRUSTED)
                .responseTimeout(Duration.ofMillis(300))
                .build()) {
            assertThatThrownBy(() -> connection.get(server.uri("/x")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("did not answer in time");
        }
    }

    @Test
    @DisplayName("a server that is silent in the TLS handshake is told with the time and the setting of its silence")
    void tellsOfASilentHandshake() throws Exception {
        try (RawServer silent = RawServer.plain((number, in, out) -> new CountDownLatch(1).await());
                AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                        .trust(TRUSTED)
                        .responseTimeout(Duration.ofMillis(300))
                        .build()) {
            assertThatThrownBy(() -> connection.get(URI.create("https://localhost:" + silent.port() + "/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining(
                            "accepted the connection, but nothing came for 300 ms during the TLS handshake"
                                    + " (responseTimeout; at a door responseTimeoutMillis).")
                    .hasMessageNotContaining("connectTimeout");
        }
    }

    static Stream<Arguments> unfitServers() {
        Instant now = Instant.now();
        return Stream.of(
                Arguments.of(
                        "ended",
                        PKI.identity("CN=localhost")
                                .dns("localhost")
                                .valid(now.minusSeconds(7200), now.minusSeconds(3600))
                                .build(),
                        "has ended (NotAfter: "),
                Arguments.of(
                        "is not valid yet",
                        PKI.identity("CN=localhost")
                                .dns("localhost")
                                .valid(now.plusSeconds(3600), now.plusSeconds(7200))
                                .build(),
                        "is not valid yet (NotBefore: "),
                Arguments.of(
                        "is for clients only",
                        PKI.identity("CN=localhost")
                                .dns("localhost")
                                .onlyForClients()
                                .build(),
                        "is not accepted (Extended key usage does not permit use for TLS server authentication)"));
    }

    @ParameterizedTest(name = "C-7 says of a server''s certificate that it {0}, and not that its authority is missing")
    @MethodSource("unfitServers")
    void saysWhyACertificateIsNotAccepted(String what, TestIdentity identity, String reason) throws Exception {
        try (FakeAuthorizationServer unfit = FakeAuthorizationServer.start(identity);
                AuthorizationServerConnection connection = trusting()) {
            assertThatThrownBy(() -> connection.get(unfit.uri("/jwks")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("showed a certificate")
                    .hasMessageContaining(reason)
                    .hasMessageContaining("No request was sent.")
                    .hasMessageNotContaining("Add the authority");
            assertThat(unfit.calls()).isEmpty();
        }
    }

    @Test
    @DisplayName("says that a server cannot be reached")
    void saysThatAServerCannotBeReached() throws Exception {
        URI gone = server.uri("/x");
        server.goDown();
        try (AuthorizationServerConnection connection = trusting()) {
            assertThatThrownBy(() -> connection.get(gone))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("cannot be reached");
            assertThatThrownBy(() -> connection.get(URI.create("https://no-such-host.invalid/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("does not resolve");
        }
    }

    @ParameterizedTest(name = "says that the server''s TLS probably refused the client certificate, {0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysThatTheClientCertificateWasRefused(String protocol) throws Exception {
        try (RawServer strict = RawServer.tls(
                        PKI.server()
                                .serverContextForClientsOf(
                                        List.of(PKI.secondAuthority().certificate())),
                        protocol,
                        true,
                        (number, in, out) -> RawServer.write(out, OK));
                AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                        .credentials(generation(PKI.serverA()))
                        .build();
                AuthorizationServerConnection without = trusting()) {
            assertThatThrownBy(() -> connection.get(strict.uri("/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("Most probably its TLS refuses the client certificate")
                    .hasMessageContaining("CN=Server A")
                    .hasMessageContaining(PKI.serverA().thumbprint());
            assertThatThrownBy(() -> without.get(strict.uri("/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("none was offered");
        }
    }

    @Test
    @DisplayName("keeps no cookie and no connection from one call to the next")
    void keepsNothing() throws Exception {
        server.always("/x", ScriptedAnswer.json(200, "{}").header("Set-Cookie", "a=b"));
        try (AuthorizationServerConnection connection = trusting()) {
            connection.get(server.uri("/x"));
            connection.get(server.uri("/x"));

            assertThat(server.calls("/x"))
                    .hasSize(2)
                    .allSatisfy(call -> assertThat(call.header("Cookie")).isEmpty());
        }
    }

    @Test
    @DisplayName("close ends its thread and the calls under way, and may be called again")
    void closesAll() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AuthorizationServerConnection connection = trusting();
        AtomicReference<AuthorizationServerException> failure = new AtomicReference<>();
        try (RawServer silent =
                RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                    RawServer.readRequest(in);
                    asked.countDown();
                    new CountDownLatch(1).await();
                })) {
            Thread caller = new Thread(() -> failure.set(
                    catchThrowableOfType(AuthorizationServerException.class, () -> connection.get(silent.uri("/")))));
            caller.start();
            asked.await();
            assertThat(deadlineThreads()).isNotEmpty();

            connection.close();
            connection.close();
            caller.join();

            assertThat(failure.get()).isNotNull();
            assertThatThrownBy(() -> connection.get(silent.uri("/")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("closed");
            for (Thread thread : deadlineThreads()) {
                thread.join(5000);
            }
            assertThat(deadlineThreads()).isEmpty();
        }
    }

    @Test
    @DisplayName("refuses settings that mean nothing")
    void refusesSettingsThatMeanNothing() {
        AuthorizationServerConnection.Builder builder = AuthorizationServerConnection.builder();

        assertThatThrownBy(() -> builder.totalTimeout(Duration.ZERO)).hasMessageContaining("totalTimeout");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofSeconds(-1))).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> builder.responseTimeout(Duration.ofNanos(1))).hasMessageContaining("responseTimeout");
        assertThatThrownBy(() -> builder.maxDocumentBytes(0)).hasMessageContaining("maxDocumentBytes");
    }

    private static List<Thread> deadlineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("holdfast-call-deadline"))
                .toList();
    }

    private static AuthorizationServerConnection trusting() {
        return AuthorizationServerConnection.builder().trust(TRUSTED).build();
    }

    private static CredentialGeneration generation(TestIdentity identity) throws Exception {
        return CredentialGeneration.of(KeyMaterial.of(identity.privateKey(), identity.chain()), TRUSTED);
    }
}
