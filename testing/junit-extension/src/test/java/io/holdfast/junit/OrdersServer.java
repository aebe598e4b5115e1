package io.holdfast.junit;

import io.holdfast.servlet.javax.CertificateBoundTokenFilter;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.AnyClientTrustManager;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
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

/** An application with the Holdfast filter, on Tomcat, that believes the token service of an extension. */
final class OrdersServer implements Closeable {
    private final Tomcat tomcat;

    private OrdersServer(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    static OrdersServer start(TokenServiceExtension tokenService, Path directory, String audience)
            throws LifecycleException {
        return start(tokenService, directory, filter -> {
            filter.addInitParameter("issuer", tokenService.issuer());
            filter.addInitParameter("audience", audience);
            filter.addInitParameter("trustStore", tokenService.authorities().toString());
        });
    }

    static OrdersServer start(TokenServiceExtension tokenService, Path directory, Consumer<FilterDef> settings)
            throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector(tokenService));
        Context application = tomcat.addContext("", null);
        FilterDef filter = new FilterDef();
        filter.setFilterName("holdfast");
        filter.setFilterClass(CertificateBoundTokenFilter.class.getName());
        settings.accept(filter);
        application.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("holdfast");
        everything.addURLPattern("/*");
        application.addFilterMap(everything);
        Tomcat.addServlet(application, "orders", new Orders()).addMapping("/orders");
        tomcat.start();
        return new OrdersServer(tomcat);
    }

    private static Connector connector(TokenServiceExtension tokenService) {
        SSLHostConfig tls = new SSLHostConfig();
        tls.setCertificateVerification("optional");
        tls.setTrustManagerClassName(AnyClientTrustManager.class.getName());
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(tokenService.serverKeyStore().toString());
        certificate.setCertificateKeystorePassword(tokenService.password());
        certificate.setCertificateKeystoreType("PKCS12");
        tls.addCertificate(certificate);
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(tls);
        return connector;
    }

    URI url() {
        return URI.create("https://localhost:" + tomcat.getConnector().getLocalPort());
    }

    RawResponse get(SSLContext client, String token) throws IOException {
        return RawHttpsClient.once(
                url(), client, null, RawRequest.get("/orders").bearer(token));
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

    private static final class Orders extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().write("orders for " + request.getRemoteUser());
        }
    }
}
