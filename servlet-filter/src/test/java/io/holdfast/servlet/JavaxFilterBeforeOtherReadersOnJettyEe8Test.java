package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe8Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("other-reader")
@Tag("jetty-ee8")
@DisplayName("The javax filter on Jetty 12 ee8, before applications that read paths in their own way")
final class JavaxFilterBeforeOtherReadersOnJettyEe8Test extends FilterBeforeOtherReadersContract {

    JavaxFilterBeforeOtherReadersOnJettyEe8Test() {
        super("javax");
    }

    @Override
    protected Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return JettyEe8Server.start(emptyDirectory, server, war);
    }
}
