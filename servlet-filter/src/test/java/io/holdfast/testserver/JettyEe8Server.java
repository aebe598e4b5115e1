package io.holdfast.testserver;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.TestIdentity;
import java.nio.file.Path;
import org.eclipse.jetty.ee8.webapp.WebAppContext;

/** Jetty 12 with the servlet environment EE 8. */
public final class JettyEe8Server {

    private JettyEe8Server() {}

    /** {@code directory} must be empty; the WAR lives there. */
    public static Door start(Path directory, TestIdentity identity, TestWar war) throws Exception {
        WebAppContext context = new WebAppContext();
        context.setContextPath(war.contextPath().isEmpty() ? "/" : war.contextPath());
        context.setWar(war.write(directory).toString());
        context.setTempDirectory(directory.resolve("temp").toFile());
        context.setDefaultsDescriptor(null);
        return JettyConnectors.start(identity, context.get());
    }
}
