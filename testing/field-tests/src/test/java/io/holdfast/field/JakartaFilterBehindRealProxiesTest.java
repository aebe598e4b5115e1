package io.holdfast.field;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe10Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("jetty-ee10")
@DisplayName("The jakarta filter on Jetty 12 ee10 behind real proxies")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_PROXIES)
class JakartaFilterBehindRealProxiesTest extends RealProxiesContract {

    @Override
    protected Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception {
        return JettyEe10Server.start(
                emptyDirectory, server, TestWar.of("jakarta").guardedByFilter(settings));
    }
}
