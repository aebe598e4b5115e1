package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which servers see the client's certificate. Every server here asks for one. */
@Timeout(120)
class CertificateDestinationTest {
    private PartnerWorld world;
    private RecordingApi api;
    private RecordingApi stranger;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        world.issue("secret-token", ",\"expires_in\":300");
        api = new RecordingApi(PKI.server());
        stranger = new RecordingApi(PKI.server());
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        api.close();
        stranger.close();
    }

    @ParameterizedTest(name = "C-33 H5 a server that is no allowed origin sees no certificate, {0}, foreign pool {1}")
    @CsvSource({
        "CLASSIC, false", "ASYNC_HTTP_1, false", "ASYNC_HTTP_2, false",
        "CLASSIC, true", "ASYNC_HTTP_1, true", "ASYNC_HTTP_2, true"
    })
    void showsItToAllowedOriginsOnly(Transport transport, boolean foreign) throws Exception {
        KeyRing keyRing = ring();
        Transport.Client client = world.closing(
                foreign
                        ? transport.openWithForeignConnections(keyRing, keyRing.sslContext())
                        : transport.open(keyRing));

        for (int i = 0; i < 2; i++) { // the second time over connections and sessions of the first
            assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
            assertThat(client.get(stranger.uri("/public")).status()).isEqualTo(200);
            client.get(URI.create("https://127.0.0.1:" + api.uri("/").getPort() + "/by-address"));
        }

        assertThat(stranger.calls())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.thumbprint()).isNull());
        assertThat(api.calls())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(call -> assertThat(call.thumbprint())
                        .isEqualTo(call.path().equals("/orders") ? PKI.serverA().thumbprint() : null));
    }

    @ParameterizedTest(name = "C-33 the authorization server sees it when the application calls it, {0}")
    @EnumSource
    void showsItToTheAuthorizationServer(Transport transport) throws Exception {
        world.login.always("/par", io.holdfast.testkit.ScriptedAnswer.json(201, "{}"));

        world.closing(transport.open(ring())).get(world.login.uri("/par"));

        assertThat(world.login.calls("/par"))
                .singleElement()
                .satisfies(call -> assertThat(call.clientThumbprint())
                        .contains(PKI.serverA().thumbprint()));
    }

    @ParameterizedTest(
            name = "C-3 C-33 the alias that the metadata name sees it, servers of other endpoints do not, {0}")
    @EnumSource
    void showsItToTheAlias(Transport transport) throws Exception {
        try (FakeAuthorizationServer alias = FakeAuthorizationServer.start(PKI.server())) {
            world.login
                    .metadata()
                    .put(
                            "mtls_endpoint_aliases",
                            java.util.Map.of(
                                    "token_endpoint", alias.uri("/token").toString()));
            alias.always(
                    "/token",
                    io.holdfast.testkit.ScriptedAnswer.json(
                            200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":300}"));
            KeyRing keyRing = world.closing(KeyRing.builder()
                    .keyStore(PartnerWorld.keysOf(PKI.serverA()))
                    .trust(PartnerWorld.TRUSTED)
                    .issuer(world.login.issuer())
                    .clientId("server-a")
                    .allowedOrigins(api.origin())
                    .build());
            Transport.Client client = world.closing(transport.open(keyRing));

            client.get(api.uri("/orders")); // reads the metadata
            client.get(alias.uri("/par"));
            client.get(stranger.uri("/"));

            assertThat(alias.calls())
                    .hasSize(2)
                    .allSatisfy(call -> assertThat(call.clientThumbprint())
                            .contains(PKI.serverA().thumbprint()));
            assertThat(stranger.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.thumbprint()).isNull());
        }
    }

    @ParameterizedTest(name = "C-33 a proxy that is called by TLS sees no certificate, {0}")
    @EnumSource
    void showsNoneToAProxy(Transport transport) throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (RawServer proxy =
                RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                    heads.add(RawServer.readRequest(in));
                    RawServer.write(out, "HTTP/1.1 403 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
                })) {
            Transport.Client client =
                    world.closing(transport.open(ring(), new HttpHost("https", "localhost", proxy.port())));

            Throwable unused = catchThrowable(() -> client.get(api.uri("/orders"))); // the answer, or an exception

            assertThat(heads)
                    .isNotEmpty()
                    .allSatisfy(head -> assertThat(head).startsWith("CONNECT ").doesNotContain("secret-token"));
            assertThat(proxy.clientThumbprints()).isEmpty();
        }
    }

    @ParameterizedTest(name = "C-33 connections of the application that show it to others are not used there, {0}")
    @EnumSource
    void refusesConnectionsThatShowIt(Transport transport) throws Exception {
        KeyRing keyRing = ring();
        Transport.Client client = world.closing(transport.openWithForeignConnections(
                keyRing, keyRing.credentials().sslContext()));

        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        assertThat(catchThrowable(() -> client.get(stranger.uri("/public"))))
                .hasStackTraceContaining("neither an allowed origin nor the authorization server")
                .hasStackTraceContaining("sslContext()");

        assertThat(stranger.calls()).isEmpty();
    }

    private KeyRing ring() throws Exception {
        return world.closing(
                world.keyRing(PKI.serverA()).allowedOrigins(api.origin()).build());
    }
}
