package io.holdfast.testserver;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import java.util.Arrays;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConfiguration.Customizer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A Jetty 12 with one connector over TLS 1.2 and 1.3, HTTP/1.1 and HTTP/2, that requests a client certificate without
 * requiring one and accepts any, and one in the clear. The handler on top of it determines the servlet namespace.
 */
final class JettyConnectors {

    private JettyConnectors() {}

    /** Starts a server whose customizers see each request before the application does. */
    static Door start(TestIdentity identity, Handler application, Customizer... customizers) throws Exception {
        Server server = new Server();
        ServerConnector secure = secureConnector(server, identity);
        HttpConfiguration configuration = new HttpConfiguration();
        Arrays.asList(customizers).forEach(configuration::addCustomizer);
        ServerConnector plain = new ServerConnector(server, new HttpConnectionFactory(configuration));
        server.addConnector(secure);
        server.addConnector(plain);
        server.setHandler(application);
        server.start();
        return new ServerDoor(secure.getLocalPort(), plain.getLocalPort(), server::stop);
    }

    /** Starts a server whose connections, in the clear or over TLS, each begin with a line of the PROXY protocol. */
    static Door startBehindProxyProtocol(TestIdentity identity, Handler application) throws Exception {
        Server server = new Server();
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer());
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(identity.serverContextForAnyClient());
        tls.setWantClientAuth(true);
        ServerConnector secure = new ServerConnector(
                server,
                new ProxyConnectionFactory("SSL"),
                new SslConnectionFactory(tls, "http/1.1"),
                new HttpConnectionFactory(configuration));
        ServerConnector plain = new ServerConnector(
                server, new ProxyConnectionFactory("http/1.1"), new HttpConnectionFactory(new HttpConfiguration()));
        server.addConnector(secure);
        server.addConnector(plain);
        server.setHandler(application);
        server.start();
        return new ServerDoor(secure.getLocalPort(), plain.getLocalPort(), server::stop);
    }

    private static ServerConnector secureConnector(Server server, TestIdentity identity) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(identity.serverContextForAnyClient());
        tls.setWantClientAuth(true);
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer());
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(configuration),
                http1);
    }
}
