package io.holdfast.testserver;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.TestIdentity;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.webapp.WebAppContext;

/** Jetty 12 with the servlet environment EE 10. */
public final class JettyEe10Server {

    private JettyEe10Server() {}

    /** {@code directory} must be empty; the WAR lives there. */
    public static Door start(Path directory, TestIdentity identity, TestWar war) throws Exception {
        WebAppContext context = new WebAppContext();
        context.setContextPath(war.contextPath().isEmpty() ? "/" : war.contextPath());
        context.setWar(war.write(directory).toString());
        context.setTempDirectory(directory.resolve("temp").toFile());
        context.setDefaultsDescriptor(null);
        return JettyConnectors.start(identity, context);
    }
}
