package io.holdfast.demo.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/protect-a-tomcat.md says, with whole Tomcats: the valve's jar with everything inside is copied
 * into {@code lib}, the application is known only by its file in {@code conf}, and nothing else is added.
 */
@EnabledIfSystemProperty(named = "holdfast.integration", matches = "true")
class ValveJarInRealTomcatTest {
    private static final String PAGE = "docs/protect-a-tomcat.md";
    private static final TestPki PKI = TestPki.create();
    private static final X509Certificate AUTHORITY = PKI.authority().certificate();

    @TempDir
    private Path base;

    @ParameterizedTest(name = "Tomcat {0}")
    @ValueSource(strings = {"8.5", "9.0", "10.1", "11.0"})
    @DisplayName("S-4 S-8 one jar in lib and one file in conf protect an application, whatever the Tomcat")
    void protectsWithOneJar(String line) throws Exception {
        Path home = RealTomcat.home(line);
        int port = freePort();
        URI url = URI.create("https://localhost:" + port);
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(PKI.server())) {
            writeBase(home, port, issuer);
            try (RealTomcat tomcat = RealTomcat.start(home, base, url, client(null))) {
                assertThat(tomcat.log()).contains("Apache Tomcat/" + line + ".");
                String token = issuer.tokens().boundTo(PKI.serverA()).compact();

                assertThat(status(url, PKI.serverA(), token)).isEqualTo(200);
                assertThat(status(url, PKI.thief(), token)).isEqualTo(401);
                assertThat(status(url, null, token)).isEqualTo(401);

                assertThat(issuer.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(1);
                assertThat(tomcat.log()).doesNotContain("SEVERE", "SLF4J", token);
            }
        }
        assertThat(holdfastLog())
                .contains("Guards [" + TestTokens.AUDIENCE + "]", " path=/page.txt issuer=")
                .doesNotContain("io.holdfast.shaded", "Apache Tomcat");
        assertThat(holdfastLog().lines().filter(entry -> entry.contains("io.holdfast.audit")))
                .hasSizeGreaterThan(2) // who waits for the start sends no token
                .allMatch(entry -> entry.contains(" io.holdfast.audit refused reason=")
                        && entry.contains(" door=localhost/ peer=127.0.0.1 method=GET "))
                .anyMatch(entry -> entry.contains(" subject=\"CN=Thief,O=Partner C\" "));
    }

    private void writeBase(Path home, int port, FakeAuthorizationServer issuer) throws IOException {
        Path conf = Files.createDirectories(base.resolve("conf/Catalina/localhost"));
        Files.writeString(conf.resolve("ROOT.xml"), contextXml(issuer));
        Files.copy(home.resolve("conf/web.xml"), base.resolve("conf/web.xml"));
        Files.writeString(base.resolve("conf/server.xml"), serverXml(port));
        Files.writeString(base.resolve("conf/logging.properties"), logging(home));
        Files.createDirectories(base.resolve("webapps/ROOT"));
        Files.writeString(base.resolve("webapps/ROOT/page.txt"), "a page");
        Path jar = Path.of(System.getProperty("holdfast.root"), "tomcat-valve/target")
                .resolve("holdfast-tomcat-valve-0.1.0-SNAPSHOT-all.jar");
        Files.copy(jar, Files.createDirectories(base.resolve("lib")).resolve(jar.getFileName()));
    }

    private String contextXml(FakeAuthorizationServer issuer) {
        return DocumentedSnippet.read(PAGE, "context.xml")
                .replace("https://login.example.com", issuer.issuer())
                .replace("https://api.example.com", TestTokens.AUDIENCE)
                .replace(
                        "/etc/holdfast/authorities.pem",
                        PKI.authority()
                                .writePemCertificates(base, "authorities")
                                .toString());
    }

    private String serverXml(int port) {
        char[] password = "changeit".toCharArray();
        String connector = DocumentedSnippet.read(PAGE, "server.xml")
                .replace("8443", Integer.toString(port))
                .replace(
                        "/etc/holdfast/client-authorities.p12",
                        PKI.authority()
                                .writeTrustStore(base, "client-authorities", password)
                                .toString())
                .replace(
                        "/etc/holdfast/server.p12",
                        PKI.server().writePkcs12(base, "server", password).toString());
        return "<Server port='-1'><Service name='Catalina'>" + connector
                + "<Engine name='Catalina' defaultHost='localhost'><Host name='localhost' appBase='webapps'/></Engine>"
                + "</Service></Server>";
    }

    /** The distribution's, and what the README adds to it. */
    private static String logging(Path home) throws IOException {
        String handler = "5holdfast.java.util.logging.FileHandler";
        String original = Files.readString(home.resolve("conf/logging.properties"));
        String changed = original.replaceFirst("(?m)^handlers = .*$", "$0, " + handler);
        assertThat(changed).isNotEqualTo(original);
        return changed + "\n" + DocumentedSnippet.read("docs/watch-it.md", "logging.properties") + "\n";
    }

    private String holdfastLog() throws IOException {
        try (Stream<Path> logs = Files.list(base.resolve("logs"))) {
            List<Path> found = logs.filter(file -> file.getFileName().toString().matches("holdfast\\..*\\.log"))
                    .toList();
            assertThat(found).hasSize(1);
            return new String(Files.readAllBytes(found.get(0)), StandardCharsets.UTF_8);
        }
    }

    private static int status(URI url, @Nullable TestIdentity client, String token) throws IOException {
        RawRequest request = RawRequest.get("/page.txt").bearer(token);
        return RawHttpsClient.once(url, client(client), null, request).status();
    }

    private static SSLContext client(@Nullable TestIdentity client) {
        return client == null ? TestTls.clientWithoutCertificate(AUTHORITY) : client.clientContext(AUTHORITY);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
