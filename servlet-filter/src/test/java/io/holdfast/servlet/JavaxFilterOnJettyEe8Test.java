package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.TestIdentity;
import io.holdfast.testserver.JettyEe8Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

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
}
