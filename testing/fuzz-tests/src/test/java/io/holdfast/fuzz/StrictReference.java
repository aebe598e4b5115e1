package io.holdfast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects as Jackson reads them when it is strict. */
public final class StrictReference {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private StrictReference() {}

    /** The members of what our reader has accepted. */
    public static Map<String, Object> object(byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return JACKSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw new AssertionError("accepted, but no JSON object in UTF-8", e);
        }
    }

    public static Map<String, Object> object(String text) {
        return object(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Requires that both have read the same: the order of members counts as well. */
    public static void assertSame(Map<String, ?> ours, Map<String, ?> strict) {
        assertThat(comparable(ours)).isEqualTo(comparable(strict));
        assertThat(List.copyOf(ours.keySet())).isEqualTo(List.copyOf(strict.keySet()));
    }

    /** Numbers of one value are one, however they are kept. */
    private static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<Object, @Nullable Object> members = new LinkedHashMap<>();
            object.forEach((name, member) -> members.put(name, comparable(member)));
            return members;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(StrictReference::comparable).toList();
        }
        return value instanceof Long number ? (Object) BigInteger.valueOf(number) : value;
    }
}
