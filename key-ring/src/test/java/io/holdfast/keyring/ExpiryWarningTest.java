package io.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.TestLog;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExpiryWarningTest {
    @Test
    @DisplayName("a certificate that nears its end is warned of when the ring is built, and then while it is watched")
    void warns() throws Exception {
        try (KeyRingWorld world = new KeyRingWorld()) {
            world.clock.advance(Duration.ofDays(25));
            TestLog log = new TestLog();
            world.ring(world.builder().listener(world.heard).keyStoreCheckInterval(Duration.ofMillis(50)));

            assertThat(RecordingListener.next(world.heard.left)).isBetween(Duration.ofDays(4), Duration.ofDays(6));
            assertThat(log.text()).contains("The certificate in use ends on");
            assertThat(world.heard.left).isEmpty();

            world.clock.advance(Duration.ofDays(1).plusMinutes(1));
            assertThat(RecordingListener.next(world.heard.left)).isBetween(Duration.ofDays(3), Duration.ofDays(5));
        }
    }

    @Test
    @DisplayName("a certificate that lasts is not warned of")
    void keepsQuiet() throws Exception {
        try (KeyRingWorld world = new KeyRingWorld()) {
            world.ring(world.builder().listener(world.heard));

            assertThat(world.heard.left).isEmpty();
        }
    }
}
