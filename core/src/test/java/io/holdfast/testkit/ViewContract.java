package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.door.ProtectedResourceMXBean;
import io.holdfast.token.TokenDigest;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The part of {@link ProtectedResourceContract} about what an operator sees: JMX, Micrometer, the audit log. */
public interface ViewContract {
    String PAGE = "docs/watch-it.md";

    DoorFixture at();

    String contextPath();

    private static ObjectName name(String name) throws Exception {
        return new ObjectName("io.holdfast:type=ProtectedResource,name=" + ObjectName.quote(name));
    }

    /** The view of the door of this name. */
    static ProtectedResourceMXBean bean(String name) throws Exception {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(), name(name), ProtectedResourceMXBean.class);
    }

    private void refuseAndAccept(Door door) throws Exception {
        RawRequest request = RawRequest.get("/api/echo").bearer(at().token());
        at().refused(door, null, 401, "invalid_token", at().pki.thief(), request);
        at().refused(door, null, 401, "invalid_token", at().pki.thief(), request);
        at().refused(door, null, 401, null, null, RawRequest.get("/api/echo"));
        at().accepted(door, null, at().pki.serverA(), request);
    }

    @Test
    @DisplayName("S-81 shows in JMX what it decides, and why, for as long as it is there")
    default void showsDecisionsInJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String name = UUID.randomUUID().toString();
        CountDownLatch answering = holdKeys();
        try (Door door = at().open(at().settings("jmxName", name))) {
            ProtectedResourceMXBean bean = bean(name);
            assertThat(bean.getKeysAgeSeconds()).containsValue(-1L);
            assertThat(bean.getHealth()).isEqualTo("UNKNOWN");
            assertThat(bean.isHealthy()).isFalse();
            answering.countDown();
            refuseAndAccept(door);

            assertThat(bean.getMode()).isEqualTo("enforce");
            assertThat(bean.getModeExceptions()).isEmpty();
            assertThat(bean.getAccepted()).isEqualTo(1);
            assertThat(bean.getRefused()).isEqualTo(3);
            assertThat(bean.getRefusedByReason())
                    .isEqualTo(Map.of("certificate_mismatch", 2L, "credentials_missing", 1L));
            assertThat(bean.getReported()).isZero();
            assertThat(bean.getCachedTokens()).isEqualTo(1);
            assertThat(bean.getCacheHits()).isEqualTo(2);
            assertThat(bean.getCacheMisses()).isEqualTo(1);
            assertThat(bean.isHealthy()).isTrue();
            assertThat(bean.getHealth()).isEqualTo("UP");
            assertThat(bean.getKeysAgeSeconds())
                    .containsOnlyKeys(at().authorizationServer.issuer())
                    .allSatisfy((issuer, age) -> assertThat(age).isBetween(0L, 60L));
            assertThat(bean.getLastError()).isEmpty();
        } finally {
            answering.countDown();
        }
        assertThat(server.isRegistered(name(name))).isFalse();
    }

    @Test
    @DisplayName("S-60 shows in JMX an authorization server that is away, and what is only reported about")
    default void showsAnOutageInJmx() throws Exception {
        String name = UUID.randomUUID().toString();
        Map<String, String> settings = at().settings("jmxName", name);
        settings.put("mode", "report-only");
        at().authorizationServer.goDown();
        try (Door door = at().open(settings)) {
            ProtectedResourceMXBean bean = bean(name);
            at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(at().token()));

            assertThat(bean.getMode()).isEqualTo("report-only");
            assertThat(bean.getReportedByReason()).isEqualTo(Map.of("verification_unavailable", 1L));
            assertThat(bean.getRefused()).isZero();
            assertThat(bean.isHealthy()).isFalse();
            assertThat(bean.getHealth()).isEqualTo("DOWN");
            assertThat(bean.getLastError()).startsWith("verification_unavailable: ");
            assertThat(bean.getLastErrorTime()).isNotEmpty();
            assertThat(bean.getIssuerFailures())
                    .containsOnlyKeys(at().authorizationServer.issuer());
        } finally {
            at().authorizationServer.comeBack();
        }
    }

    /** Until the latch opens, no door gets its first keys. */
    private CountDownLatch holdKeys() {
        CountDownLatch answering = new CountDownLatch(1);
        at().authorizationServer.hold(FakeAuthorizationServer.JWKS_PATH, answering);
        return answering;
    }

    @Test
    @DisplayName("S-81 gives Micrometer its numbers where the settings say so, and takes them away at the end")
    default void givesMicrometerItsNumbers() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Metrics.globalRegistry.add(registry);
        String name = UUID.randomUUID().toString();
        Map<String, String> settings = at().settings("jmxName", name);
        settings.put("metrics", "micrometer");
        CountDownLatch answering = holdKeys();
        try (Door door = at().open(settings)) {
            assertThat(gauge(registry, name, "known")).isZero();
            assertThat(gauge(registry, name, "healthy")).isZero();
            answering.countDown();
            refuseAndAccept(door);

            assertThat(gauge(registry, name, "known")).isEqualTo(1);
            assertThat(gauge(registry, name, "healthy")).isEqualTo(1);

            assertThat(count(registry, name, "accepted", "none")).isEqualTo(1);
            assertThat(count(registry, name, "refused", "certificate_mismatch")).isEqualTo(2);
            assertThat(count(registry, name, "reported", "certificate_mismatch"))
                    .isZero();
            assertThat(gauge(registry, name, "enforcing")).isEqualTo(1);
        } finally {
            answering.countDown();
            assertThat(Search.in(Metrics.globalRegistry).tag("resource", name).meters())
                    .isEmpty();
            Metrics.globalRegistry.remove(registry);
        }
    }

    @Test
    @DisplayName("does what the page about watching says of its web.xml and its context.xml")
    default void showsWhatThePageSays() throws Exception {
        boolean filter = contextPath().isEmpty();
        Map<String, String> settings = at().documented(
                        filter
                                ? DocumentedSettings.inWebXml(PAGE, "web.xml")
                                : DocumentedSettings.inContextXml(PAGE, "context.xml"),
                        contextPath());
        assertThat(settings.replace("accessListener", RecordingAccessListener.OfTheDescriptor.class.getName()))
                .isEqualTo("com.example.TheftAlarm");
        if (filter) {
            settings.computeIfPresent("healthPath", (name, path) -> "/api" + path);
        }
        try (Door door = at().open(settings)) {
            refuseAndAccept(door);

            assertThat(at().send(door, null, null, RawRequest.get("/api/holdfast/health"))
                            .body())
                    .isEqualTo("{\"status\":\"UP\"}");
            assertThat(bean("orders").getRefused()).isEqualTo(3);
            assertThat(RecordingAccessListener.told())
                    .contains("OfTheDescriptor refused certificate_mismatch /api/echo");
        }
    }

    private static double gauge(SimpleMeterRegistry registry, String name, String gauge) {
        return registry.get("holdfast." + gauge).tag("resource", name).gauge().value();
    }

    private static double count(SimpleMeterRegistry registry, String name, String outcome, String reason) {
        return registry.get("holdfast.decisions")
                .tags("resource", name, "outcome", outcome, "reason", reason)
                .functionCounter()
                .count();
    }

    @Test
    @DisplayName("S-67 writes one line for a refusal: who, from where, at which door, and no secret")
    default void writesAnAuditLine() throws Exception {
        String token = at().tokens().boundTo(at().pki.serverA()).compact();
        TestLog log = new TestLog();
        at().refused(
                        401,
                        "invalid_token",
                        at().pki.thief(),
                        RawRequest.get("/api/echo;jsessionid=SECRET?x=SECRET").bearer(token));

        assertThat(log.text().lines().filter(line -> line.contains(TokenDigest.of(token))))
                .singleElement()
                .asString()
                .containsPattern(
                        "io\\.holdfast\\.audit - io\\.holdfast\\.audit refused reason=certificate_mismatch status=401"
                                + " door=\\S+ peer=(127\\.0\\.0\\.1|0:0:0:0:0:0:0:1) method=GET path=/api/echo issuer=")
                .contains(" path=/api/echo"
                        + " issuer=" + at().authorizationServer.issuer()
                        + " client=server-a token=" + TokenDigest.of(token)
                        + " bound=" + at().pki.serverA().thumbprint().substring(0, 8)
                        + " certificate=" + at().pki.thief().thumbprint().substring(0, 8)
                        + " serial=")
                .contains(" subject=\"CN=Thief,O=Partner C\" detail=\"")
                .doesNotContain("SECRET");
        assertThat(log.text()).doesNotContain(token).doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }
}
