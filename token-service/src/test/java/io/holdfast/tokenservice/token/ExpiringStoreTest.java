package io.holdfast.tokenservice.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.SettableClock;
import io.holdfast.tokenservice.http.OAuthError;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiringStoreTest {
    private final SettableClock clock = SettableClock.at(Instant.ofEpochSecond(1000));
    private final ExpiringStore<String> store = new ExpiringStore<>(3, clock);

    @Test
    void remembersUntilItExpires() throws Exception {
        store.put("a", "value", 1010);

        clock.advance(Duration.ofSeconds(9));
        assertThat(store.get("a")).contains("value");
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.get("a")).isEmpty();
        assertThat(store.take("a")).isEmpty();
    }

    @Test
    void givesWhatIsTakenOnce() throws Exception {
        store.put("a", "value", 1010);

        assertThat(store.take("a")).contains("value");
        assertThat(store.take("a")).isEmpty();
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void refusesMoreThanItMayHold() throws Exception {
        fill();

        assertThatThrownBy(() -> store.put("d", "value", 1010))
                .isInstanceOfSatisfying(
                        OAuthErrorException.class,
                        e -> assertThat(e.error()).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE));
        assertThat(store.get("a")).isPresent();
    }

    @Test
    void makesRoomWhenSomethingHasExpired() throws Exception {
        fill();
        clock.advance(Duration.ofSeconds(10));

        store.put("d", "value", 2000);

        assertThat(store.get("d")).contains("value");
    }

    @Test
    void makesRoomAlthoughTheClockWasSetBack() throws Exception {
        fill();
        clock.jump(Duration.ofSeconds(-500));
        assertThatThrownBy(() -> store.put("d", "value", 2000)).isInstanceOf(OAuthErrorException.class);
        clock.jump(Duration.ofSeconds(510));

        store.put("d", "value", 2000);

        assertThat(store.get("d")).contains("value");
    }

    private void fill() throws Exception {
        for (String text : new String[] {"a", "b", "c"}) {
            store.put(text, "value", 1010);
        }
    }
}
