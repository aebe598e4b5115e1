package io.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testserver.IsolatingTomcat;
import io.holdfast.testserver.TestWar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.servlets.DefaultServlet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter's and the valve's jar with everything inside, in one Tomcat: neither is in the other's way. */
final class BothJarsIT {
    private static final Path VALVE_JAR = Path.of(System.getProperty("holdfast.valve"));
    private static final Path FILTER_JAR = Path.of(System.getProperty("holdfast.filter"));

    private final TestPki pki = TestPki.create();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(standardError);
    }

    @Test
    @DisplayName("the valve in lib and the filter in a WAR both guard, and nobody complains of two SLF4J bindings")
    void valveInLibAndFilterInAWar() throws Exception {
        bothGuard(war().library(FILTER_JAR), url(VALVE_JAR));
    }

    @Test
    @DisplayName("valve and filter in lib both guard, and nobody complains of two SLF4J bindings")
    void bothInLib() throws Exception {
        bothGuard(war(), url(VALVE_JAR), url(FILTER_JAR));
    }

    @Test
    @DisplayName("the filter in lib, and once more in a WAR, guards, and nobody complains of two SLF4J bindings")
    void theFilterTwice() throws Exception {
        bothGuard(war().library(FILTER_JAR), url(FILTER_JAR), url(VALVE_JAR));
    }

    private void bothGuard(TestWar war, URL... lib) throws Exception {
        try (FakeAuthorizationServer issuer = FakeAuthorizationServer.start(pki.server());
                IsolatingTomcat tomcat =
                        IsolatingTomcat.start(Files.createDirectory(directory.resolve("tomcat")), pki.server(), lib)) {
            Map<String, String> settings = settings(issuer);
            tomcat.addValve("io.holdfast.tomcat.CertificateBoundTokenValve", settings);
            tomcat.deploy(war.filter("holdfast", "io.holdfast.servlet.javax.CertificateBoundTokenFilter", settings)
                    .filterMapping("holdfast", "/*"));
            String token = issuer.tokens().boundTo(pki.serverA()).compact();

            assertThat(status(tomcat, pki.serverA(), token)).isEqualTo(200);
            assertThat(status(tomcat, pki.thief(), token)).isEqualTo(401);

            assertThat(issuer.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(2); // each door has asked
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("SLF4J");
    }

    private static TestWar war() {
        return TestWar.of("javax").servedBy(DefaultServlet.class.getName()).page("page.txt", "a page");
    }

    private static URL url(Path jar) throws IOException {
        assertThat(jar).exists();
        return jar.toUri().toURL();
    }

    private Map<String, String> settings(FakeAuthorizationServer issuer) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", issuer.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put(
                "trustStore",
                pki.authority().writePemCertificates(directory, "authorities").toString());
        return settings;
    }

    private int status(IsolatingTomcat tomcat, TestIdentity client, String token) throws IOException {
        X509Certificate trusted = pki.authority().certificate();
        return RawHttpsClient.once(
                        tomcat.url(),
                        client.clientContext(trusted),
                        null,
                        RawRequest.get("/page.txt").bearer(token))
                .status();
    }
}
