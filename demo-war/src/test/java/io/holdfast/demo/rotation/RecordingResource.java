package io.holdfast.demo.rotation;

import io.holdfast.servlet.javax.CertificateBoundTokenFilter;
import io.holdfast.testpki.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee8.servlet.FilterHolder;
import org.eclipse.jetty.ee8.servlet.ServletContextHandler;
import org.eclipse.jetty.ee8.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * A server with two protected resources, {@code /orders} and {@code /invoices}, each behind a filter of its own. Before
 * the filters it notes of every request whose certificate the connection has and whose the token is bound to, so that a
 * token on a wrong connection is seen even if the filter did not see it.
 */
final class RecordingResource implements Closeable {
    static final List<String> NAMES = List.of("orders", "invoices");

    private final Server server = new Server();
    private final ServerConnector connector;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    /** One request: both thumbprints, {@code none} where there is none, and what became of it. */
    record Call(String certificate, String confirmation, int status) {
        boolean isMixed() {
            return !certificate.equals(confirmation);
        }
    }

    RecordingResource(TestIdentity identity, String issuer, String authorityFile) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(identity.serverContextForAnyClient());
        tls.setWantClientAuth(true);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer());
        connector =
                new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder((Filter) this::record), "/*", EnumSet.of(DispatcherType.REQUEST));
        for (String name : NAMES) {
            FilterHolder guard = new FilterHolder(CertificateBoundTokenFilter.class);
            guard.setInitParameters(
                    Map.of("issuer", issuer, "audience", identifier(name), "trustStore", authorityFile));
            guard.setAsyncSupported(true);
            context.addFilter(guard, "/" + name + "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        context.addServlet(new ServletHolder(new Answer()), "/*");
        server.setHandler(context);
        server.start();
    }

    /** The identifier by which tokens name a resource. */
    static String identifier(String name) {
        return "urn:example:" + name;
    }

    String origin() {
        return "https://localhost:" + connector.getLocalPort();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void record(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String certificate = certificate(request.getAttribute("javax.servlet.request.X509Certificate"));
        String confirmation = confirmation(((HttpServletRequest) request).getHeader("Authorization"));
        try {
            chain.doFilter(request, response);
        } finally {
            calls.add(new Call(certificate, confirmation, ((HttpServletResponse) response).getStatus()));
        }
    }

    private static String certificate(Object attribute) {
        return attribute instanceof X509Certificate[] chain ? TestIdentity.thumbprintOf(chain[0]) : "none";
    }

    /** What the token's payload says, unverified: here it is only counted. */
    private static String confirmation(String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return "none";
        }
        byte[] payload = Base64.getUrlDecoder().decode(authorization.split("\\.", -1)[1]);
        try {
            Map<?, ?> cnf = (Map<?, ?>) JsonUtil.parseJson(new String(payload, StandardCharsets.UTF_8))
                    .get("cnf");
            return (String) cnf.get("x5t#S256");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Answer extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().print("here you are");
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            request.getInputStream().transferTo(response.getOutputStream());
        }
    }
}
