package io.holdfast.tokenservice.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiringStoreTest {
    private final SettableClock clock = SettableClock.at(Instant.ofEpochSecond(1000));
    private final ExpiringStore<String> store = new ExpiringStore<>(3, clock);

    @Test
    void remembersUntilItExpires() {
        store.put("owner", "a", "value", 1010);

        clock.advance(Duration.ofSeconds(9));
        assertThat(store.get("a")).contains("value");
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.get("a")).isEmpty();
        assertThat(store.take("a")).isEmpty();
    }

    @Test
    void givesWhatIsTakenOnce() {
        store.put("owner", "a", "value", 1010);

        assertThat(store.take("a")).contains("value");
        assertThat(store.take("a")).isEmpty();
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void forgetsTheOldestOfTheOwnerThatHasMost() {
        store.put("modest", "a", "value", 1010);
        store.put("greedy", "b", "value", 1010);
        store.put("greedy", "c", "value", 1010);

        store.put("late", "d", "value", 1010);

        assertThat(store.get("a")).isPresent();
        assertThat(store.get("b")).isEmpty();
        assertThat(store.get("c")).isPresent();
        assertThat(store.get("d")).isPresent();
    }

    @Test
    void doesNotCountWhatIsTakenOrForgotten() {
        fill();
        store.take("a");
        store.take("b");
        store.put("other", "d", "value", 1010);
        store.put("other", "e", "value", 1010);

        store.put("late", "f", "value", 1010);

        assertThat(store.get("c")).isPresent();
        assertThat(store.get("d")).isEmpty();
        assertThat(store.get("e")).isPresent();
    }

    @Test
    void makesRoomWhenSomethingHasExpired() {
        fill();
        clock.advance(Duration.ofSeconds(10));

        store.put("owner", "d", "value", 2000);

        assertThat(store.get("d")).contains("value");
    }

    @Test
    void makesRoomAlthoughTheClockWasSetBack() {
        fill();
        clock.jump(Duration.ofSeconds(-500));
        store.put("other", "d", "value", 2000);
        clock.jump(Duration.ofSeconds(510));

        store.put("other", "e", "value", 2000);

        assertThat(store.get("d")).contains("value");
        assertThat(store.get("e")).contains("value");
    }

    private void fill() {
        for (String text : new String[] {"a", "b", "c"}) {
            store.put("owner", text, "value", 1010);
        }
    }
}
