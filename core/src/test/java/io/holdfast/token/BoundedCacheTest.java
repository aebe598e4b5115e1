package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BoundedCacheTest {
    private static final Instant NOW = Instant.EPOCH;

    private final BoundedCache<String> cache = new BoundedCache<>(3, 100, 1000);

    private void put(String token, int weight, long since) {
        cache.put(TokenKey.of(token), token, weight, since, Instant.MAX);
    }

    private boolean has(String token) {
        return cache.get(TokenKey.of(token), 500, NOW) != null;
    }

    @Test
    @DisplayName("S-59 one that is put again takes up the room of one, and counts as the youngest")
    void oneThatIsPutAgain() {
        put("a", 1, 0);
        put("b", 1, 0);
        for (int i = 0; i < 10; i++) {
            put("a", 1, 1);
        }
        put("c", 1, 2);
        assertThat(has("a") && has("b") && has("c")).isTrue();

        put("d", 1, 3);
        assertThat(has("b")).isFalse();
        assertThat(has("a") && has("c") && has("d")).isTrue();
        assertThat(cache.size()).isEqualTo(3);
    }

    @Test
    @DisplayName("S-59 drops the oldest until the weight of all is within its bound")
    void boundsTheWeight() {
        put("a", 50, 0);
        put("b", 50, 1);
        assertThat(has("a") && has("b")).isTrue();
        put("c", 50, 2);
        assertThat(has("a")).isFalse();
        assertThat(has("b") && has("c")).isTrue();
        put("d", 100, 3);
        assertThat(has("d")).isTrue();
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("S-59 what was replaced, dropped or is old weighs nothing any more")
    void givesWeightBack() {
        for (int i = 0; i < 10; i++) {
            put("a", 60, 0);
        }
        put("b", 40, 0);
        assertThat(has("a") && has("b")).isTrue();
        put("a", 10, 1);
        put("c", 50, 2);
        assertThat(has("a") && has("b") && has("c")).isTrue();
        put("d", 100, 2000);
        assertThat(cache.size()).isEqualTo(1);
    }
}
