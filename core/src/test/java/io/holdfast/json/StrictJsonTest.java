package io.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jose4j.json.JsonUtil;
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
    @DisplayName("S-42 reads the same values as jose4j does, whatever the object holds")
    void readsWhatJose4jReads() throws Exception {
        Random random = new Random(8705);
        for (int i = 0; i < 2_000; i++) {
            String text = object(random, 0);

            assertThat(StrictJson.parseObject(text)).isEqualTo(JsonUtil.parseJson(text));
        }
    }

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(string(random, "m" + i)).append(" : ").append(value(random, depth));
            text.append(i > 1 ? "," : "");
        }
        return text.append('}').toString();
    }

    private static String value(Random random, int depth) {
        List<String> values = List.of(
                "true",
                "false",
                "null",
                "-0",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "-123456789012345678901234567890",
                "1e3",
                "-1.25E-7",
                "1e999",
                String.valueOf(random.nextLong()),
                String.valueOf(random.nextDouble()),
                string(random, ""),
                "[ ]",
                "[" + (depth < 4 ? value(random, depth + 1) + "," + value(random, depth + 1) : "1") + "]",
                depth < 4 ? object(random, depth + 1) : "{}");
        return values.get(random.nextInt(values.size()));
    }

    private static String string(Random random, String start) {
        List<String> parts =
                List.of("a", "\\\"", "\\\\", "\\/", "\\n\\t\\r\\b\\f", "\\u00e9", "\\uD83D\\uDE00", "é😀", " ", "x#S");
        StringBuilder text = new StringBuilder("\"").append(start);
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.append('"').toString();
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

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udfff", "\\udc00\\ud800", "a\\ud800b"})
    @DisplayName("A15 refuses half of a surrogate pair, and takes a whole one")
    void refusesHalfCharacters(String half) throws Exception {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> StrictJson.parseObject("{\"sub\":\"" + half + "\"}"));
        assertThat(StrictJson.parseObject("{\"sub\":\"\\ud83d\\ude00\"}")).containsEntry("sub", "\ud83d\ude00");
    }
}
