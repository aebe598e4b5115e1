package io.holdfast.benchmarks;

import io.holdfast.servlet.javax.CertificateBoundTokenFilter;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.AnyClientTrustManager;
import io.holdfast.testpki.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** An embedded Tomcat with one servlet at {@code /open}, and the same servlet behind the filter at {@code /guarded}. */
final class GuardedServer implements Closeable {
    private static final String PASSWORD = "changeit";

    private final Tomcat tomcat;

    private GuardedServer(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /**
     * Starts a server in an empty directory, with a connector that accepts any client certificate, whoever issued it.
     */
    static GuardedServer start(Path directory, String issuer) throws LifecycleException {
        return start(directory, "required", Map.of("issuer", issuer, "requiredScopes", "orders:read"));
    }

    /**
     * Starts a server with settings of the caller.
     *
     * @param verification the connector's {@code certificateVerification}
     * @param settings of the filter, besides audience and trust
     */
    static GuardedServer start(Path directory, String verification, Map<String, String> settings)
            throws LifecycleException {
        Logger.getLogger("org.apache").setLevel(Level.WARNING);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector(directory, Issuer.PKI.server(), verification));
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "orders", new Orders());
        context.addServletMapping("/open", "orders");
        context.addServletMapping("/guarded", "orders");
        context.addServletMapping("/certificate", "orders");
        FilterDef filter = new FilterDef();
        filter.setFilterName("holdfast");
        filter.setFilterClass(CertificateBoundTokenFilter.class.getName());
        settings.forEach(filter::addInitParameter);
        filter.addInitParameter("audience", TestTokens.AUDIENCE);
        filter.addInitParameter(
                "trustStore",
                Issuer.PKI
                        .authority()
                        .writePemCertificates(directory, "authority")
                        .toString());
        context.addFilterDef(filter);
        FilterMap map = new FilterMap();
        map.setFilterName("holdfast");
        map.addURLPattern("/guarded");
        context.addFilterMap(map);
        tomcat.start();
        return new GuardedServer(tomcat);
    }

    private static Connector connector(Path directory, TestIdentity identity, String verification) {
        SSLHostConfig tls = new SSLHostConfig();
        tls.setCertificateVerification(verification);
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
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.addSslHostConfig(tls);
        return connector;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException(e);
        }
    }

    /** Sends a small answer, like an interface that has its data in memory. */
    private static final class Orders extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private static final byte[] BODY =
                "[{\"order\":8705,\"state\":\"on its way\"}]".getBytes(StandardCharsets.UTF_8);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getServletPath().equals("/certificate")) {
                requireCredentials(request);
            }
            response.setContentType("application/json");
            response.setContentLength(BODY.length);
            response.getOutputStream().write(BODY);
        }

        /**
         * Reads what every check must read from the container, and nothing else: the container makes both anew for each
         * request.
         */
        private static void requireCredentials(HttpServletRequest request) {
            Object certificates = request.getAttribute("javax.servlet.request.X509Certificate");
            if (request.getHeader("Authorization") == null || certificates == null) {
                throw new IllegalStateException("A request without credentials.");
            }
        }
    }
}
