package io.holdfast.doctor.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.text.Sha256;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

class ObservedConnectionTest {
    private static final TestPki PKI = TestPki.create();
    private static final TrustedCertificates TRUST =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    private static final String OTHER = "other.holdfast.example";
    private static final HttpMessage GET = HttpMessage.of("GET", "/").field("Host", "localhost");

    private static RawServer server(TestIdentity identity, RawServer.Conversation conversation) throws Exception {
        return RawServer.tls(identity.serverContextForAnyClient(), null, false, conversation);
    }

    private static RawServer answering(String... answers) throws Exception {
        return server(PKI.server(), (number, in, out) -> {
            for (String answer : answers) {
                RawServer.readRequest(in);
                RawServer.write(out, answer);
            }
        });
    }

    private static ConnectionBuilder to(RawServer server) {
        return to(server, Duration.ofSeconds(20));
    }

    private static ConnectionBuilder to(RawServer server, Duration timeout) {
        return ClientTls.of(null, TRUST).to("localhost", server.port(), timeout);
    }

    private static ConnectionFailedException failure(RawServer server) throws Exception {
        try (ObservedConnection connection = to(server).connect()) {
            return catchThrowableOfType(ConnectionFailedException.class, () -> connection.exchange(GET));
        }
    }

    @Test
    void keepsTheBeginningOfABodyWithLengthAndDigestOfAllOfItAndTheConnection() throws Exception {
        String body = "0123456789".repeat(50_000);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (RawServer server = answering(answer, answer);
                ObservedConnection connection = to(server).keptOfBodies(15).connect()) {
            for (int i = 0; i < 2; i++) {
                HttpBody kept = connection.exchange(GET).body();

                assertThat(kept.beginning()).asString().isEqualTo("012345678901234");
                assertThat(kept.length()).isEqualTo(500_000);
                assertThat(kept.digest()).isEqualTo(Sha256.of(body.getBytes(StandardCharsets.US_ASCII)));
            }
        }
    }

    @Test
    void readsNoHeadOfMoreThan64KilobytesAndTakesItForNoRefusalByTls() throws Exception {
        String line = "X-Long: " + "x".repeat(50_000) + "\r\n";
        try (RawServer server = answering("HTTP/1.1 200 OK\r\n" + line.repeat(190) + "Content-Length: 0\r\n\r\n")) {
            ConnectionFailedException failure = failure(server);

            assertThat(failure).hasMessageContaining("its head is longer than 64 kB");
            assertThat(failure.observation().orElseThrow().asked()).isTrue();
            assertThat(failure.isRefusalByTls()).isFalse();
        }
    }

    @Test
    void takesNoServerThatIsTooSlowForOneWhoseTlsRefuses() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (RawServer server = server(PKI.server(), (number, in, out) -> {
                        RawServer.readRequest(in);
                        in.read(); // until the client gives up
                    });
                    ObservedConnection connection =
                            to(server, Duration.ofMillis(400)).versions(version).connect()) {
                ConnectionFailedException failure =
                        catchThrowableOfType(ConnectionFailedException.class, () -> connection.exchange(GET));

                assertThat(failure).hasMessageContaining("within 400 ms").hasMessageContaining("--timeout");
                assertThat(failure.stage()).isEqualTo(ConnectionFailedException.Stage.ANSWER);
                assertThat(failure.observation().orElseThrow().asked()).isTrue();
                assertThat(failure.isLate()).isTrue();
                assertThat(failure.isRefusalByTls()).as(version).isFalse();
            }
        }
    }

    /** Under TLS 1.2 the client waits for the server's last message, whatever that does with its certificate meanwhile. */
    @Test
    void takesNoHandshakeThatIsTooSlowForARefusal() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        TestIdentity client = PKI.partnerB();
        try (RawServer server = RawServer.tls(lookingUntil(over), "TLSv1.2", true, (number, in, out) -> {})) {
            ConnectionBuilder slow = ClientTls.of(client.chain(), client.privateKey(), TRUST)
                    .to("localhost", server.port(), Duration.ofMillis(400))
                    .versions("TLSv1.2");
            ConnectionFailedException failure = catchThrowableOfType(ConnectionFailedException.class, slow::connect);

            assertThat(failure.stage()).isEqualTo(ConnectionFailedException.Stage.HANDSHAKE);
            assertThat(failure.observation().orElseThrow().asked()).isTrue();
            assertThat(failure).hasMessageContaining("within 400 ms").hasMessageContaining("--timeout");
            assertThat(failure.isRefusalByTls()).isFalse();
        } finally {
            over.countDown();
        }
    }

    /** A server's context that does not finish its look at a client's certificate. */
    private static SSLContext lookingUntil(CountDownLatch over) throws Exception {
        char[] password = "password".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(PKI.server().keyStore("PKCS12", "server", password), password);
        X509ExtendedTrustManager looking = new AnyClient() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {looking}, null);
        return context;
    }

    private abstract static class AnyClient extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void readsNoEndlessTrailers() throws Exception {
        String line = "X-Long: " + "x".repeat(50_000) + "\r\n";
        try (RawServer server =
                answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + line.repeat(190) + "\r\n")) {
            assertThat(failure(server).stage()).isEqualTo(ConnectionFailedException.Stage.BODY);
        }
    }

    @Test
    void quotesNothingOfAMalformedAnswer() throws Exception {
        for (String answer : List.of(
                "HTTP/1.1 canary 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon canary\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n")) {
            try (RawServer server = answering(answer)) {
                assertThat(failure(server))
                        .hasMessageContaining("broke off before the end of its answer")
                        .hasMessageNotContaining("canary");
            }
        }
    }

    @Test
    void sendsNothingToAServerWhoseCertificateNamesOnlyTheNameInTheHandshake() throws Exception {
        TestIdentity other = PKI.identity("CN=other").dns(OTHER).build();
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (RawServer server = server(other, (number, in, out) -> requests.add(RawServer.readRequest(in)))) {
            ConnectionFailedException failure = catchThrowableOfType(ConnectionFailedException.class, () -> {
                try (ObservedConnection connection =
                        to(server).serverName(OTHER).connect()) {
                    connection.exchange(GET.field("Authorization", "Bearer a.b.c"));
                }
            });

            assertThat(requests.take()).isEmpty();
            assertThat(failure.stage()).isEqualTo(ConnectionFailedException.Stage.HANDSHAKE);
            assertThat(failure)
                    .hasMessageContaining("is not accepted")
                    .hasMessageContaining("the certificate must name it");
        }
    }

    @Test
    void verifiesTheHostWhereTheHandshakeNamesAnotherServer() throws Exception {
        TestIdentity both = PKI.identity("CN=both").dns("localhost").dns(OTHER).build();
        try (RawServer server = server(both, (number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(out, "HTTP/1.1 204 No Content\r\n\r\n");
                });
                ObservedConnection connection = to(server).serverName(OTHER).connect()) {
            assertThat(connection.exchange(GET).status()).isEqualTo(204);
        }
    }
}
