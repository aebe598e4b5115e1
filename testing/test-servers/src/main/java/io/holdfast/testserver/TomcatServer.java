package io.holdfast.testserver;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.AnyClientTrustManager;
import io.holdfast.testpki.TestIdentity;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.scan.StandardJarScanner;

/**
 * An embedded Tomcat with one connector over TLS 1.2 and 1.3, HTTP/1.1 and HTTP/2, that requests a client certificate
 * without requiring one, and one in the clear. Tomcat's own digester deploys the WARs, so {@code web.xml} and
 * {@code context.xml} have their usual meaning.
 */
public final class TomcatServer {

    private static final String PASSWORD = "changeit";

    private TomcatServer() {}

    /** Starts the server; {@code directory} must be empty and will hold Tomcat and the WARs. */
    public static Door start(Path directory, TestIdentity identity, TestWar... wars) throws Exception {
        return start(directory, identity, Collections.emptyList(), wars);
    }

    /** Starts the server with valves on the host, before every WAR. */
    public static Door start(Path directory, TestIdentity identity, List<Valve> hostValves, TestWar... wars)
            throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Connector secure = secureConnector(directory, identity);
        Connector plain = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        plain.setPort(0);
        tomcat.getService().addConnector(secure);
        tomcat.getService().addConnector(plain);
        tomcat.setConnector(secure);
        hostValves.forEach(tomcat.getHost().getPipeline()::addValve);
        for (TestWar war : wars) {
            tomcat.getHost().addChild(context(tomcat, directory, war));
        }
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            tomcat.destroy();
            throw e;
        }
        return new ServerDoor(secure.getLocalPort(), plain.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    private static StandardContext context(Tomcat tomcat, Path directory, TestWar war) throws MalformedURLException {
        return context(tomcat, directory, war, TomcatServer.class.getClassLoader());
    }

    /** Makes an application that the host does not have yet, with the class loader above its own. */
    static StandardContext context(Tomcat tomcat, Path directory, TestWar war, ClassLoader above)
            throws MalformedURLException {
        Path files = war.write(directory);
        StandardContext context = new StandardContext();
        context.setName(war.contextPath());
        context.setPath(war.contextPath());
        context.setDocBase(files.toString());
        context.setConfigFile(files.resolve("META-INF/context.xml").toUri().toURL());
        context.setParentClassLoader(above);
        // Jetty's WebSockets are on the same class path, and fail to start outside Jetty. Spring would scan all
        // classes.
        context.setContainerSciFilter("org\\.(eclipse\\.jetty|springframework)\\.");
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        context.setJarScanner(scanner);
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        return context;
    }

    static Connector secureConnector(Path directory, TestIdentity identity) {
        SSLHostConfig tls = new SSLHostConfig();
        tls.setProtocols("TLSv1.2,TLSv1.3");
        tls.setCertificateVerification("optional");
        tls.setTrustManagerClassName(AnyClientTrustManager.class.getName());
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(identity.writePkcs12(directory, "server", PASSWORD.toCharArray())
                .toString());
        certificate.setCertificateKeystoreType("PKCS12");
        certificate.setCertificateKeystorePassword(PASSWORD);
        tls.addCertificate(certificate);
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(tls);
        connector.addUpgradeProtocol(new Http2Protocol());
        return connector;
    }
}
