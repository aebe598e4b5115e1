package io.holdfast.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.resource.AccessListener;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.OpaqueTokens;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResourceDoorTest {
    private final Map<String, String> settings =
            new HashMap<>(Map.of("issuer", "https://login.example.com", "audience", "https://api.example.com"));

    private ResourceDoor open(String name) throws SettingsException {
        return ResourceDoor.open(settings, DoorPlace.of(name, ""));
    }

    private static Set<String> names() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.holdfast:type=ProtectedResource,*"), null)
                .stream()
                .map(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .filter(name -> name.startsWith("/door-test/"))
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("S-81 shows itself in JMX by its place, beside another of the same name, until it is closed")
    void showsItselfByItsPlace() throws Exception {
        try (ResourceDoor first = open("/door-test/holdfast");
                ResourceDoor second = open("/door-test/holdfast")) {
            assertThat(names()).containsExactlyInAnyOrder("/door-test/holdfast", "/door-test/holdfast (2)");
            first.close();
            assertThat(names()).containsExactly("/door-test/holdfast (2)");
            second.close();
            second.close();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("S-77 takes contexts only where several applications come through")
    void takesContextsOnlyForSeveralApplications() throws Exception {
        settings.put("contexts", "/orders /");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> open("/door-test/one"))
                .withMessageContaining("'contexts' = '/orders /'")
                .withMessageContaining("/door-test/one")
                .withMessageContaining("<Host>");

        try (ResourceDoor door = ResourceDoor.open(settings, DoorPlace.ofSeveral("/door-test/host"))) {
            assertThat(door.settings().contexts()).hasToString("/orders /");
        }
    }

    @Test
    @DisplayName("S-77 starts with no listener that cannot be made, and says what one must be")
    void refusesAListenerThatIsNone() throws Exception {
        for (String none : new String[] {"com.example.Nothing", "java.lang.String", Hidden.class.getName()}) {
            settings.put("accessListener", none);
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> open("/door-test/listener"))
                    .withMessageContaining("'accessListener' = '" + none + "'")
                    .withMessageContaining("io.holdfast.resource.AccessListener");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    @DisplayName("S-81 closes the listener with itself")
    void closesTheListener() throws Exception {
        settings.put("accessListener", ClosingListener.class.getName());
        open("/door-test/closing").close();

        assertThat(ClosingListener.CLOSED).hasValue(1);
    }

    @Test
    @DisplayName("warns at the start that nothing is protected in report-only mode")
    void warnsOfReportOnly() throws Exception {
        TestLog log = new TestLog();
        settings.put("mode", "report-only");
        open("/door-test/report-only").close();

        assertThat(log.text()).contains("WARN", "The setting mode is report-only", "Set mode=enforce to be protected");
    }

    @Test
    @DisplayName(
            "S-97 G10 a running door sends its credentials nowhere else, whatever its file says now, and says so once")
    void keepsItsCredentials(@TempDir Path directory) throws Exception {
        TestPki pki = TestPki.create();
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server());
                FakeAuthorizationServer thiefs = FakeAuthorizationServer.start(pki.server())) {
            settings.put("issuer", server.issuer());
            settings.put("audience", TestTokens.AUDIENCE);
            settings.put("configFile", directory.resolve("door.properties").toString());
            Map<String, String> file = new HashMap<>(Map.of(
                    "verification",
                    "introspection",
                    "introspectionEndpoint",
                    server.uri(FakeAuthorizationServer.INTROSPECTION_PATH).toString(),
                    "clientId",
                    OpaqueTokens.CLIENT_ID,
                    "clientAuthentication",
                    "client_secret_basic",
                    "clientSecret",
                    "s3cret",
                    "trustStore",
                    pki.authority().writePemCertificates(directory, "authority").toString()));
            write(directory, file);
            TestLog log = new TestLog();
            try (ResourceDoor door = open("/door-test/credentials")) {
                file.put(
                        "introspectionEndpoint",
                        thiefs.uri(FakeAuthorizationServer.INTROSPECTION_PATH).toString());
                file.put("mode", "report-only");
                write(directory, file);
                Await.until(() -> door.view().getSettingsReloadFailures() == 1);

                IntrospectionSettings inEffect =
                        door.settings().issuers().get(0).introspection().orElseThrow();
                assertThat(inEffect.endpoint()).contains(server.uri(FakeAuthorizationServer.INTROSPECTION_PATH));
                assertThat(door.view().getMode()).isEqualTo("enforce");
            }
            assertThat(thiefs.calls()).isEmpty();
            assertThat(log.text())
                    .containsOnlyOnce("WARN")
                    .contains("([introspectionEndpoint]), and so they wait for a restart")
                    .doesNotContain("s3cret");
        }
    }

    private static void write(Path directory, Map<String, String> settings) throws IOException {
        Path next = Files.writeString(
                directory.resolve("next"),
                settings.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
        Files.move(next, directory.resolve("door.properties"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Not public. */
    static final class Hidden implements AccessListener {}

    /** Counts how often it is closed. */
    public static final class ClosingListener implements AccessListener, Closeable {
        static final AtomicInteger CLOSED = new AtomicInteger();

        /** As the door makes it. */
        public ClosingListener() {}

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }
}
