package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** About how many bytes of heap claims take. */
final class ClaimsWeightTest {
    @Test
    @DisplayName(
            "a text weighs two bytes a character and an object of its own, a number as much as an object, null nothing")
    void weighsValues() {
        assertThat(ClaimsWeight.of("")).isEqualTo(56);
        assertThat(ClaimsWeight.of("abc")).isEqualTo(62);
        assertThat(ClaimsWeight.of(7L)).isEqualTo(64);
        assertThat(ClaimsWeight.of(null)).isZero();
        assertThat(ClaimsWeight.of(true)).isZero();
    }

    @Test
    @DisplayName("an array weighs its elements and a place for each, an object its members and a table")
    void weighsContainers() {
        assertThat(ClaimsWeight.of(Collections.emptyList())).isEqualTo(80);
        assertThat(ClaimsWeight.of(List.of("a", 7L))).isEqualTo(80 + 8 + 58 + 8 + 64);
        assertThat(ClaimsWeight.of(Arrays.asList(null, null))).isEqualTo(96);
        assertThat(ClaimsWeight.of(Collections.emptyMap())).isEqualTo(96);
        assertThat(ClaimsWeight.of(Map.of("a", "bc"))).isEqualTo(96 + 80 + 64 + 58 + 60);
        assertThat(ClaimsWeight.of(Map.of("a", List.of()))).isEqualTo(96 + 80 + 64 + 58 + 80);
    }
}
