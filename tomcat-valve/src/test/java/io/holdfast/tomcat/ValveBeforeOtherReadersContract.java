package io.holdfast.tomcat;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import io.holdfast.testserver.reader.OtherReaderContract;
import java.nio.file.Path;
import java.util.Map;

/** The valve in the application's own {@code context.xml}. */
abstract class ValveBeforeOtherReadersContract extends OtherReaderContract {

    ValveBeforeOtherReadersContract(String namespace) {
        super(namespace);
    }

    @Override
    protected final TestWar guarded(TestWar war, Map<String, String> settings) {
        StringBuilder valve =
                new StringBuilder("<Valve className='" + CertificateBoundTokenValve.class.getName() + "'");
        settings.forEach((name, value) -> valve.append(" " + name + "='" + value + "'"));
        return war.contextXml("<Context>" + valve + "/></Context>");
    }

    @Override
    protected final Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        return TomcatServer.start(emptyDirectory, server, war);
    }
}
