package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/own-login.md says of Spring Security in the application. */
@Tag("tomcat-10.1")
final class SpringSecurityBehindFilterTest {
    private static final Path SPRING = Path.of("src/test/java/io/holdfast/servlet/jakarta/SpringSecurityFilter.java");

    @TempDir
    private Path directory;

    private DoorFixture fixture;

    @BeforeEach
    void openDoor() throws Exception {
        fixture = new DoorFixture(
                directory, (empty, server, settings) -> TomcatServer.start(empty, server, war(settings, "principal")));
    }

    @AfterEach
    void closeDoor() throws Exception {
        fixture.close();
    }

    private static TestWar war(Map<String, String> settings, String login) {
        return TestWar.of("jakarta")
                .filter("holdfast", "io.holdfast.servlet.jakarta.CertificateBoundTokenFilter", settings)
                .filter("spring", "io.holdfast.servlet.jakarta.SpringSecurityFilter", Map.of("login", login))
                .filterMapping("holdfast", "/*", "REQUEST", "FORWARD", "INCLUDE", "ASYNC")
                .filterMapping("spring", "/*");
    }

    private Door open(Map<String, String> settings, String login) throws Exception {
        return fixture.start((empty, server) -> TomcatServer.start(empty, server, war(settings, login)));
    }

    @Test
    @DisplayName("S-79 Spring Security takes the token's principal, with scopes as roles")
    void takesThePrincipal() throws Exception {
        RawRequest request = RawRequest.get("/echo").bearer(fixture.token());

        AppReport report = fixture.accepted(fixture.pki.serverA(), request);
        assertThat(report.get("user")).isEqualTo("server-a");
        fixture.refused(401, "invalid_token", fixture.pki.thief(), request);
        fixture.refused(401, null, fixture.pki.serverA(), RawRequest.get("/echo"));

        String writer = fixture.tokens()
                .boundTo(fixture.pki.serverA())
                .claim("scope", "orders:write")
                .compact();
        RawResponse denied =
                fixture.send(fixture.pki.serverA(), RawRequest.get("/echo").bearer(writer));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.headers("WWW-Authenticate")).isEmpty();
    }

    @Test
    @DisplayName(
            "S-79 Spring Security with passwords of its own answers good tokens, and serves its users on open paths")
    void answersGoodTokensWithItsOwnLogin() throws Exception {
        Map<String, String> settings = fixture.settings("withholdAuthorization", "true");
        settings.put("accessRules", "/people/** open");
        try (Door door = open(settings, "basic")) {
            RawResponse answered = fixture.send(
                    door, null, fixture.pki.serverA(), RawRequest.get("/echo").bearer(fixture.token()));
            assertThat(answered.status()).isEqualTo(401);
            assertThat(answered.headers("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("Basic");

            RawRequest alice = RawRequest.get("/people/echo").header("Authorization", "Basic YWxpY2U6d29uZGVybGFuZA==");
            assertThat(fixture.accepted(door, null, null, alice).get("user")).isEqualTo("alice");
        }
    }

    @Test
    @DisplayName("the page's lines for Spring Security are those that run here")
    void runsTheLinesOfThePage() throws IOException {
        String lines = DocumentedSnippet.read("docs/own-login.md", "spring");
        assertThat(Files.readString(SPRING).replaceAll("\\s+", "")).contains(lines.replaceAll("\\s+", ""));
    }
}
