package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe8Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jetty-ee8")
@DisplayName("The javax filter on Jetty 12 ee8")
class JavaxFilterOnJettyEe8Test extends FilterContract {

    JavaxFilterOnJettyEe8Test() {
        super("javax");
    }

    @Override
    Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return JettyEe8Server.start(emptyDirectory, server, war);
    }

    @Override
    public boolean knowsOfUnannouncedBodies() {
        return false;
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-13 asks the socket for the proxy's address behind Jetty's ForwardedRequestCustomizer")
    void asksTheSocketBehindForwardedRequestCustomizer() throws Exception {
        TestWar war = war().guardedByFilter(behindProxy());
        try (Door door = at().start((directory, server) -> JettyEe8Server.startForwarded(directory, server, war))) {
            assertPeerIsTheSockets(door);
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-13 asks the socket for the proxy's address below Jetty's PROXY protocol, in the clear and over TLS")
    void asksTheSocketBelowTheProxyProtocol() throws Exception {
        TestWar war = war().guardedByFilter(behindProxy());
        try (Door door =
                at().start((directory, server) -> JettyEe8Server.startBehindProxyProtocol(directory, server, war))) {
            assertPeerIsTheSocketsBelowProxyProtocol(door);
        }
    }
}
