package io.holdfast.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.StrictReference;
import java.util.Map;

/** A JSON object of a stranger, beside Jackson. */
final class JsonFuzzTest implements FuzzTarget {
    @FuzzTest
    void object(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        Map<String, Object> members;
        try {
            members = FuzzTarget.bounded(input.length, () -> StrictJson.parseObject(input));
        } catch (MalformedJsonException e) {
            return false;
        }
        StrictReference.assertSame(members, StrictReference.object(input));
        return true;
    }
}
