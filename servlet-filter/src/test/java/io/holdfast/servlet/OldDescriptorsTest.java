package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.DocumentedDoor;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testserver.JettyEe8Server;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines of docs/old-descriptors.md, in servers that validate {@code web.xml} and in those that do not. */
final class OldDescriptorsTest {
    private static final String PAGE = "docs/old-descriptors.md";
    private static final String SERVLET = """
            <servlet>
              <servlet-name>echo</servlet-name>
              <servlet-class>io.holdfast.testserver.javax.EchoServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>echo</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
            """;

    /** A version of old descriptors, by the beginning of the file. */
    private enum Version {
        V2_3("""
                <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
                 "http://java.sun.com/dtd/web-app_2_3.dtd">
                <web-app>
                """),
        V2_4(head("j2ee", "2.4")),
        V2_5(head("javaee", "2.5")),
        V3_0(head("javaee", "3.0"));

        private final String head;

        Version(String head) {
            this.head = head;
        }

        private static String head(String namespace, String version) {
            String uri = "http://java.sun.com/xml/ns/" + namespace;
            return "<web-app xmlns=\"" + uri + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                    + " xsi:schemaLocation=\"" + uri + " " + uri + "/web-app_" + version.replace('.', '_')
                    + ".xsd\" version=\"" + version + "\">\n";
        }

        /** The page's lines for this version. */
        String lines() {
            return switch (this) {
                case V2_3 -> {
                    String newer = DocumentedSnippet.read(PAGE, "web-2.5");
                    yield newer.substring(0, newer.indexOf("<filter-mapping>"))
                            + DocumentedSnippet.read(PAGE, "web-2.3-mapping");
                }
                case V2_4, V2_5 -> DocumentedSnippet.read(PAGE, "web-2.5");
                case V3_0 -> usualLines();
            };
        }
    }

    private final TestPki pki = TestPki.create();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Version.class)
    @Tag("tomcat-9")
    @DisplayName("a Tomcat that validates takes the lines of the page")
    void takesTheLinesWhereItValidates(Version version) throws Exception {
        protects(version, version.lines(), true, TomcatServer::start);
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"V2_3", "V2_4", "V2_5"})
    @Tag("tomcat-9")
    @DisplayName("a Tomcat that validates serves nothing with the lines for newer descriptors")
    void servesNothingWhereItValidatesNewerLines(Version version) throws Exception {
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server());
                Door door = TomcatServer.start(
                        Files.createDirectory(directory.resolve("server")),
                        pki.server(),
                        war(version, usualLines(), true, issuer))) {
            int before = door.hits();
            assertThat(send(door, pki.serverA(), issuer).status()).isEqualTo(404);
            assertThat(door.hits()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    @Tag("tomcat-9")
    @DisplayName("Tomcat as delivered takes the usual lines in old descriptors")
    void takesTheUsualLinesOnTomcat(Version version) throws Exception {
        protects(version, usualLines(), false, TomcatServer::start);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    @Tag("jetty-ee8")
    @DisplayName("Jetty takes the usual lines in old descriptors")
    void takesTheUsualLinesOnJetty(Version version) throws Exception {
        protects(version, usualLines(), false, JettyEe8Server::start);
    }

    private interface Server {
        Door start(Path emptyDirectory, TestIdentity identity, TestWar war) throws Exception;
    }

    private void protects(Version version, String lines, boolean validating, Server server) throws Exception {
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server());
                Door door = server.start(
                        Files.createDirectory(directory.resolve("server")),
                        pki.server(),
                        war(version, lines, validating, issuer))) {
            RawResponse own = send(door, pki.serverA(), issuer);
            assertThat(own.status()).isEqualTo(200);
            assertThat(AppReport.parse(own.body())).isNotNull();
            assertThat(send(door, pki.thief(), issuer).status()).isEqualTo(401);
        }
    }

    /** A descriptor whose end the test kit does not find, so that it adds nothing of a newer version. */
    private TestWar war(Version version, String lines, boolean validating, FakeAuthorizationServer issuer) {
        Path authorities = pki.authority().writePemCertificates(directory, "authorities");
        String guard = DocumentedDoor.inPlace(lines, issuer.issuer(), authorities);
        return TestWar.withDescriptor(
                        "javax", "<?xml version=\"1.0\"?>\n" + version.head + guard + SERVLET + "</web-app >\n")
                .contextXml("<Context xmlValidation=\"" + validating + "\" xmlNamespaceAware=\"" + validating + "\"/>");
    }

    /** The lines that docs/protect-a-war.md has for newer descriptors. */
    private static String usualLines() {
        String page = DocumentedSnippet.read("docs/protect-a-war.md", "web.xml");
        return page.substring(page.indexOf("<filter>"), page.indexOf("</web-app>"));
    }

    private RawResponse send(Door door, TestIdentity client, FakeAuthorizationServer issuer) throws IOException {
        RawRequest request = RawRequest.get("/anything")
                .bearer(issuer.tokens().boundTo(pki.serverA()).compact());
        return RawHttpsClient.once(
                door.secure(), client.clientContext(pki.authority().certificate()), null, request);
    }
}
