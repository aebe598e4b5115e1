package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe10Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jetty-ee10")
@DisplayName("The jakarta filter on Jetty 12 ee10")
class JakartaFilterOnJettyEe10Test extends FilterContract {

    JakartaFilterOnJettyEe10Test() {
        super("jakarta");
    }

    @Override
    Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return JettyEe10Server.start(emptyDirectory, server, war);
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
        try (Door door = at().start((directory, server) -> JettyEe10Server.startForwarded(directory, server, war))) {
            assertPeerIsTheSockets(door);
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-13 asks the socket for the proxy's address below Jetty's PROXY protocol, in the clear and over TLS")
    void asksTheSocketBelowTheProxyProtocol() throws Exception {
        TestWar war = war().guardedByFilter(behindProxy());
        try (Door door =
                at().start((directory, server) -> JettyEe10Server.startBehindProxyProtocol(directory, server, war))) {
            assertPeerIsTheSocketsBelowProxyProtocol(door);
        }
    }
}
