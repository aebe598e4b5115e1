package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.ClientCheck;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.Remains;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testserver.IsolatingTomcat;
import io.holdfast.testserver.TestWar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with the valve goes, and Tomcat stays with the valve's classes: no thread and no object of the
 * application may stay with it.
 */
final class ValveUndeployTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String VALVE = CertificateBoundTokenValve.class.getName();

    private final TestPki pki = TestPki.create();

    @TempDir
    private Path directory;

    private FakeAuthorizationServer issuer;

    @OnEveryContainer
    @Test
    @Tag("tomcat-9")
    @DisplayName("S-81 the valve leaves no thread and no object behind with its application, in Tomcat 9.0")
    void leavesNothingBehind() throws Exception {
        leavesNothing("javax", "9.0.");
    }

    @Test
    @Tag("tomcat-10.1")
    @DisplayName("S-81 the valve leaves no thread and no object behind with its application, in Tomcat 10.1")
    void leavesNothingBehindInTomcat101() throws Exception {
        leavesNothing("jakarta", "10.1.");
    }

    private void leavesNothing(String namespace, String version) throws Exception {
        assertThat(ServerInfo.getServerNumber()).startsWith(version);
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server());
                IsolatingTomcat tomcat =
                        IsolatingTomcat.start(Files.createDirectory(directory.resolve("tomcat")), pki.server())) {
            issuer = server;
            issuer.opaqueTokens().clients(ClientCheck.certificate("orders-api"));
            for (int i = 0; i < 3; i++) {
                TestWar jwts = war(namespace, "/jwts", forJwts());
                TestWar opaque = war(namespace, "/opaque", forOpaqueTokens());
                WeakReference<ClassLoader> jwtsLoader = tomcat.deploy(jwts);
                WeakReference<ClassLoader> opaqueLoader = tomcat.deploy(opaque);
                use(tomcat);
                Map<String, WeakReference<Object>> ofJwts = tomcat.objectsOf(jwts);
                Map<String, WeakReference<Object>> ofOpaque = tomcat.objectsOf(opaque);
                assertThat(Remains.threads(jwtsLoader)).contains("holdfast-call-deadline");
                assertThat(ofJwts).containsKey(VALVE);

                tomcat.undeploy(jwts);
                assertThat(Remains.isCollected(ofOpaque.get(VALVE), SHORT))
                        .as("the valve of the other application is in use")
                        .isFalse();
                tomcat.undeploy(opaque);

                assertThat(Remains.threads(opaqueLoader)).isEmpty();
                assertCollected(ofJwts);
                assertCollected(ofOpaque);
            }
        }
    }

    private static void assertCollected(Map<String, WeakReference<Object>> objects) throws InterruptedException {
        for (Map.Entry<String, WeakReference<Object>> object : objects.entrySet()) {
            assertThat(Remains.isCollected(object.getValue(), LONG))
                    .as(object.getKey())
                    .isTrue();
        }
    }

    private void use(IsolatingTomcat tomcat) throws IOException {
        String jwt = issuer.tokens().boundTo(pki.serverA()).compact();
        String opaque = issuer.opaqueTokens().issue(issuer.opaqueTokens().boundTo(pki.serverA()));
        for (List<String> call : List.of(List.of("/jwts", jwt), List.of("/opaque", opaque))) {
            String page = call.get(0) + "/page.txt";
            assertThat(status(tomcat, pki.serverA(), page, call.get(1))).isEqualTo(200);
            assertThat(status(tomcat, pki.serverA(), page, call.get(1))).isEqualTo(200);
            assertThat(status(tomcat, pki.thief(), page, call.get(1))).isEqualTo(401);
        }
    }

    private int status(IsolatingTomcat tomcat, TestIdentity client, String path, String token) throws IOException {
        return RawHttpsClient.once(
                        tomcat.url(),
                        client.clientContext(pki.authority().certificate()),
                        null,
                        RawRequest.get(path).bearer(token))
                .status();
    }

    private static TestWar war(String namespace, String path, Map<String, String> settings) {
        StringBuilder valve = new StringBuilder("<Valve className='" + VALVE + "'");
        settings.forEach((name, value) -> valve.append(" " + name + "='" + value + "'"));
        return TestWar.of(namespace)
                .at(path)
                .servedBy("org.apache.catalina.servlets.DefaultServlet")
                .page("page.txt", "a page")
                .contextXml("<Context>" + valve + "/></Context>");
    }

    private Map<String, String> forJwts() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", issuer.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put(
                "trustStore",
                pki.authority().writePemCertificates(directory, "authorities").toString());
        settings.put("configFile", watched().toString());
        return settings;
    }

    /** A file of settings, so that a thread watches it. */
    private Path watched() {
        try {
            return Files.writeString(directory.resolve("holdfast.properties"), "realm=watched\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> forOpaqueTokens() {
        Map<String, String> settings = forJwts();
        settings.put("verification", "introspection");
        settings.put("clientId", "orders-api");
        settings.put(
                "keyStore",
                pki.partnerB().writePkcs12(directory, "orders-api", PASSWORD).toString());
        settings.put("keyStorePassword", new String(PASSWORD));
        return settings;
    }
}
