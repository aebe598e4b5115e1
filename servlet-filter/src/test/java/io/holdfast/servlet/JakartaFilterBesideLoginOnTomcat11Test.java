package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-11")
@DisplayName("The jakarta filter beside a login of Tomcat 11")
final class JakartaFilterBesideLoginOnTomcat11Test extends LoginContract {

    JakartaFilterBesideLoginOnTomcat11Test() {
        super("jakarta", true);
    }

    @Override
    Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return TomcatServer.start(emptyDirectory, server, war.knowing(emptyDirectory, USER, PASSWORD, ROLE));
    }
}
