package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testserver.JettyEe10Server;
import io.holdfast.testserver.JettyEe8Server;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and docs/protect-a-war.md show protects a WAR. */
final class ReadmeWebXmlTest {
    private static final String[] README = {"README.md", "web.xml"};
    private static final String PAGE = "docs/protect-a-war.md";

    private final TestPki pki = TestPki.create();

    @TempDir
    private Path directory;

    @OnEveryContainer
    @Test
    @Tag("tomcat-9")
    @DisplayName("S-46 S-64 the README's web.xml protects a WAR on Tomcat 9.0")
    void protectsAWarOnTomcat() throws Exception {
        protects("javax", README, TomcatServer::start);
    }

    @OnEveryContainer
    @Test
    @Tag("jetty-ee8")
    @DisplayName("S-46 S-64 the page's web.xml protects a WAR on Jetty ee8")
    void protectsAWarOnJetty() throws Exception {
        protects("javax", new String[] {PAGE, "web.xml"}, JettyEe8Server::start);
    }

    @OnEveryContainer
    @Test
    @Tag("tomcat-10.1")
    @DisplayName("S-46 S-64 the README's web.xml with the jakarta class protects a WAR on Tomcat 10.1")
    void protectsAJakartaWarOnTomcat101() throws Exception {
        protects("jakarta", README, TomcatServer::start);
    }

    @Test
    @Tag("tomcat-11")
    @DisplayName("S-46 S-64 the page's jakarta web.xml protects a WAR on Tomcat 11.0")
    void protectsAJakartaWarOnTomcat11() throws Exception {
        protects("jakarta", new String[] {PAGE, "jakarta-web.xml"}, TomcatServer::start);
    }

    @Test
    @Tag("jetty-ee10")
    @DisplayName("S-46 S-64 the page's jakarta web.xml protects a WAR on Jetty ee10")
    void protectsAJakartaWarOnJetty() throws Exception {
        protects("jakarta", new String[] {PAGE, "jakarta-web.xml"}, JettyEe10Server::start);
    }

    private interface Server {
        Door start(Path emptyDirectory, TestIdentity identity, TestWar war) throws Exception;
    }

    private void protects(String namespace, String[] snippet, Server server) throws Exception {
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server());
                Door door = server.start(
                        Files.createDirectory(directory.resolve("server")),
                        pki.server(),
                        TestWar.withDescriptor(namespace, webXml(namespace, snippet, issuer)))) {
            RawRequest request = RawRequest.get("/anything")
                    .bearer(issuer.tokens().boundTo(pki.serverA()).compact());

            RawResponse own = send(door, pki.serverA(), request);
            assertThat(own.status()).isEqualTo(200);
            assertThat(AppReport.parse(own.body())).isNotNull();
            assertThat(send(door, pki.thief(), request).status()).isEqualTo(401);
            assertThat(send(door, pki.serverA(), RawRequest.get("/anything")).status())
                    .isEqualTo(401);
            assertThat(door.hits()).isPositive();
        }
    }

    /** The documented descriptor: only the addresses, the file and, as the README says, the class are changed. */
    private String webXml(String namespace, String[] snippet, FakeAuthorizationServer issuer) {
        return DocumentedSnippet.read(snippet[0], snippet[1])
                .replace("io.holdfast.servlet.javax.", "io.holdfast.servlet." + namespace + ".")
                .replace("https://login.example.com", issuer.issuer())
                .replace("https://api.example.com", TestTokens.AUDIENCE)
                .replace(
                        "/etc/holdfast/authorities.pem",
                        pki.authority()
                                .writePemCertificates(directory, "authorities")
                                .toString());
    }

    private RawResponse send(Door door, TestIdentity client, RawRequest request) throws IOException {
        return RawHttpsClient.once(
                door.secure(), client.clientContext(pki.authority().certificate()), null, request);
    }
}
