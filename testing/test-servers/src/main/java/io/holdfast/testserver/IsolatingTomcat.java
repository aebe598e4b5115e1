package io.holdfast.testserver;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.Container;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.IntrospectionUtils;

/**
 * An embedded Tomcat that goes on while applications come and go, as with its manager. They see only what the
 * {@link ContainerClassLoader} shows, and their own {@code WEB-INF}. The connector is that of {@link TomcatServer}.
 */
public final class IsolatingTomcat implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final URLClassLoader above;
    private final Path directory;
    private final Connector connector;

    private IsolatingTomcat(Path directory, TestIdentity identity, URL... lib) {
        this.directory = directory;
        this.above = new URLClassLoader("lib", lib, new ContainerClassLoader());
        this.connector = TomcatServer.secureConnector(directory, identity);
    }

    /** {@code directory} must be empty; Tomcat and the WARs live there. */
    public static IsolatingTomcat start(Path directory, TestIdentity identity) throws LifecycleException {
        return start(directory, identity, new URL[0]);
    }

    /** The same with jars in its {@code lib}, which applications see, too. */
    public static IsolatingTomcat start(Path directory, TestIdentity identity, URL... lib) throws LifecycleException {
        IsolatingTomcat started = new IsolatingTomcat(directory, identity, lib);
        started.tomcat.setBaseDir(directory.toString());
        started.tomcat.getService().addConnector(started.connector);
        started.tomcat.setConnector(started.connector);
        started.tomcat.getHost();
        started.tomcat.start();
        return started;
    }

    public URI url() {
        return URI.create("https://localhost:" + connector.getLocalPort());
    }

    /** Puts a valve out of its {@code lib} on the host, with attributes as {@code server.xml} gives them. */
    public void addValve(String className, Map<String, String> attributes) throws ReflectiveOperationException {
        Valve valve = (Valve) above.loadClass(className).getConstructor().newInstance();
        attributes.forEach((name, value) -> IntrospectionUtils.setProperty(valve, name, value));
        tomcat.getHost().getPipeline().addValve(valve);
    }

    /** Starts an application and tells which class loader it has. */
    public WeakReference<ClassLoader> deploy(TestWar war) throws Exception {
        StandardContext context = TomcatServer.context(tomcat, directory, war, above);
        tomcat.getHost().addChild(context);
        if (!context.getState().isAvailable()) {
            throw new AssertionError("The application '" + war.contextPath() + "' did not start.");
        }
        return new WeakReference<>(context.getLoader().getClassLoader());
    }

    /**
     * What Tomcat has made for an application that runs: its context, its class loader and the valves that are not
     * Tomcat's own. Its authenticator it keeps itself, in a registry, without the context.
     */
    public Map<String, WeakReference<Object>> objectsOf(TestWar war) {
        StandardContext context = (StandardContext) tomcat.getHost().findChild(war.contextPath());
        Map<String, WeakReference<Object>> objects = new LinkedHashMap<>();
        objects.put("context", new WeakReference<>(context));
        objects.put("class loader", new WeakReference<>(context.getLoader().getClassLoader()));
        for (Valve valve : context.getPipeline().getValves()) {
            if (!valve.getClass().getName().startsWith("org.apache.")) {
                objects.put(valve.getClass().getName(), new WeakReference<>(valve));
            }
        }
        return objects;
    }

    /** Stops and destroys it; afterwards nothing of Tomcat's should know it. */
    public void undeploy(TestWar war) {
        Container context = tomcat.getHost().findChild(war.contextPath());
        tomcat.getHost().removeChild(context);
    }

    @Override
    public void close() throws LifecycleException, IOException {
        tomcat.stop();
        tomcat.destroy();
        above.close();
    }
}
