package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.keyring.token.BoundToken;
import io.holdfast.testkit.TestLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyRingViewTest {
    private KeyRingWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new KeyRingWorld();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName("the status counts fetches, refusals, rotations and failures")
    void counts() throws Exception {
        KeyRing ring = world.ring();
        ring.replacement(ring.token(ORDERS));
        world.keyStore.set(renewed());
        ring.reload();
        world.keyStore.set(null);
        assertThatThrownBy(ring::reload).isInstanceOf(Exception.class);
        world.clock.advance(Duration.ofSeconds(7));

        KeyRingStatus status = ring.status();
        assertThat(status.fetches()).isEqualTo(3);
        assertThat(status.refusedTokens()).isEqualTo(1);
        assertThat(status.generation()).isEqualTo(2);
        assertThat(status.reloadFailures()).isEqualTo(1);
        assertThat(status.fetchFailures()).isZero();
        assertThat(status.sinceLastFetch()).contains(Duration.ofSeconds(7));
        assertThat(status.thumbprint()).isEqualTo(ring.credentials().thumbprint());
    }

    @Test
    @DisplayName("the log tells the first token once, with client, server, scopes and certificate, and no token")
    void logsTheFirstToken() throws Exception {
        TestLog log = new TestLog();
        KeyRing ring = world.ring();

        BoundToken first = ring.token(ORDERS);
        BoundToken second = ring.replacement(first).orElseThrow();

        String text = log.text();
        assertThat(text.lines().filter(line -> line.contains("has its first token from")))
                .singleElement()
                .asString()
                .contains("INFO", "token " + first.digest(), ORDERS.scopes().toString())
                .contains(ring.credentials().thumbprint().value());
        assertThat(text)
                .contains("A protected resource refused the token " + first.digest())
                .containsPattern("DEBUG .* Fetched in \\d+ ms: .*" + second.digest())
                .doesNotContain(first.accessToken(), second.accessToken());
    }

    @Test
    @DisplayName("the debug log tells each use of a token that was at hand")
    void logsUses() throws Exception {
        KeyRing ring = world.ring();
        BoundToken token = ring.token(ORDERS);
        TestLog log = new TestLog();

        ring.token(ORDERS);

        assertThat(log.text()).contains("The token " + token.digest() + " is used again.");
    }

    @Test
    @DisplayName("JMX shows the ring under its name until it is closed, and nothing unless asked to")
    void showsByJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.holdfast:type=KeyRing,name=\"orders: a=b\"");
        try (KeyRing ring = world.builder().jmxName("orders: a=b").build();
                KeyRing quiet = world.builder().build()) {
            ring.token(ORDERS);
            quiet.token(ORDERS);

            assertThat(server.queryNames(new ObjectName("io.holdfast:*"), null)).containsExactly(name);
            assertThat(server.getAttribute(name, "Fetches")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Thumbprint"))
                    .isEqualTo(ring.credentials().thumbprint().value());
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    @DisplayName("a JMX name that is taken stops the ring, with the reason")
    void refusesATakenName() throws Exception {
        try (KeyRing first = world.builder().jmxName("taken").build()) {
            assertThat(first.status().generation()).isEqualTo(1);
            assertThatThrownBy(() -> world.builder().jmxName("taken").build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("jmxName \"taken\"");
        }
    }

    @Test
    @DisplayName("a ring that is closed again leaves the JMX view of another that has taken its name")
    void leavesTheNextsView() throws Exception {
        ObjectName name = new ObjectName("io.holdfast:type=KeyRing,name=\"again\"");
        KeyRing first = world.builder().jmxName("again").build();
        first.close();
        try (KeyRing second = world.builder().jmxName("again").build()) {
            first.close();
            assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                    .isTrue();
            assertThat(second.status().generation()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("Micrometer's meters do not hold a ring that is gone")
    void holdsWeakly() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WeakReference<KeyRing> gone = boundAndGone(registry);
        while (gone.get() != null) {
            System.gc();
        }
        assertThat(registry.get("holdfast.keyring.certificate.left").timeGauge().value())
                .isNaN();
    }

    private WeakReference<KeyRing> boundAndGone(SimpleMeterRegistry registry) throws Exception {
        KeyRing ring = world.builder().build();
        KeyRingMetrics.of(ring, "gone").bindTo(registry);
        ring.close();
        return new WeakReference<>(ring);
    }

    @Test
    @DisplayName("Micrometer's meters follow the status")
    void bindsToMicrometer() throws Exception {
        KeyRing ring = world.ring();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        KeyRingMetrics.of(ring, "orders").bindTo(registry);
        ring.token(ORDERS);

        assertThat(registry.get("holdfast.keyring.fetches")
                        .tag("keyring", "orders")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("holdfast.keyring.generation").gauge().value()).isEqualTo(1);
        assertThat(registry.get("holdfast.keyring.certificate.left").timeGauge().value())
                .isBetween(29 * 86400.0, 31 * 86400.0);
        assertThat(registry.get("holdfast.keyring.last.fetch.age").timeGauge().value())
                .isZero();
    }
}
