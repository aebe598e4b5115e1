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
 * An embedded Tomcat that keeps running while applications are deployed and undeployed, as by its manager. They see
 * only the classes of the {@link ContainerClassLoader}, and their own {@code WEB-INF}. The connector is that of
 * {@link TomcatServer}.
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

    /** Starts the server; {@code directory} must be empty and will hold Tomcat and the WARs. */
    public static IsolatingTomcat start(Path directory, TestIdentity identity) throws LifecycleException {
        return start(directory, identity, new URL[0]);
    }

    /** Starts the server with jars in its {@code lib}, which applications see, too. */
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

    /** Adds a valve from its {@code lib} to the host, with attributes as in {@code server.xml}. */
    public void addValve(String className, Map<String, String> attributes) throws ReflectiveOperationException {
        Valve valve = (Valve) above.loadClass(className).getConstructor().newInstance();
        attributes.forEach((name, value) -> IntrospectionUtils.setProperty(valve, name, value));
        tomcat.getHost().getPipeline().addValve(valve);
    }

    /** Starts an application and returns its class loader. */
    public WeakReference<ClassLoader> deploy(TestWar war) throws Exception {
        StandardContext context = TomcatServer.context(tomcat, directory, war, above);
        tomcat.getHost().addChild(context);
        if (!context.getState().isAvailable()) {
            throw new AssertionError("The application '" + war.contextPath() + "' did not start.");
        }
        return new WeakReference<>(context.getLoader().getClassLoader());
    }

    /**
     * Returns Tomcat's objects of a running application: its context, its class loader and the valves that are not
     * Tomcat's own. Tomcat keeps its own authenticator itself, in a registry, without the context.
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

    /** Stops and destroys the application; afterwards nothing in Tomcat should refer to it. */
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
