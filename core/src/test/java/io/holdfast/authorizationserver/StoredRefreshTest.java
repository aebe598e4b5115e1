package io.holdfast.authorizationserver;

import static io.holdfast.testkit.FakeAuthorizationServer.TOKEN_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestPki;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoredRefreshTest {
    private static final TestPki PKI = TestPki.create();

    private final Kept store = new Kept("r0");
    private final TokenRequest request = TokenRequest.refreshed(store, List.of("a"), List.of("urn:x"));
    private FakeAuthorizationServer server;
    private AuthorizationServerConnection connection;
    private TokenEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        server = FakeAuthorizationServer.start(PKI.server());
        connection = AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        PKI.serverA().clientContext(PKI.authority().certificate()),
                        PKI.serverA().chain()))
                .build();
        endpoint = new TokenEndpoint(
                connection,
                EndpointLocation.at(server.uri(TOKEN_PATH)),
                AuthenticatedClient.byCertificate("me", ClientAuthentication.TLS_CLIENT_AUTH));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    @DisplayName("C-21 the application's refresh token is sent, and what replaces it is sent the next time")
    void usesAndReplaces() throws Exception {
        server.queue(TOKEN_PATH, answer(",\"refresh_token\":\"r1\""), answer(",\"refresh_token\":\"r1\""), answer(""));
        endpoint.request(request);
        endpoint.request(request);
        endpoint.request(request);

        assertThat(sent()).containsExactly("r0", "r1", "r1");
        assertThat(store.heard).containsExactly("r1");
        RecordedCall call = server.calls(TOKEN_PATH).get(0);
        assertThat(call.formValue("grant_type")).contains("refresh_token");
        assertThat(call.formValue("scope")).contains("a");
        assertThat(call.formValue("resource")).contains("urn:x");
    }

    @Test
    @DisplayName(
            "C-21 C-20 a refresh token that has ended is a typed error to the caller, and stays the application's to drop")
    void tellsThatItHasEnded() {
        store.token = "kept-by-the-application"; // no thumbprint holds it by chance
        server.queue(TOKEN_PATH, ScriptedAnswer.json(400, "{\"error\":\"invalid_grant\"}"));

        assertThatThrownBy(() -> endpoint.request(request))
                .isInstanceOfSatisfying(
                        TokenErrorException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo("invalid_grant"))
                .hasMessageNotContaining("kept-by");
        assertThat(store.heard).isEmpty();
    }

    @Test
    @DisplayName("C-21 while the application has no refresh token, or none that can be sent, nobody is called")
    void callsNobodyWithoutOne() {
        store.token = null;
        assertThatThrownBy(() -> endpoint.request(request)).isInstanceOf(AuthorizationServerException.class);
        store.token = "líne\nbreak";
        assertThatThrownBy(() -> endpoint.request(request))
                .isInstanceOf(AuthorizationServerException.class)
                .hasMessageNotContaining("break");

        assertThat(server.calls()).isEmpty();
    }

    @Test
    @DisplayName("C-21 C-31 a store that fails shows no token, and costs no access token that has come")
    void survivesAStoreThatFails() throws Exception {
        TestLog log = new TestLog();
        server.queue(TOKEN_PATH, answer(",\"refresh_token\":\"r1-secret\""));
        RefreshTokens forgetful = new RefreshTokens() {
            @Override
            public Optional<String> current() {
                return Optional.of("r0");
            }

            @Override
            public void replaced(String refreshToken) {
                throw new IllegalStateException("disk full: " + refreshToken);
            }
        };
        assertThat(endpoint.request(TokenRequest.refreshed(forgetful, List.of(), List.of()))
                        .accessToken())
                .isEqualTo("t");
        assertThat(log.text()).contains("could not keep the refresh token").doesNotContain("r1-secret");

        RefreshTokens broken = new RefreshTokens() {
            @Override
            public Optional<String> current() {
                throw new IllegalStateException("r0-secret");
            }

            @Override
            public void replaced(String refreshToken) {}
        };
        assertThatThrownBy(() -> endpoint.request(TokenRequest.refreshed(broken, List.of(), List.of())))
                .isInstanceOf(AuthorizationServerException.class)
                .hasNoCause()
                .hasMessageNotContaining("r0-secret");
    }

    @Test
    @DisplayName("C-21 one refresh token is never under way twice, whatever is asked for by it")
    void asksOneAtATime() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        server.queue(TOKEN_PATH, answer(",\"refresh_token\":\"r1\"").heldUntil(gate), answer(""));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<TokenResponse> one = threads.submit(() -> endpoint.request(request));
            Await.until(() -> !server.calls(TOKEN_PATH).isEmpty());
            Future<TokenResponse> other =
                    threads.submit(() -> endpoint.request(TokenRequest.refreshed(store, List.of("b"), List.of())));
            assertThatThrownBy(() -> other.get(200, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(server.calls(TOKEN_PATH)).hasSize(1);
            gate.countDown();
            one.get();
            other.get();
        } finally {
            threads.shutdownNow();
        }

        assertThat(sent()).containsExactly("r0", "r1");
    }

    @Test
    @DisplayName("C-4 C-31 requests by one store are the same, whatever token it holds, and show none")
    void isKnownByItsStore() {
        int hash = request.hashCode();
        store.token = "r9-secret";

        assertThat(request)
                .isEqualTo(TokenRequest.refreshed(store, List.of("a"), List.of("urn:x")))
                .hasSameHashCodeAs(TokenRequest.refreshed(store, List.of("a"), List.of("urn:x")))
                .isNotEqualTo(TokenRequest.refreshed(new Kept("r9-secret"), List.of("a"), List.of("urn:x")))
                .isNotEqualTo(TokenRequest.refreshed(store, List.of(), List.of("urn:x")))
                .isNotEqualTo(TokenRequest.clientCredentials(List.of("a"), List.of("urn:x")));
        assertThat(request.hashCode()).isEqualTo(hash);
        assertThat(request.toString()).doesNotContain("r9-secret").doesNotContain("Kept");
    }

    private List<String> sent() {
        return server.calls(TOKEN_PATH).stream()
                .map(call -> call.formValue("refresh_token").orElse("none"))
                .toList();
    }

    private static ScriptedAnswer answer(String more) {
        return ScriptedAnswer.json(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\"" + more + "}");
    }

    private static final class Kept implements RefreshTokens {
        private final List<String> heard = new ArrayList<>();
        private volatile String token;

        Kept(String token) {
            this.token = token;
        }

        @Override
        public Optional<String> current() {
            return Optional.ofNullable(token);
        }

        @Override
        public void replaced(String refreshToken) {
            heard.add(refreshToken);
            token = refreshToken;
        }

        @Override
        public String toString() {
            return "Kept[" + token + "]";
        }
    }
}
