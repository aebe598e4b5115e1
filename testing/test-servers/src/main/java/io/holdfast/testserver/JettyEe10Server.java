package io.holdfast.testserver;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;

/** Jetty 12 with the servlet environment EE 10. */
public final class JettyEe10Server {

    private JettyEe10Server() {}

    /** Starts the server; {@code directory} must be empty and will hold the WAR. */
    public static Door start(Path directory, TestIdentity identity, TestWar war) throws Exception {
        return start(directory, identity, war, context -> {});
    }

    /** Starts the server with an application that code configures further. */
    public static Door start(Path directory, TestIdentity identity, TestWar war, Consumer<WebAppContext> setup)
            throws Exception {
        return JettyConnectors.start(identity, handler(directory, war, setup));
    }

    /** Starts the server with Jetty's ForwardedRequestCustomizer, which trusts {@code X-Forwarded-For}. */
    public static Door startForwarded(Path directory, TestIdentity identity, TestWar war) throws Exception {
        return JettyConnectors.start(
                identity, handler(directory, war, context -> {}), new ForwardedRequestCustomizer());
    }

    /** Starts the server for a proxy that speaks the PROXY protocol. */
    public static Door startBehindProxyProtocol(Path directory, TestIdentity identity, TestWar war) throws Exception {
        return JettyConnectors.startBehindProxyProtocol(identity, handler(directory, war, context -> {}));
    }

    private static Handler handler(Path directory, TestWar war, Consumer<WebAppContext> setup) {
        WebAppContext context = new WebAppContext();
        context.setContextPath(war.contextPath().isEmpty() ? "/" : war.contextPath());
        context.setWar(war.write(directory).toString());
        context.setTempDirectory(directory.resolve("temp").toFile());
        context.setDefaultsDescriptor(null);
        setup.accept(context);
        return context;
    }
}
