package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("other-reader")
@Tag("tomcat-10.1")
@DisplayName("The jakarta filter on Tomcat 10.1, before applications that read paths in their own way")
final class JakartaFilterBeforeOtherReadersOnTomcat101Test extends FilterBeforeOtherReadersContract {

    JakartaFilterBeforeOtherReadersOnTomcat101Test() {
        super("jakarta");
    }

    @Override
    protected Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return TomcatServer.start(emptyDirectory, server, war);
    }
}
