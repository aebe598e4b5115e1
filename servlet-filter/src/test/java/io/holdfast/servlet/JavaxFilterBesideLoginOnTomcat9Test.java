package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-9")
@DisplayName("The javax filter beside a login of Tomcat 9")
final class JavaxFilterBesideLoginOnTomcat9Test extends LoginContract {

    JavaxFilterBesideLoginOnTomcat9Test() {
        super("javax", true);
    }

    @Override
    Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return TomcatServer.start(emptyDirectory, server, war.knowing(emptyDirectory, USER, PASSWORD, ROLE));
    }
}
