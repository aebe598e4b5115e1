package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KeptConnectionTest {
    private static final TestPki PKI = TestPki.create();
    private static final TrustedCertificates TRUSTED =
            TrustedCertificates.of(List.of(PKI.authority().certificate()));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    private final AtomicInteger requests = new AtomicInteger();

    private RawServer server(RawServer.Conversation conversation) throws IOException {
        return RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, conversation);
    }

    /** Answers so many requests of each connection, reads so many more and closes then. */
    private RawServer answering(int answered, int readThen) throws IOException {
        return server((number, in, out) -> {
            for (int i = 0; i < answered + readThen; i++) {
                if (RawServer.readRequest(in).isEmpty()) {
                    return;
                }
                requests.incrementAndGet();
                if (i < answered) {
                    RawServer.write(out, OK);
                }
            }
        });
    }

    private static AuthorizationServerConnection keeping() {
        return AuthorizationServerConnection.builder()
                .trust(TRUSTED)
                .keepAlive()
                .build();
    }

    private static void call(AuthorizationServerConnection connection, RawServer server) throws Exception {
        assertThat(connection
                        .postForm(server.uri("/introspect"), 100, (form, headers) -> {})
                        .body())
                .isEqualTo("{}");
    }

    @Test
    @DisplayName("calls over the connection of the call before, when it keeps them")
    void keepsConnections() throws Exception {
        try (RawServer server = answering(100, 0);
                AuthorizationServerConnection kept = keeping();
                AuthorizationServerConnection fresh =
                        AuthorizationServerConnection.builder().trust(TRUSTED).build()) {
            for (int i = 0; i < 10; i++) {
                call(kept, server);
            }
            assertThat(server.connections()).isEqualTo(1);
            for (int i = 0; i < 3; i++) {
                call(fresh, server);
            }
            assertThat(server.connections()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("S-60 a kept connection that the server has closed meanwhile is no outage")
    void aClosedConnectionIsNoOutage() throws Exception {
        try (RawServer server = server((number, in, out) -> {
                    RawServer.readRequest(in);
                    RawServer.write(out, OK);
                    in.close();
                });
                AuthorizationServerConnection kept = keeping()) {
            for (int i = 0; i < 3; i++) {
                call(kept, server);
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("S-60 a kept connection that breaks while it is used again is tried once more, a new one is not")
    void triesOnceMore() throws Exception {
        try (RawServer server = answering(1, 1);
                AuthorizationServerConnection kept = keeping()) {
            call(kept, server);
            call(kept, server);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(requests).hasValue(3);
        }
        requests.set(0);
        try (RawServer server = answering(0, 1);
                AuthorizationServerConnection kept = keeping()) {
            assertThatThrownBy(() -> call(kept, server)).isInstanceOf(AuthorizationServerException.class);
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    @DisplayName("S-55 S-60 the second try has a proof of its own, since a server takes an assertion once only")
    void triesAgainWithAnotherProof() throws Exception {
        AtomicInteger proofs = new AtomicInteger();
        FormRequest request =
                (form, headers) -> form.add(new BasicNameValuePair("jti", "no-" + proofs.incrementAndGet()));
        List<String> bodies = new CopyOnWriteArrayList<>();
        try (RawServer server = server((number, in, out) -> {
                    for (int i = 0; i < 2; i++) {
                        bodies.add(RawServer.readRequest(in).replaceFirst("(?s).*\r\n\r\n", ""));
                        if (i == 0) {
                            RawServer.write(out, OK);
                        }
                    }
                });
                AuthorizationServerConnection kept = keeping()) {
            for (int i = 0; i < 2; i++) {
                assertThat(kept.postForm(server.uri("/introspect"), 100, request)
                                .body())
                        .isEqualTo("{}");
            }
        }

        assertThat(bodies).startsWith("jti=no-1", "jti=no-2", "jti=no-3");
    }

    @Test
    @DisplayName("C-28 a connection that keeps none tries nothing again")
    void withoutKeepingTriesNothingAgain() throws Exception {
        try (RawServer server = answering(0, 1);
                AuthorizationServerConnection fresh =
                        AuthorizationServerConnection.builder().trust(TRUSTED).build()) {
            assertThatThrownBy(() -> call(fresh, server)).isInstanceOf(AuthorizationServerException.class);
            assertThat(requests).hasValue(1);
        }
    }
}
