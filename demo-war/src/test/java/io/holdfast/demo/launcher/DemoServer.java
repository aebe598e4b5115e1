package io.holdfast.demo.launcher;

import io.holdfast.testpki.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee8.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee8.webapp.ClassMatcher;
import org.eclipse.jetty.ee8.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * An embedded Jetty with the demo WAR on two ports, of the loopback address unless told otherwise: one that asks for no
 * client certificate, and one that asks for a certificate, accepts any and does without. Only the thread that made it may
 * use it.
 */
public final class DemoServer implements Closeable {
    static final String LOOPBACK = "127.0.0.1";
    /** Where the build writes web.xml for this Jetty's namespace. */
    private static final Path UNPACKAGED = Path.of("target", "webapp-javax");

    private final Server server = new Server();
    private final ServerConnector ordinary;
    private final ServerConnector mutual;
    private final BlockingQueue<Integer> tokenAnswers = new ArrayBlockingQueue<>(10);
    private final AtomicInteger tokenCalls = new AtomicInteger();

    private DemoServer(TestIdentity identity, String host, int port, int mtlsPort) {
        ordinary = connector(identity, host, port, false);
        mutual = connector(identity, host, mtlsPort, true);
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        server.setErrorHandler(errors);
        server.setRequestLog((request, response) -> {
            if ("/token".equals(request.getHttpURI().getPath())) {
                // The story asks for the first ones only, so none is missed when it is full.
                tokenAnswers.offer(response.getStatus());
                tokenCalls.incrementAndGet();
            }
        });
    }

    /** Takes both ports of the loopback address, as {@link #open(TestIdentity, String, int, int)} does. */
    public static DemoServer open(TestIdentity identity, int port, int mtlsPort) throws IOException {
        return open(identity, LOOPBACK, port, mtlsPort);
    }

    /**
     * Takes both ports, so that the URLs are known before the WAR starts.
     *
     * @param host the address to listen on; among others it must be the loopback one, where the URLs lead
     * @param port port number, 0 for a free one
     * @throws IOException if a port is taken; the message says which
     */
    static DemoServer open(TestIdentity identity, String host, int port, int mtlsPort) throws IOException {
        DemoServer demo = new DemoServer(identity, host, port, mtlsPort);
        try {
            open(demo.ordinary, "demo.port");
            open(demo.mutual, "demo.mtlsPort");
        } catch (IOException e) {
            demo.close();
            throw e;
        }
        return demo;
    }

    private static void open(ServerConnector connector, String property) throws IOException {
        try {
            connector.open();
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = String.valueOf(cause.getMessage());
            if (!(cause instanceof BindException) || !reason.contains("in use")) {
                throw new IOException(
                        "Port " + connector.getPort() + " (-D" + property + ") cannot be opened: " + reason, e);
            }
            throw new IOException(
                    "Port " + connector.getPort() + " is taken. Choose another with -D" + property
                            + "=<port>, or let the system choose with -D" + property + "=0.",
                    e);
        }
    }

    /** Where it is. */
    public DemoUrls urls() {
        return DemoUrls.onPorts(ordinary.getLocalPort(), mutual.getLocalPort());
    }

    /**
     * The status of the earliest token answer that was not asked for yet; empty if there is none for five seconds. A
     * client of the interceptor sees its token and not this status.
     */
    Optional<Integer> tokenStatus() throws InterruptedException {
        return Optional.ofNullable(tokenAnswers.poll(5, TimeUnit.SECONDS));
    }

    /**
     * Starts the WAR at the root path.
     *
     * @param war a WAR file, or a directory of the same form, whose classes may be on the class path
     * @param overrides a descriptor that is laid over its {@code web.xml}
     * @throws IOException if the WAR does not start; the message is the reason it gave
     */
    public void start(Path war, Path overrides) throws IOException {
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setWar(war.toString());
        context.addOverrideDescriptor(overrides.toUri().toString());
        // Without the console nothing answers at the root, and Jetty would list the WAR's files there.
        context.setInitParameter("org.eclipse.jetty.servlet.Default.dirAllowed", "false");
        context.setThrowUnavailableOnStartupException(true);
        ((ErrorPageErrorHandler) context.getErrorHandler()).setShowStacks(false);
        // One log for all, as in a server that provides SLF4J.
        context.addSystemClassMatcher(new ClassMatcher("org.slf4j."));
        if (Files.isRegularFile(war)) {
            // A WAR must do with what it brings, not with what happens to be on our class path.
            context.addServerClassMatcher(
                    new ClassMatcher("io.holdfast.", "org.jose4j.", "org.apache.hc.", "org.bouncycastle."));
        }
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException("The demo WAR does not start: " + e.getMessage(), e);
        }
    }

    /** Starts the WAR with the classes of the class path, which needs no packaging: for tests. */
    public void startUnpackaged(Path overrides) throws IOException {
        start(UNPACKAGED, overrides);
    }

    /** How many answers the token endpoint has given. */
    public int tokenCalls() {
        return tokenCalls.get();
    }

    /** Refuses connections until {@link #comeBack}; the WAR and its signing key stay. */
    public void goDown() throws Exception {
        int ordinaryPort = ordinary.getLocalPort();
        int mutualPort = mutual.getLocalPort();
        ordinary.stop();
        mutual.stop();
        ordinary.setPort(ordinaryPort);
        mutual.setPort(mutualPort);
    }

    /** Listens again on the same ports. */
    public void comeBack() throws Exception {
        ordinary.start();
        mutual.start();
    }

    /** Stops the WAR and frees the ports. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The demo server does not stop", e);
        } finally {
            ordinary.close();
            mutual.close();
        }
    }

    private ServerConnector connector(TestIdentity identity, String host, int port, boolean asksForCertificate) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(identity.serverContextForAnyClient());
        tls.setWantClientAuth(asksForCertificate);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.addCustomizer(new SecureRequestCustomizer());
        ServerConnector connector =
                new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        return connector;
    }
}
