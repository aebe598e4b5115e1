package io.holdfast.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of heap the claims of a token take, rather too many than too few. Three characters of JSON can
 * become a hundred bytes of heap, so the length of the text says little.
 */
final class ClaimsWeight {
    private static final int OBJECT = 96;
    private static final int TABLE = 80;
    private static final int MEMBER = 64;
    private static final int ARRAY = 80;
    private static final int ELEMENT = 8;
    private static final int TEXT = 56;
    private static final int NUMBER = 64;

    private ClaimsWeight() {}

    static long of(@Nullable Object value) {
        if (value instanceof Map) {
            return ofObject((Map<?, ?>) value);
        }
        if (value instanceof List) {
            long weight = ARRAY;
            for (Object element : (List<?>) value) {
                weight += ELEMENT + of(element);
            }
            return weight;
        }
        if (value instanceof String) {
            return TEXT + 2L * ((String) value).length();
        }
        return value instanceof Number ? NUMBER : 0;
    }

    private static long ofObject(Map<?, ?> object) {
        long weight = object.isEmpty() ? OBJECT : OBJECT + TABLE;
        for (Map.Entry<?, ?> member : object.entrySet()) {
            weight += MEMBER + of(member.getKey()) + of(member.getValue());
        }
        return weight;
    }
}
