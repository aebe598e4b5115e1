package io.holdfast.benchmarks;

import io.holdfast.authorizationserver.KeyLifetime;
import io.holdfast.testkit.PublishedKeys;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationUnavailableException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures the cost of a forged token whose issuer publishes four keys of its kid, RSA of 16384 bits with an exponent
 * of 64.
 */
final class CostlyKeys {
    private static final int BITS = 16_384;
    private static final int KEYS = 4;
    private static final int TOKENS = 20;

    private CostlyKeys() {}

    static void measure() {
        TestTokens tokens = TestTokens.of("https://login.example.com");
        List<Map<String, Object>> jwks = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            jwks.add(key());
        }
        jwks.add(tokens.rsaKey().jwk());
        JwtAccessTokenVerifier verifier = JwtAccessTokenVerifier.of(tokens.issuer(), Set.of(TestTokens.AUDIENCE))
                .build(PublishedKeys.at(
                        () -> URI.create("https://login.example.com/jwks"),
                        uri -> TestTokens.jwkSet(jwks),
                        KeyLifetime.of(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)),
                        System::nanoTime,
                        (delay, work) -> {
                            if (delay.isZero()) {
                                work.run();
                            }
                        }));
        TokenBuilder token = tokens.unbound().header("kid", "costly");
        byte[] signature = new byte[BITS / 8];
        Arrays.fill(signature, 1, signature.length, (byte) 0x5a);
        String forged = TestTokens.withSignature(token.headerJson(), token.claimsJson(), signature);
        long[] nanos = new long[TOKENS];
        String outcome = "";
        for (int i = 0; i < TOKENS; i++) {
            long start = System.nanoTime();
            outcome = outcome(verifier, forged);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%nA forged token with four keys of its kid, RSA %d with an exponent of 64 bits: %.2f ms (median of %d), %s%n",
                BITS, nanos[TOKENS / 2] / 1e6, TOKENS, outcome);
    }

    private static String outcome(JwtAccessTokenVerifier verifier, String token) {
        try {
            verifier.verify(token);
            throw new IllegalStateException("A forged token was accepted.");
        } catch (TokenRejectedException e) {
            return e.rejection() + ": " + e.getMessage();
        } catch (VerificationUnavailableException e) {
            return "unavailable: " + e.getMessage();
        }
    }

    private static Map<String, Object> key() {
        SecureRandom random = new SecureRandom();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kty", "RSA");
        jwk.put("kid", "costly");
        jwk.put("n", number(new BigInteger(BITS, random).setBit(BITS - 1).setBit(0)));
        jwk.put("e", number(new BigInteger(64, random).setBit(63).setBit(0)));
        return jwk;
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
