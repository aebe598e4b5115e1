package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe10Server;
import io.holdfast.testserver.JettyEe8Server;
import io.holdfast.testserver.QuietSocket;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import io.holdfast.testserver.javax.WebSocketListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee8.websocket.api.WebSocketAdapter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket handshakes: Jetty and Tomcat each have a filter of their own for them, at opposite ends of the chain. */
final class WebSocketHandshakeTest {
    private static final String EE8_FILTER = "org.eclipse.jetty.ee8.websocket.servlet.WebSocketUpgradeFilter";
    private static final String EE10_FILTER = "org.eclipse.jetty.ee10.websocket.servlet.WebSocketUpgradeFilter";

    @TempDir
    private Path directory;

    @OnEveryContainer
    @Test
    @Tag("jetty-ee8")
    @DisplayName("B17 checks WebSocket handshakes on Jetty ee8 when its upgrade filter is declared behind")
    void checksHandshakesOnEe8() throws Exception {
        checksHandshakes("javax", EE8_FILTER, WebSocketHandshakeTest::ee8);
    }

    @OnEveryContainer
    @Test
    @Tag("jetty-ee10")
    @DisplayName("B17 checks WebSocket handshakes on Jetty ee10 when its upgrade filter is declared behind")
    void checksHandshakesOnEe10() throws Exception {
        checksHandshakes("jakarta", EE10_FILTER, WebSocketHandshakeTest::ee10);
    }

    @OnEveryContainer
    @Test
    @Tag("jetty-ee8")
    @DisplayName("B17 never sees WebSocket handshakes on Jetty ee8 without that declaration, as the documentation says")
    void doesNotSeeHandshakesOnEe8() throws Exception {
        doesNotSeeHandshakes("javax", WebSocketHandshakeTest::ee8);
    }

    @OnEveryContainer
    @Test
    @Tag("jetty-ee10")
    @DisplayName(
            "B17 never sees WebSocket handshakes on Jetty ee10 without that declaration, as the documentation says")
    void doesNotSeeHandshakesOnEe10() throws Exception {
        doesNotSeeHandshakes("jakarta", WebSocketHandshakeTest::ee10);
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-9")
    @DisplayName("B17 checks WebSocket handshakes on Tomcat, whose own filter comes last")
    void checksHandshakesOnTomcat() throws Exception {
        try (DoorFixture at = new DoorFixture(
                directory,
                (empty, identity, settings) -> TomcatServer.start(
                        empty,
                        identity,
                        TestWar.of("javax").guardedByFilter(settings).listener(WebSocketListener.class.getName())))) {
            assertHandshakesAreChecked(at);
        }
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-9")
    @DisplayName("B17 checks them on Tomcat where the filter is registered by code, before those of others")
    void checksHandshakesOfAFilterRegisteredByCode() throws Exception {
        try (DoorFixture at = new DoorFixture(
                directory,
                (empty, identity, settings) -> TomcatServer.start(
                        empty,
                        identity,
                        TestWar.of("javax")
                                .guardedProgrammatically(settings)
                                .listener(WebSocketListener.class.getName())))) {
            assertHandshakesAreChecked(at);
        }
    }

    private interface Server {
        Door start(Path emptyDirectory, TestIdentity identity, TestWar war) throws Exception;
    }

    private static Door ee8(Path emptyDirectory, TestIdentity identity, TestWar war) throws Exception {
        return JettyEe8Server.start(
                emptyDirectory,
                identity,
                war,
                context ->
                        org.eclipse.jetty.ee8.websocket.server.config.JettyWebSocketServletContainerInitializer
                                .configure(
                                        context,
                                        (application, container) -> container.addMapping(
                                                "/api/socket", (request, response) -> new WebSocketAdapter())));
    }

    private static Door ee10(Path emptyDirectory, TestIdentity identity, TestWar war) throws Exception {
        return JettyEe10Server.start(
                emptyDirectory,
                identity,
                war,
                context ->
                        org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer
                                .configure(
                                        context,
                                        (application, container) -> container.addMapping(
                                                "/api/socket", (request, response) -> new QuietSocket())));
    }

    private void checksHandshakes(String namespace, String upgradeFilter, Server server) throws Exception {
        try (DoorFixture at = new DoorFixture(
                directory,
                (empty, identity, settings) -> server.start(
                        empty,
                        identity,
                        TestWar.of(namespace)
                                .guardedByFilter(settings)
                                .filter(upgradeFilter, upgradeFilter, Map.of())
                                .filterMapping(upgradeFilter, "/*")))) {
            assertHandshakesAreChecked(at);
        }
    }

    private static void assertHandshakesAreChecked(DoorFixture at) throws IOException {
        String token = at.token();
        DoorFixture.assertRefusal(handshake(at, at.pki.serverA(), null), 401, null);
        DoorFixture.assertRefusal(handshake(at, at.pki.thief(), token), 401, "invalid_token");
        DoorFixture.assertRefusal(handshake(at, null, token), 401, "invalid_token");
        assertThat(handshake(at, at.pki.serverA(), token).status()).isEqualTo(101);
    }

    private void doesNotSeeHandshakes(String namespace, Server server) throws Exception {
        try (DoorFixture at = new DoorFixture(
                directory,
                (empty, identity, settings) ->
                        server.start(empty, identity, TestWar.of(namespace).guardedByFilter(settings)))) {
            assertThat(handshake(at, null, null).status()).isEqualTo(101);
            at.refused(401, null, null, RawRequest.get("/api/socket"));
        }
    }

    private static RawResponse handshake(DoorFixture at, TestIdentity client, String token) throws IOException {
        RawRequest request = RawRequest.get("/api/socket")
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        try (RawHttpsClient connection = RawHttpsClient.connect(at.door.secure(), at.context(client), null)) {
            return connection.send(token == null ? request : request.bearer(token));
        }
    }
}
