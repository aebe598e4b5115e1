package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.testpki.TestPki;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.Test;

class ConnectProxyTest {

    private final TestPki pki = TestPki.create();

    @Test
    void opensATunnelAndKeepsWhatItSaw() throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server());
                ConnectProxy proxy = ConnectProxy.start()) {
            HttpsURLConnection call = call(server.uri("/jwks"), proxy);

            assertThat(call.getResponseCode()).isEqualTo(200);
            assertThat(new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("keys");
            assertThat(proxy.tunnels())
                    .containsExactly("localhost:" + server.uri("/").getPort());
            assertThat(proxy.seen()).startsWith("CONNECT ").doesNotContain("/jwks");
            assertThat(proxy.seen().length())
                    .isGreaterThan(proxy.requests().get(0).length());
        }
    }

    @Test
    void refusesTunnels() throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server());
                ConnectProxy proxy = ConnectProxy.refusing(403)) {
            assertThat(catchThrowable(() -> call(server.uri("/jwks"), proxy).getResponseCode()))
                    .hasMessageContaining("403");
            assertThat(server.calls()).isEmpty();
            assertThat(proxy.tunnels()).hasSize(1);
        }
    }

    @Test
    void asksWhoCalls() throws Exception {
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server());
                ConnectProxy proxy = ConnectProxy.asking()) {
            assertThat(call(server.uri("/jwks"), proxy).getResponseCode()).isEqualTo(407);
            assertThat(server.calls()).isEmpty();
        }
    }

    private HttpsURLConnection call(URI uri, ConnectProxy proxy) throws Exception {
        HttpsURLConnection call = (HttpsURLConnection) uri.toURL()
                .openConnection(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", proxy.port())));
        call.setSSLSocketFactory(
                pki.serverA().clientContext(pki.authority().certificate()).getSocketFactory());
        return call;
    }
}
