package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.ProtectedResourceContract;
import io.holdfast.testkit.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("tomcat-9")
@DisplayName("The javax filter on Tomcat 9.0")
class JavaxFilterOnTomcat9Test extends ProtectedResourceContract {

    @Override
    protected Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception {
        return TomcatServer.start(emptyDirectory, server, TestWar.of("javax").guardedByFilter(settings));
    }

    @Test
    void runsOnTheTomcatThatIsMeant() {
        assertThat(ServerInfo.getServerNumber()).startsWith("9.0.");
    }
}
