package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page docs/protect-a-tomcat.md with whole Tomcats: the valve's jar with everything inside is copied
 * into {@code lib}, the application is known only by its file in {@code conf}, and nothing else is added.
 */
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_TOMCATS)
class ValveJarInRealTomcatTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path base;

    @ParameterizedTest
    @ValueSource(strings = {"tomcat8", "tomcat9", "tomcat10", "tomcat11"})
    @DisplayName("S-4 S-8 one jar in lib and one file in conf protect an application, whatever the Tomcat")
    void protectsWithOneJar(String id) throws Exception {
        FieldServer server = FieldServer.named(id);
        GuardedTomcat guarded = GuardedTomcat.write(base, server, PKI);
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(PKI.server())) {
            guarded.configure("<Host name='localhost' appBase='webapps'/>");
            Files.writeString(base.resolve("conf/Catalina/localhost/ROOT.xml"), guarded.valve("context.xml", issuer));
            Files.writeString(base.resolve("conf/logging.properties"), logging(server.home()));
            Files.createDirectories(base.resolve("webapps/ROOT"));
            Files.writeString(base.resolve("webapps/ROOT/page.txt"), "a page");
            try (RealTomcat tomcat = guarded.start()) {
                assertThat(tomcat.log()).contains("Apache Tomcat/" + server.version());
                String token = issuer.tokens().boundTo(PKI.serverA()).compact();

                assertThat(guarded.get("/page.txt", PKI.serverA(), token).status())
                        .isEqualTo(200);
                assertThat(guarded.get("/page.txt", PKI.thief(), token).status())
                        .isEqualTo(401);
                assertThat(guarded.get("/page.txt", null, token).status()).isEqualTo(401);

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
}
