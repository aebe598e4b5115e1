package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.Remains;
import io.holdfast.testserver.TestWar;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with the filter goes, and the server stays: no thread and no class of it may stay with the server.
 * Tomcat's own cures for leaks are not installed here.
 */
final class UndeployIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int TIMES = 4; // once, and deployed again three times

    @TempDir
    private Path directory;

    @Test
    @Tag("tomcat-9")
    @DisplayName("S-81 a javax WAR leaves no thread and no class behind when it is undeployed from Tomcat 9.0")
    void leavesNothingBehind() throws Exception {
        leavesNothing("javax", "9.0.");
    }

    @Test
    @Tag("tomcat-10.1")
    @DisplayName("S-81 a jakarta WAR leaves no thread and no class behind when it is undeployed from Tomcat 10.1")
    void leavesNothingOfJakartaBehind() throws Exception {
        leavesNothing("jakarta", "10.1.");
    }

    private void leavesNothing(String namespace, String version) throws Exception {
        assertThat(ServerInfo.getServerNumber()).startsWith(version);
        try (AllJarFixture at = new AllJarFixture(directory)) {
            for (int i = 0; i < TIMES; i++) {
                TestWar war = war(at, namespace);
                WeakReference<ClassLoader> application = at.tomcat.deploy(war);
                use(at);
                assertThat(Remains.threads(application)).contains("holdfast-call-deadline");

                at.tomcat.undeploy(war);

                assertThat(Remains.threads(application)).isEmpty();
                assertThat(Remains.isCollected(application, LONG))
                        .as("the class loader is gone")
                        .isTrue();
            }
            assertThat(at.issuer.calls(FakeAuthorizationServer.JWKS_PATH)).hasSize(TIMES);
        }
    }

    @Test
    @Tag("tomcat-9")
    @DisplayName("S-81 a thread and a class that stay behind are noticed, on Tomcat 9.0")
    void noticesWhatIsLeft() throws Exception {
        noticesAThreadAndAClass("javax");
    }

    @Test
    @Tag("tomcat-10.1")
    @DisplayName("S-81 a thread and a class that stay behind are noticed, on Tomcat 10.1")
    void noticesWhatIsLeftOfJakarta() throws Exception {
        noticesAThreadAndAClass("jakarta");
    }

    private void noticesAThreadAndAClass(String namespace) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (AllJarFixture at = new AllJarFixture(directory)) {
            TestWar war = war(at, namespace);
            WeakReference<ClassLoader> application = at.tomcat.deploy(war);
            use(at);
            Class<?> kept = application.get().loadClass("io.holdfast.token.VerifiedToken");
            Thread left = new Thread(() -> await(end), "left-behind");
            left.setContextClassLoader(application.get());
            left.start();

            at.tomcat.undeploy(war);

            assertThat(Remains.threads(application)).containsExactly("left-behind");
            assertThat(Remains.isCollected(application, SHORT)).isFalse();
            left.setContextClassLoader(null);
            end.countDown();
            left.join();
            assertThat(Remains.threads(application)).isEmpty();
            assertThat(Remains.isCollected(application, SHORT)).isFalse();
            assertThat(kept.getClassLoader()).isSameAs(application.get());
        }
    }

    /** With a file of settings, so that a thread watches it and a change of it leaves something for later. */
    private TestWar war(AllJarFixture at, String namespace) throws IOException {
        TestWar war = AllJarFixture.war(namespace)
                .servedBy("org.apache.catalina.servlets.DefaultServlet")
                .page("page.txt", "a page");
        Map<String, String> jwts = at.forJwts();
        jwts.put("configFile", realm("first").toString());
        Map<String, String> opaqueTokens = at.forOpaqueTokens();
        opaqueTokens.put("configFile", realm("first").toString());
        AllJarFixture.guard(war, namespace, "/page.txt", jwts);
        return AllJarFixture.guard(war, namespace, "/opaque", opaqueTokens);
    }

    private Path realm(String realm) throws IOException {
        Path file = directory.resolve("holdfast.properties");
        Path whole = Files.writeString(directory.resolve("new"), "realm=" + realm + "\n");
        return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitRealm(AllJarFixture at, String realm) throws Exception {
        Await.until(() -> at.send(at.pki.thief(), "/page.txt", at.jwt())
                .headers("WWW-Authenticate")
                .get(0)
                .contains("realm=\"" + realm + "\""));
    }

    /** So that connections, background threads, caches and logs exist. */
    private void use(AllJarFixture at) throws Exception {
        String jwt = at.jwt();
        assertThat(at.send(at.pki.serverA(), "/page.txt", jwt).status()).isEqualTo(200);
        assertThat(at.send(at.pki.thief(), "/page.txt", jwt).status()).isEqualTo(401);
        String opaque = at.opaqueToken();
        assertThat(at.send(at.pki.serverA(), "/opaque/nothing", opaque).status())
                .isEqualTo(404);
        assertThat(at.send(at.pki.serverA(), "/opaque/nothing", opaque).status())
                .isEqualTo(404);
        assertThat(at.send(at.pki.thief(), "/opaque/nothing", opaque).status()).isEqualTo(401);
        realm("another-realm");
        awaitRealm(at, "another-realm");
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
