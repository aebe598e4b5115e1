package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.StrictReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The compact form of a token before its signature is looked at, beside Nimbus and Jackson. */
final class CompactTokenFuzzTest implements FuzzTarget {
    private static final String THREE_SEGMENTS = "[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+";

    /** What Nimbus and we understand alike; of other members it wants more than we, who ignore them. */
    private static final Set<String> UNDERSTOOD = Set.of("alg", "typ", "kid");

    private record Parts(CompactJws jws, Map<String, Object> header, Map<String, Object> claims) {}

    @FuzzTest
    void token(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        Parts parts;
        try {
            parts = FuzzTarget.bounded(input.length, () -> {
                CompactJws jws = CompactJws.parse(input);
                return new Parts(jws, jws.header(), jws.claims());
            });
        } catch (TokenRejectedException e) {
            return false;
        }
        String text = new String(input, StandardCharsets.ISO_8859_1);
        assertThat(text).matches(THREE_SEGMENTS);
        String[] segments = text.split("\\.", -1);
        for (String segment : segments) {
            assertThat(Base64URL.encode(new Base64URL(segment).decode()).toString())
                    .as("one spelling")
                    .isEqualTo(segment);
        }
        StrictReference.assertSame(parts.header(), StrictReference.object(new Base64URL(segments[0]).decode()));
        Map<String, Object> claims = StrictReference.object(new Base64URL(segments[1]).decode());
        StrictReference.assertSame(parts.claims(), claims);
        assertThat(parts.jws().signature()).isEqualTo(new Base64URL(segments[2]).decode());
        assertThat(parts.jws().signedLength()).isEqualTo(text.lastIndexOf('.'));
        assertThat(UnverifiedIssuer.of(text).name())
                .isEqualTo(claims.get("iss") instanceof String issuer ? Optional.of(issuer) : Optional.empty());
        assertSameHeader(parts.header(), text);
        return true;
    }

    private static void assertSameHeader(Map<String, Object> header, String text) throws Exception {
        boolean strings = header.values().stream().allMatch(String.class::isInstance);
        if (strings && UNDERSTOOD.containsAll(header.keySet()) && isSigned(header.get("alg"))) {
            SignedJWT jwt = SignedJWT.parse(text);
            assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo(header.get("alg"));
            assertThat(jwt.getHeader().getKeyID()).isEqualTo(header.get("kid"));
        }
    }

    private static boolean isSigned(Object algorithm) {
        return algorithm instanceof String name && !name.isEmpty() && !name.equalsIgnoreCase("none");
    }
}
