package io.holdfast.doctor.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class ObservedConnectionTest {
    private static final TestPki PKI = TestPki.create();
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

    private static ConnectionBuilder to(RawServer server) throws Exception {
        TrustedCertificates trust =
                TrustedCertificates.of(List.of(PKI.authority().certificate()));
        return ClientTls.of(null, trust).to("localhost", server.port(), Duration.ofSeconds(20));
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
