package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static io.holdfast.httpclient.PartnerWorld.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.util.List;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ProtocolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose certificate is on which connection. */
@Timeout(60)
class ConnectionIdentityTest {
    private PartnerWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new PartnerWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @ParameterizedTest(name = "pooled connections are used again, {0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void usesPooledConnectionsAgain(String protocol) throws Exception {
        try (RawServer api =
                RawServer.tls(PKI.server().serverContextForAnyClient(), protocol, true, (number, in, out) -> {
                    while (!RawServer.readRequest(in).isEmpty()) {
                        RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                    }
                })) {
            BoundTokenInterceptor tokens =
                    world.interceptor(world.keyRing(PKI.serverA()).allowedOrigins("https://localhost:" + api.port()));
            HttpClient client =
                    world.closing(tokens.configure(HttpClients.custom()).build());

            for (int i = 0; i < 5; i++) {
                send(client, new HttpGet(api.uri("/")));
            }

            assertThat(api.connections()).isEqualTo(1);
            assertThat(api.clientThumbprints()).containsExactly(PKI.serverA().thumbprint());
        }
    }

    @Test
    @DisplayName("C-1 F9 F11 a token never rides on a connection of another certificate, same subject or not")
    void neverMixesIdentities() throws Exception {
        for (TestIdentity second : List.of(PKI.partnerB(), PKI.serverA().renewed())) {
            BoundTokenInterceptor a = world.interceptor(PKI.serverA());
            BoundTokenInterceptor b = world.interceptor(second);
            PoolingHttpClientConnectionManager connectionsOfA = a.configure(
                            PoolingHttpClientConnectionManagerBuilder.create())
                    .build();
            HttpClient clientA = world.closing(a.configure(HttpClients.custom(), connectionsOfA)
                    .setConnectionManagerShared(true)
                    .build());
            HttpClient clientB = world.closing(b.configure(HttpClients.custom(), connectionsOfA)
                    .setConnectionManagerShared(true)
                    .build());
            int before = world.api.calls("/orders").size();

            send(clientA, new HttpGet(world.api.uri("/orders")));
            assertThatThrownBy(() -> send(clientB, new HttpGet(world.api.uri("/orders"))))
                    .hasRootCauseInstanceOf(ProtocolException.class)
                    .rootCause()
                    .hasMessageContaining("another certificate");

            assertThat(world.api.calls("/orders"))
                    .hasSize(before + 1)
                    .last()
                    .satisfies(call -> assertThat(call.clientThumbprint())
                            .contains(PKI.serverA().thumbprint()));
            connectionsOfA.close();
        }
    }

    @Test
    @DisplayName("F11 two clients with pools of their own present their own certificates and tokens")
    void keepsTwoClientsApart() throws Exception {
        HttpClient a = client(PKI.serverA());
        HttpClient b = client(PKI.partnerB());

        for (int i = 0; i < 2; i++) {
            send(a, new HttpGet(world.api.uri("/orders")));
            send(b, new HttpGet(world.api.uri("/orders")));
        }

        assertThat(world.api.calls("/orders"))
                .extracting(call -> call.clientThumbprint().orElseThrow())
                .containsExactly(
                        PKI.serverA().thumbprint(),
                        PKI.partnerB().thumbprint(),
                        PKI.serverA().thumbprint(),
                        PKI.partnerB().thumbprint());
        List<String> authorizations = world.authorizations(world.api, "/orders");
        assertThat(authorizations.get(0)).isEqualTo(authorizations.get(2)).isNotEqualTo(authorizations.get(1));
        assertThat(world.tokenCalls())
                .extracting(RecordedCall::clientThumbprint)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    @DisplayName("a connection state of the application's own is left alone")
    void leavesTheApplicationsStateAlone() throws Exception {
        HttpClient client = client(PKI.serverA());
        HttpClientContext mine = HttpClientContext.create();
        mine.setUserToken("mine");
        HttpClientContext fresh = HttpClientContext.create();

        client.execute(new HttpGet(world.api.uri("/orders")), mine, response -> null);
        client.execute(new HttpGet(world.api.uri("/orders")), fresh, response -> null);

        assertThat(mine.getUserToken()).isEqualTo("mine");
        assertThat(fresh.getUserToken())
                .isInstanceOf(CredentialGeneration.class)
                .asString()
                .contains(PKI.serverA().thumbprint());
    }

    private HttpClient client(TestIdentity identity) throws Exception {
        BoundTokenInterceptor tokens = world.interceptor(identity);
        return world.closing(tokens.configure(HttpClients.custom()).build());
    }
}
