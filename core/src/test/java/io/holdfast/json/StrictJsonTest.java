package io.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {
    @Test
    void readsEveryKindOfValue() throws MalformedJsonException {
        String text =
                " {\"s\":\"a\\n\\u00e9\\\\\" , \"i\":-12,\"f\":1.5e3,\"t\":true,\"n\":null,\"l\":[1,[]],\"o\":{\"x\":0}} ";

        assertThat(StrictJson.parseObject(text))
                .contains(
                        entry("s", "a\né\\"),
                        entry("i", -12L),
                        entry("f", 1500.0),
                        entry("t", true),
                        entry("n", null),
                        entry("l", Arrays.asList(1L, Collections.emptyList())),
                        entry("o", Collections.singletonMap("x", 0L)));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "\"a\"",
                "{",
                "}",
                "{}{}",
                "{} x",
                "{},",
                "{\"a\":1,}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":True}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"",
                "{\"a\":\"\n\"}",
                "{/**/}",
                "{}//",
                "\uFEFF{}",
                "{\"a\":\"\\u１２３４\"}",
                "{\"a\":١}"
            })
    @DisplayName("S-42 A15 refuses what is not exactly one JSON object")
    void refusesWhatIsNotJson(String text) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> StrictJson.parseObject(text));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"c\":{\"x\":1,\"x\":2}}", "{\"a\":1,\"\\u0061\":2}"})
    @DisplayName("S-42 A13 refuses duplicate member names, also inside and also when spelled differently")
    void refusesDuplicateMembers(String text) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> StrictJson.parseObject(text));
    }

    @Test
    @DisplayName("S-42 refuses invalid UTF-8")
    void refusesInvalidUtf8() {
        byte[] bytes = "{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        bytes[6] = (byte) 0xff;

        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> StrictJson.parseObject(bytes));
    }

    @Test
    @DisplayName("S-42 refuses deep nesting before it can exhaust the stack")
    void refusesDeepNesting() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> StrictJson.parseObject(deep))
                .withMessageContaining("nesting");
    }

    @Test
    @DisplayName("A19 refuses a number of 50,000 digits by its length")
    void refusesEndlessNumbers() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> StrictJson.parseObject("{\"exp\":" + "9".repeat(50_000) + "}"))
                .withMessageContaining("number");
    }

    @Test
    void keepsTheTextOutOfItsMessage() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> StrictJson.parseObject("{\"secret\":1,\"secret\":2}"))
                .withMessageNotContaining("secret")
                .withNoCause();
    }
}
