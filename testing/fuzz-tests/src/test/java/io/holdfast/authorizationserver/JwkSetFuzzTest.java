package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.StrictReference;
import io.holdfast.token.ReferenceKey;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A JWK set, beside Jackson and, for its keys, Nimbus. */
final class JwkSetFuzzTest implements FuzzTarget {
    private static final Set<SignatureAlgorithm> ALL = EnumSet.allOf(SignatureAlgorithm.class);

    @FuzzTest
    void keys(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        String document = new String(input, StandardCharsets.UTF_8);
        FetchedKeys fetched;
        try {
            fetched = FuzzTarget.bounded(input.length, () -> FetchedKeys.parse(document, ALL, 0, 0));
        } catch (AuthorizationServerException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
        if (fetched.failed()) {
            assertThat(fetched.isEmpty()).isTrue();
            return false;
        }
        List<?> strict = (List<?>) StrictReference.object(document).get("keys");
        List<VerificationKey> usable = fetched.matching(Optional.empty());
        Iterator<VerificationKey> keys = usable.iterator();
        for (Object each : strict) {
            if (each instanceof Map<?, ?> jwk && ReferenceKey.isUsed(jwk)) {
                VerificationKey key = keys.next();
                ReferenceKey.assertSame(key, jwk);
                assertThat(fetched.matching(key.id())).contains(key);
            }
        }
        assertThat(keys.hasNext()).as("keys that no JWK is about").isFalse();
        return true;
    }
}
