package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedDoor;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's "Protect a Tomcat", in a Tomcat that starts from its {@code server.xml} as in operation:
 * the connectors and the host as shown, and applications that it finds in {@code webapps}.
 */
final class ReadmeTomcatTest {
    private static final String PASSWORD = "changeit";

    private final TestPki pki = TestPki.create();
    private final X509Certificate authority = pki.authority().certificate();

    @TempDir
    private Path base;

    @Test
    @Tag("tomcat-8.5")
    @DisplayName("S-8 S-46 S-64 the README's host and the page's connector protect a WAR on Tomcat 8.5")
    void protectsTomcat85() throws Exception {
        protects("8.5.");
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-9")
    @DisplayName("S-8 S-46 S-64 the README's host and the page's connector protect a WAR on Tomcat 9.0")
    void protectsTomcat9() throws Exception {
        protects("9.0.");
    }

    @Test
    @Tag("tomcat-10.1")
    @DisplayName("S-8 S-46 S-64 the README's host and the page's connector protect a WAR on Tomcat 10.1")
    void protectsTomcat101() throws Exception {
        protects("10.1.");
    }

    @Test
    @Tag("tomcat-11")
    @DisplayName("S-8 S-46 S-64 the README's host and the page's connector protect a WAR on Tomcat 11.0")
    void protectsTomcat11() throws Exception {
        protects("11.0.");
    }

    private void protects(String version) throws Exception {
        assertThat(ServerInfo.getServerNumber()).startsWith(version);
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server())) {
            for (String name : List.of("orders", "orders##2", "orders#admin", "open")) {
                writeApplication(name);
            }
            String connectors = connector() + DocumentedDoor.connectorForAnyClient(0, serverKeys());
            try (TomcatFromFiles tomcat = start(connectors, issuer)) {
                asksForTheBoundCertificate(tomcat.url(0), issuer);
                letsSelfSignedClientsIn(tomcat.url(1), issuer);
            }
        }
    }

    private void asksForTheBoundCertificate(URI server, FakeAuthorizationServer issuer) throws IOException {
        String token = issuer.tokens().boundTo(pki.serverA()).compact();

        for (String path : List.of("/orders/page.txt", "/orders/admin/page.txt")) {
            assertThat(status(server, path, pki.serverA(), token)).isEqualTo(200);
            assertThat(status(server, path, pki.thief(), token)).isEqualTo(401);
            assertThat(status(server, path, null, token)).isEqualTo(401);
            assertThat(status(server, path, pki.serverA(), "")).isEqualTo(401);
            assertThat(get(server, path, null, "").body()).contains("HTTP Status 401");
        }
        assertThat(status(server, "/open/page.txt", null, "")).isEqualTo(200);
    }

    private void letsSelfSignedClientsIn(URI server, FakeAuthorizationServer issuer) throws IOException {
        TestIdentity another = TestPki.create().selfSigned();
        String token = issuer.tokens().boundTo(pki.selfSigned()).compact();

        assertThat(status(server, "/orders/page.txt", pki.selfSigned(), token)).isEqualTo(200);
        assertThat(status(server, "/orders/page.txt", another, token)).isEqualTo(401);
        assertThat(status(server, "/orders/page.txt", null, token)).isEqualTo(401);
    }

    private TomcatFromFiles start(String connectors, FakeAuthorizationServer issuer) throws Exception {
        Path conf = Files.createDirectories(base.resolve("conf"));
        Files.writeString(conf.resolve("server.xml"), serverXml(connectors, host(issuer)));
        Files.writeString(conf.resolve("web.xml"), defaultServlet());
        // The class path of these tests is long, and nothing on it is the applications'.
        Files.writeString(conf.resolve("context.xml"), "<Context><JarScanner scanClassPath='false'/></Context>");
        return TomcatFromFiles.start(base);
    }

    /** Around connectors of the page and the README's host: the smallest server, on free ports. */
    private static String serverXml(String connectors, String host) {
        return "<Server port='-1'><Service name='Catalina'>" + connectors
                + "<Engine name='Catalina' defaultHost='localhost'>" + host + "</Engine></Service></Server>";
    }

    private Path serverKeys() {
        return pki.server().writePkcs12(base, "server", PASSWORD.toCharArray());
    }

    private String connector() {
        Path clients = pki.authority().writeTrustStore(base, "client-authorities", PASSWORD.toCharArray());
        return DocumentedDoor.connector(0, serverKeys(), clients);
    }

    private static String defaultServlet() {
        return "<web-app metadata-complete='true'>"
                + "<servlet><servlet-name>default</servlet-name>"
                + "<servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class></servlet>"
                + "<servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>"
                + "</web-app>";
    }

    private String host(FakeAuthorizationServer issuer) {
        Path authorities = pki.authority().writePemCertificates(base, "authorities");
        return DocumentedDoor.guard("README.md", "host.xml", issuer.issuer(), authorities);
    }

    private void writeApplication(String name) throws IOException {
        Path application = Files.createDirectories(base.resolve("webapps").resolve(name));
        Files.writeString(application.resolve("page.txt"), "a page");
    }

    private int status(URI server, String path, TestIdentity client, String token) throws IOException {
        return get(server, path, client, token).status();
    }

    private RawResponse get(URI server, String path, TestIdentity client, String token) throws IOException {
        RawRequest request = RawRequest.get(path);
        return RawHttpsClient.once(
                server,
                client == null ? TestTls.clientWithoutCertificate(authority) : client.clientContext(authority),
                null,
                token.isEmpty() ? request : request.bearer(token));
    }
}
