package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.apache.catalina.startup.Catalina;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows under "Protect a Tomcat", in a Tomcat that starts from its {@code server.xml} as in operation:
 * the connector as shown, and an application that it finds in {@code webapps} with the shown {@code context.xml}.
 */
final class ReadmeTomcatTest {
    private static final String PASSWORD = "changeit";

    private final TestPki pki = TestPki.create();
    private final X509Certificate authority = pki.authority().certificate();

    @TempDir
    private Path base;

    @BeforeEach
    void setBase() {
        System.setProperty("catalina.base", base.toString());
        System.setProperty("catalina.home", base.toString());
        System.setProperty("catalina.useNaming", "false");
    }

    @AfterEach
    void clearBase() {
        System.clearProperty("catalina.base");
        System.clearProperty("catalina.home");
        System.clearProperty("catalina.useNaming");
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-8.5")
    @DisplayName("S-8 S-46 S-64 the README's server.xml and context.xml protect a WAR on Tomcat 8.5")
    void protectsTomcat85() throws Exception {
        protects("8.5.");
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-9")
    @DisplayName("S-8 S-46 S-64 the README's server.xml and context.xml protect a WAR on Tomcat 9.0")
    void protectsTomcat9() throws Exception {
        protects("9.0.");
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-10.1")
    @DisplayName("S-8 S-46 S-64 the README's server.xml and context.xml protect a WAR on Tomcat 10.1")
    void protectsTomcat101() throws Exception {
        protects("10.1.");
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-11")
    @DisplayName("S-8 S-46 S-64 the README's server.xml and context.xml protect a WAR on Tomcat 11.0")
    void protectsTomcat11() throws Exception {
        protects("11.0.");
    }

    private void protects(String version) throws Exception {
        assertThat(ServerInfo.getServerNumber()).startsWith(version);
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server())) {
            writeApplication("ROOT", contextXml(issuer));
            writeApplication("open", "<Context/>");
            Catalina tomcat = start();
            try {
                URI server = URI.create("https://localhost:"
                        + tomcat.getServer()
                                .findService("Catalina")
                                .findConnectors()[0]
                                .getLocalPort());
                String token = issuer.tokens().boundTo(pki.serverA()).compact();

                assertThat(status(server, "/page.txt", pki.serverA(), token)).isEqualTo(200);
                assertThat(status(server, "/page.txt", pki.thief(), token)).isEqualTo(401);
                assertThat(status(server, "/page.txt", null, token)).isEqualTo(401);
                assertThat(status(server, "/page.txt", pki.serverA(), "")).isEqualTo(401);
                assertThat(status(server, "/open/page.txt", null, "")).isEqualTo(200);
            } finally {
                tomcat.stop();
            }
        }
    }

    private Catalina start() throws IOException {
        Path conf = Files.createDirectories(base.resolve("conf"));
        Path serverXml = Files.writeString(conf.resolve("server.xml"), serverXml());
        Files.writeString(conf.resolve("web.xml"), defaultServlet());
        Catalina tomcat = new Catalina();
        tomcat.setParentClassLoader(getClass().getClassLoader());
        tomcat.setUseShutdownHook(false);
        tomcat.load(new String[] {"-config", serverXml.toString(), "start"});
        tomcat.start();
        return tomcat;
    }

    /** Around the page's connector: the smallest server with one host, on a free port. */
    private String serverXml() {
        char[] password = PASSWORD.toCharArray();
        String connector = DocumentedSnippet.read("docs/protect-a-tomcat.md", "server.xml")
                .replace("8443", "0")
                .replace(
                        "/etc/holdfast/client-authorities.p12",
                        pki.authority()
                                .writeTrustStore(base, "client-authorities", password)
                                .toString())
                .replace(
                        "/etc/holdfast/server.p12",
                        pki.server().writePkcs12(base, "server", password).toString());
        return "<Server port='-1'><Service name='Catalina'>" + connector
                + "<Engine name='Catalina' defaultHost='localhost'><Host name='localhost' appBase='webapps'/></Engine>"
                + "</Service></Server>";
    }

    private static String defaultServlet() {
        return "<web-app metadata-complete='true'>"
                + "<servlet><servlet-name>default</servlet-name>"
                + "<servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class></servlet>"
                + "<servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>"
                + "</web-app>";
    }

    private String contextXml(FakeAuthorizationServer issuer) {
        return DocumentedSnippet.read("README.md", "context.xml")
                .replace("https://login.example.com", issuer.issuer())
                .replace("https://api.example.com", TestTokens.AUDIENCE)
                .replace(
                        "/etc/holdfast/authorities.pem",
                        pki.authority()
                                .writePemCertificates(base, "authorities")
                                .toString());
    }

    private void writeApplication(String name, String contextXml) throws IOException {
        Path application = base.resolve("webapps").resolve(name);
        Files.createDirectories(application.resolve("META-INF"));
        Files.writeString(application.resolve("META-INF/context.xml"), contextXml);
        Files.writeString(application.resolve("page.txt"), "a page");
    }

    private int status(URI server, String path, TestIdentity client, String token) throws IOException {
        RawRequest request = RawRequest.get(path);
        return RawHttpsClient.once(
                        server,
                        client == null ? TestTls.clientWithoutCertificate(authority) : client.clientContext(authority),
                        null,
                        token.isEmpty() ? request : request.bearer(token))
                .status();
    }
}
