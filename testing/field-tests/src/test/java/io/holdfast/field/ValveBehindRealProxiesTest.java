package io.holdfast.field;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import io.holdfast.tomcat.CertificateBoundTokenValve;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("tomcat-11")
@DisplayName("The valve on Tomcat 11.0 behind real proxies")
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_PROXIES)
class ValveBehindRealProxiesTest extends RealProxiesContract {

    @Override
    protected Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception {
        StringBuilder valve =
                new StringBuilder("<Valve className='" + CertificateBoundTokenValve.class.getName() + "'");
        settings.forEach((name, value) -> valve.append(" " + name + "='" + value + "'"));
        return TomcatServer.start(
                emptyDirectory,
                server,
                TestWar.of("jakarta").at("/api").contextXml("<Context>" + valve + "/></Context>"),
                TestWar.of("jakarta"));
    }
}
