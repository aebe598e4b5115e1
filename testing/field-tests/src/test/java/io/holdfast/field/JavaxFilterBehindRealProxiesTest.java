package io.holdfast.field;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@DisplayName("The javax filter on Tomcat 9.0 behind real proxies")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_PROXIES)
class JavaxFilterBehindRealProxiesTest extends RealProxiesContract {

    @Override
    protected Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception {
        return TomcatServer.start(emptyDirectory, server, TestWar.of("javax").guardedByFilter(settings));
    }
}
