package io.holdfast.frameworks;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.servlet.javax.CertificateBoundTokenFilter;
import io.holdfast.testpki.AnyClientTrustManager;
import io.holdfast.testpki.TestIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat with the Holdfast filter before an API, over HTTP/1.1 and HTTP/2. Each answer holds the thumbprint of the
 * connection's certificate and the one in the token, as text or, to who posts XML, in a SOAP envelope.
 */
final class OrdersApi implements Closeable {
    static final String AUDIENCE = "https://orders.example";

    private final Tomcat tomcat;
    private final Orders orders;

    private OrdersApi(Tomcat tomcat, Orders orders) {
        this.tomcat = tomcat;
        this.orders = orders;
    }

    static OrdersApi start(TokenServiceExtension tokenService, Path directory) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector(tokenService));
        Context application = tomcat.addContext("", null);
        FilterDef filter = new FilterDef();
        filter.setFilterName("holdfast");
        filter.setFilterClass(CertificateBoundTokenFilter.class.getName());
        filter.addInitParameter("issuer", tokenService.issuer());
        filter.addInitParameter("audience", AUDIENCE);
        filter.addInitParameter("trustStore", tokenService.authorities().toString());
        application.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("holdfast");
        everything.addURLPattern("/*");
        application.addFilterMap(everything);
        Orders orders = new Orders();
        Tomcat.addServlet(application, "orders", orders).addMapping("/orders");
        tomcat.start();
        return new OrdersApi(tomcat, orders);
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
        connector.addUpgradeProtocol(new Http2Protocol());
        return connector;
    }

    String origin() {
        return "https://localhost:" + tomcat.getConnector().getLocalPort();
    }

    /** Answers no call from now on before so many wait for an answer. */
    void answerTogether(int calls) {
        orders.together = new CyclicBarrier(calls);
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
        private static final long LONGEST_WAIT_SECONDS = 15;
        private static final Pattern CONFIRMED = Pattern.compile("\"x5t#S256\":\"([^\"]+)\"");

        private transient volatile @Nullable CyclicBarrier together;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String content = String.valueOf(request.getContentType());
            request.getInputStream().readAllBytes();
            awaitOthers();
            X509Certificate[] chain = (X509Certificate[]) request.getAttribute("javax.servlet.request.X509Certificate");
            String answer = TestIdentity.thumbprintOf(chain[0]) + " " + confirmed(request.getHeader("Authorization"));
            if (content.contains("xml")) {
                boolean soap12 = content.contains("soap+xml");
                response.setContentType(soap12 ? "application/soap+xml;charset=utf-8" : "text/xml;charset=utf-8");
                response.getWriter()
                        .write("<s:Envelope xmlns:s=\""
                                + (soap12
                                        ? "http://www.w3.org/2003/05/soap-envelope"
                                        : "http://schemas.xmlsoap.org/soap/envelope/")
                                + "\"><s:Body><order>" + answer + "</order></s:Body></s:Envelope>");
            } else {
                response.setContentType("text/plain");
                response.getWriter().write(answer);
            }
        }

        private void awaitOthers() throws IOException {
            CyclicBarrier barrier = together;
            if (barrier != null) {
                try {
                    barrier.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IOException(e);
                }
            }
        }

        private static String confirmed(String authorization) {
            String claims = authorization.split("\\.", -1)[1];
            Matcher found =
                    CONFIRMED.matcher(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
            return found.find() ? found.group(1) : "unbound";
        }
    }
}
