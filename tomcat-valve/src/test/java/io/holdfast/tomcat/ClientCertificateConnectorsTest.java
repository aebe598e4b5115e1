package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardService;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientCertificateConnectorsTest {
    private static final String PASSWORD = "changeit";

    private final TestPki pki = TestPki.create();

    private static Connector plain() {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(8080);
        return connector;
    }

    private static Connector tls(String verification) {
        SSLHostConfig tls = new SSLHostConfig();
        if (!verification.isEmpty()) {
            tls.setCertificateVerification(verification);
        }
        Connector connector = plain();
        connector.setPort(8443);
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(tls);
        return connector;
    }

    private static List<String> problems(Connector... connectors) {
        StandardService service = new StandardService();
        StandardEngine engine = new StandardEngine();
        StandardHost host = new StandardHost();
        StandardContext context = new StandardContext();
        host.setName("localhost");
        context.setName("");
        engine.setService(service);
        host.setParent(engine);
        context.setParent(host);
        for (Connector connector : connectors) {
            service.addConnector(connector);
        }
        List<String> problems = ClientCertificateConnectors.problems(context);
        for (Container container : List.of(host, engine)) {
            assertThat(ClientCertificateConnectors.problems(container)).isEqualTo(problems);
        }
        return problems;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none"})
    @DisplayName("S-80 warns of a TLS connector that asks for no client certificate, whatever the others do")
    void warnsOfAConnectorThatDoesNotAsk(String verification) {
        assertThat(problems(tls("required"), tls(verification)))
                .singleElement()
                .asString()
                .contains("port 8443 asks for no client certificate", "certificateVerification=\"optional\"");
    }

    @Test
    @DisplayName("S-80 warns where nothing speaks TLS")
    void warnsWithoutTls() {
        assertThat(problems(plain())).singleElement().asString().contains("No connector speaks TLS", "SSLEnabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"optional", "optionalNoCA", "required"})
    @DisplayName("S-80 has nothing to say of connectors that ask, nor of plain ones beside them")
    void hasNothingToSayOfConnectorsThatAsk(String verification) {
        assertThat(problems(plain(), tls(verification))).isEmpty();
        assertThat(problems()).isEmpty();
        assertThat(ClientCertificateConnectors.problems(null)).isEmpty();
        assertThat(ClientCertificateConnectors.problems(new StandardContext())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"optional", "optionalNoCA"})
    @DisplayName("S-80 on JSSE optionalNoCA is plain optional: an unknown authority's certificate fails the handshake")
    void optionalNoCaIsPlainOptional(String verification, @TempDir Path directory) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Connector connector = tls(verification);
        connector.setPort(0);
        SSLHostConfig tls = connector.findSslHostConfigs()[0];
        char[] password = PASSWORD.toCharArray();
        tls.setTruststoreFile(
                pki.authority().writeTrustStore(directory, "trust", password).toString());
        tls.setTruststorePassword(PASSWORD);
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        own.setCertificateKeystoreFile(
                pki.server().writePkcs12(directory, "server", password).toString());
        own.setCertificateKeystorePassword(PASSWORD);
        tls.addCertificate(own);
        tomcat.setConnector(connector);
        tomcat.getHost();
        tomcat.start();
        try {
            URI server = URI.create("https://localhost:" + connector.getLocalPort());
            assertThat(status(server, null)).isEqualTo(404);
            assertThat(status(server, pki.serverA())).isEqualTo(404);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> status(server, pki.selfSigned()));
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private int status(URI server, TestIdentity client) throws IOException {
        var authority = pki.authority().certificate();
        return RawHttpsClient.once(
                        server,
                        client == null ? TestTls.clientWithoutCertificate(authority) : client.clientContext(authority),
                        "TLSv1.2",
                        RawRequest.get("/"))
                .status();
    }
}
