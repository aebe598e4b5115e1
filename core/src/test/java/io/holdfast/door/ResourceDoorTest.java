package io.holdfast.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.config.SettingsException;
import io.holdfast.resource.AccessListener;
import io.holdfast.testkit.TestLog;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
