package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.KeyRing;
import io.holdfast.testkit.RawServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy on the way is not the resource. */
@Timeout(60)
class RefusedTunnelTest {
    private PartnerWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @ParameterizedTest(name = "C-10 C-24 a proxy that refuses a tunnel by invalid_token costs no token, {0}")
    @EnumSource
    void takesNoProxyForTheResource(Transport transport) throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (RawServer proxy = RawServer.plain((number, in, out) -> {
            heads.add(RawServer.readRequest(in));
            RawServer.write(
                    out,
                    "HTTP/1.1 401 No\r\nWWW-Authenticate: " + PartnerWorld.INVALID_TOKEN
                            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        })) {
            KeyRing keyRing = world.closing(world.keyRing(PKI.serverA()).build());
            Transport.Client client =
                    world.closing(transport.open(keyRing, new HttpHost("http", "localhost", proxy.port())));

            for (int i = 0; i < 2; i++) {
                // As HttpClient does it: the proxy's answer, or an exception.
                Throwable failure = catchThrowable(
                        () -> assertThat(client.get(world.api.uri("/orders")).status())
                                .isEqualTo(401));
                assertThat(failure == null || failure.toString().contains("CONNECT refused"))
                        .as(String.valueOf(failure))
                        .isTrue();
            }

            assertThat(heads).hasSize(2).allMatch(head -> head.startsWith("CONNECT "));
            assertThat(world.tokenCalls()).hasSize(1);
            assertThat(keyRing.status().refusedTokens()).isZero();
        }
    }

    @Test
    @DisplayName("C-8 C-10 a proxy that would get a request for an allowed origin in the clear does not get it")
    void trustsNoProxyWithoutATunnel() throws Exception {
        AllowedOrigins origins = new AllowedOrigins(
                world.closing(world.keyRing(PKI.serverA()).build()).rules());
        HttpHost target = new HttpHost("https", "localhost", world.api.uri("/").getPort());
        HttpHost proxy = new HttpHost("https", "proxy.example", 3128);

        HttpRequest request = new BasicHttpRequest("GET", target, "/");
        HttpContext context = HttpClientContext.create();

        assertThat(origins.requestFor(request, new HttpRoute(target, null, proxy, true), context, false))
                .isNotNull();
        assertThatThrownBy(() -> origins.requestFor(
                        request,
                        new HttpRoute(target, null, proxy, true, TunnelType.PLAIN, LayerType.PLAIN),
                        context,
                        false))
                .isInstanceOf(ProtocolException.class);
    }
}
