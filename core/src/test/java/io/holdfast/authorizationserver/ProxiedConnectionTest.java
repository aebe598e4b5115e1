package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testkit.ConnectProxy;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxiedConnectionTest {
    private static final TestPki PKI = TestPki.create();
    private static final TokenRequest REQUEST = TokenRequest.clientCredentials(List.of("a"), List.of());

    @Test
    @DisplayName("C-1 C-7 C-31 a proxy learns host and port; certificate, secret and token go through its tunnel")
    void goesThroughATunnel() throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(
                        PKI.identity("CN=elsewhere").dns("login.example.test").build());
                ConnectProxy proxy = ConnectProxy.start();
                AuthorizationServerConnection connection = through(proxy.uri())) {
            int port = server.uri("/").getPort();
            URI uri = URI.create("https://login.example.test:" + port + "/token"); // only the proxy can resolve it

            TokenResponse token = endpoint(connection, uri).request(REQUEST);

            assertThat(server.calls("/token"))
                    .singleElement()
                    .satisfies(call -> assertThat(call.clientThumbprint())
                            .contains(PKI.serverA().thumbprint()));
            assertThat(proxy.tunnels()).containsExactly("login.example.test:" + port);
            assertThat(proxy.requests().get(0).toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("authorization", "cookie");
            assertThat(proxy.seen()).doesNotContain(token.accessToken(), "s3cret", "server-a", "grant_type");
        }
    }

    @Test
    @DisplayName("C-7 verifies the server's name behind a proxy, too")
    void verifiesTheServer() throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(PKI.server());
                ConnectProxy proxy = ConnectProxy.start();
                AuthorizationServerConnection connection = through(proxy.uri())) {
            URI uri = URI.create("https://login.example.test:" + server.uri("/").getPort() + "/token");

            assertThatThrownBy(() -> endpoint(connection, uri).request(REQUEST))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("not for login.example.test")
                    .hasMessageContaining("No request was sent");
            assertThat(server.calls()).isEmpty();
        }
    }

    @ParameterizedTest(name = "C-28 takes the {0} of a proxy for no answer of the server")
    @ValueSource(ints = {302, 400, 401, 403, 407, 503})
    void takesNoAnswerOfTheProxy(int status) throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(PKI.server());
                ConnectProxy proxy = ConnectProxy.refusing(status, "{\"error\":\"invalid_client\"}");
                AuthorizationServerConnection connection = through(proxy.uri())) {
            Throwable failure = catchThrowable(
                    () -> endpoint(connection, server.uri("/token")).request(REQUEST));

            assertThat(failure)
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("the proxy opens no tunnel")
                    .hasMessageContaining(String.valueOf(status))
                    .hasMessageContaining(proxy.uri().toString());
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    @DisplayName("a call that breaks in a new tunnel is not made again, over kept connections neither")
    void callsOnce() throws Exception {
        try (RawServer breaking = RawServer.tls(
                        PKI.server().serverContextForAnyClient(),
                        null,
                        false,
                        (number, in, out) -> RawServer.readRequest(in));
                ConnectProxy proxy = ConnectProxy.start();
                AuthorizationServerConnection once = through(proxy.uri());
                AuthorizationServerConnection kept =
                        builder(proxy.uri()).keepAlive().build()) {
            assertThatThrownBy(() -> once.get(breaking.uri("/jwks"))).hasMessageContaining("closed the connection");
            assertThat(breaking.connections()).isEqualTo(1);
            assertThatThrownBy(() -> kept.get(breaking.uri("/jwks"))).hasMessageContaining("closed the connection");
            assertThat(breaking.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("keeps tunnels for the next calls when it keeps connections")
    void keepsTunnels() throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(PKI.server());
                ConnectProxy proxy = ConnectProxy.start();
                AuthorizationServerConnection kept =
                        builder(proxy.uri()).keepAlive().build()) {
            kept.get(server.uri("/jwks"));
            kept.get(server.uri("/jwks"));

            assertThat(server.calls("/jwks")).hasSize(2);
            assertThat(proxy.tunnels()).hasSize(1);
        }
    }

    @Test
    @DisplayName("says that the way leads through a proxy when that cannot be reached")
    void namesTheProxy() throws Exception {
        URI nobody;
        try (ConnectProxy closed = ConnectProxy.start()) {
            nobody = closed.uri();
        }
        try (AuthorizationServerConnection connection = through(nobody)) {
            assertThatThrownBy(() -> connection.get(URI.create("https://localhost:1/jwks")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("through the proxy " + nobody)
                    .hasMessageContaining("cannot be reached");
        }
    }

    @Test
    @DisplayName("a proxy that does not answer is cut off with the call")
    void cutsTheProxyOff() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer silent = RawServer.plain((number, in, out) -> over.await());
                AuthorizationServerConnection connection = builder(URI.create("http://localhost:" + silent.port()))
                        .totalTimeout(Duration.ofMillis(300))
                        .build()) {
            assertThatThrownBy(() -> connection.get(URI.create("https://localhost:1/jwks")))
                    .isInstanceOf(AuthorizationServerException.class)
                    .hasMessageContaining("300 ms");
            over.countDown();
        }
    }

    @ParameterizedTest(name = "refuses the proxy {0} and shows no password")
    @ValueSource(
            strings = {
                "https://proxy.example:3128",
                "http://proxy.example",
                "http://me:hunter2@proxy.example:3128",
                "http://proxy.example:3128/path",
                "http://proxy.example:3128?a",
                "http://proxy.example:0",
                "http://proxy.example:99999",
                "proxy.example:3128",
                "//proxy.example:3128",
                "http:proxy"
            })
    void refusesOtherAddresses(String address) {
        assertThatThrownBy(() -> AuthorizationServerConnection.builder().proxy(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://host:port")
                .hasMessageNotContaining("hunter2");
    }

    private static TokenEndpoint endpoint(AuthorizationServerConnection connection, URI uri) {
        return new TokenEndpoint(
                connection,
                EndpointLocation.at(uri),
                AuthenticatedClient.bySecret("server-a", ClientAuthentication.CLIENT_SECRET_BASIC, "s3cret"));
    }

    private static AuthorizationServerConnection through(URI proxy) throws Exception {
        return builder(proxy).build();
    }

    private static AuthorizationServerConnection.Builder builder(URI proxy) throws Exception {
        return AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        KeyMaterial.of(PKI.serverA().privateKey(), PKI.serverA().chain()),
                        TrustedCertificates.of(List.of(PKI.authority().certificate()))))
                .proxy(proxy);
    }
}
