package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe10Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("other-reader")
@Tag("jetty-ee10")
@DisplayName("The jakarta filter on Jetty 12 ee10, before applications that read paths in their own way")
final class JakartaFilterBeforeOtherReadersOnJettyEe10Test extends FilterBeforeOtherReadersContract {

    JakartaFilterBeforeOtherReadersOnJettyEe10Test() {
        super("jakarta");
    }

    @Override
    protected Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return JettyEe10Server.start(emptyDirectory, server, war);
    }
}
