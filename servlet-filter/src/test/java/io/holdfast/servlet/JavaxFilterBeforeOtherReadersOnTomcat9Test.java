package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("other-reader")
@Tag("tomcat-9")
@DisplayName("The javax filter on Tomcat 9.0, before applications that read paths in their own way")
final class JavaxFilterBeforeOtherReadersOnTomcat9Test extends FilterBeforeOtherReadersContract {

    JavaxFilterBeforeOtherReadersOnTomcat9Test() {
        super("javax");
    }

    @Override
    protected Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return TomcatServer.start(emptyDirectory, server, war);
    }
}
