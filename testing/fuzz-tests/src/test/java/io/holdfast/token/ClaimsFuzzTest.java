package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.ReferenceClaims;
import io.holdfast.fuzz.StrictReference;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Header and claims of a token that the issuer has signed, whoever wrote them, beside Nimbus. An input is the header in one
 * line and the claims in those that follow; it is signed here.
 */
final class ClaimsFuzzTest implements FuzzTarget {
    private static final SigningKey KEY = SigningKey.rs256("key-1");
    private static final JwtAccessTokenVerifier VERIFIER = JwtAccessTokenVerifier.of(
                    ReferenceClaims.ISSUER, Set.of(ReferenceClaims.AUDIENCE))
            .clock(ReferenceClaims.CLOCK)
            .cacheSize(0)
            .build(new OneKey());

    /** The issuer's only key, for tokens that name it or none. */
    private static final class OneKey implements JwkSetSource {
        private final VerificationKey key = VerificationKey.of(KEY.jwk()).orElseThrow();

        @Override
        public List<VerificationKey> keys(Optional<String> keyId) {
            return keyId.equals(Optional.of(KEY.kid())) || keyId.isEmpty() ? List.of(key) : List.of();
        }
    }

    @FuzzTest
    void claims(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        if (parts.length < 2 || !isObject(parts[0]) || !isObject(parts[1])) {
            return false; // JsonFuzzTest's concern, and not worth a signature
        }
        String signed = TestTokens.signed(KEY, parts[0], parts[1]);
        VerifiedToken token;
        try {
            token = FuzzTarget.bounded(signed.length(), () -> VERIFIER.verify(signed));
        } catch (TokenRejectedException e) {
            return false;
        }
        assertHeader(StrictReference.object(parts[0]));
        Map<String, Object> claims = StrictReference.object(parts[1]);
        Map<String, Object> shown = new LinkedHashMap<>(claims);
        shown.computeIfPresent("scope", (name, scope) -> scope instanceof List<?> array ? joined(array) : scope);
        StrictReference.assertSame(token.claims(), shown);
        assertThat(claims).containsKeys("iss", "aud", "exp", "iat", "sub", "client_id", "jti");
        ReferenceClaims.assertSame(token, parts[1], claims);
        return true;
    }

    private static String joined(List<?> scopes) {
        return scopes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static void assertHeader(Map<String, Object> header) {
        assertThat(header).containsEntry("alg", "RS256").doesNotContainKeys("crit", "b64");
        assertThat(String.valueOf(header.get("typ"))).matches("(?i)(application/)?at\\+jwt");
        assertThat(header.getOrDefault("kid", KEY.kid())).isEqualTo(KEY.kid());
    }

    private static boolean isObject(String text) {
        try {
            StrictJson.parseObject(text);
            return true;
        } catch (MalformedJsonException e) {
            return false;
        }
    }
}
