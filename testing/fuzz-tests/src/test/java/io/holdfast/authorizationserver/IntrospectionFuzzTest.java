package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.ReferenceClaims;
import io.holdfast.fuzz.StrictReference;
import io.holdfast.token.IntrospectedAccessTokenVerifier;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationUnavailableException;
import io.holdfast.token.VerifiedToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The answer of an introspection endpoint, beside Jackson and Nimbus. */
final class IntrospectionFuzzTest implements FuzzTarget {
    private static final URI ENDPOINT = URI.create(ReferenceClaims.ISSUER + "/introspect");
    private static final Duration LIFETIME_WITHOUT_EXP = Duration.ofSeconds(30);

    @FuzzTest
    void answer(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        String body = new String(input, StandardCharsets.UTF_8);
        IntrospectedAccessTokenVerifier verifier = IntrospectedAccessTokenVerifier.of(
                        ReferenceClaims.ISSUER, Set.of(ReferenceClaims.AUDIENCE))
                .clock(ReferenceClaims.CLOCK)
                .lifetimeWithoutExp(LIFETIME_WITHOUT_EXP)
                .build(token -> IntrospectionAnswer.members(body, ENDPOINT));
        VerifiedToken token;
        try {
            token = FuzzTarget.bounded(input.length, () -> verifier.verify("opaque"));
        } catch (TokenRejectedException | VerificationUnavailableException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
        Map<String, Object> answer = StrictReference.object(body);
        answer.entrySet().removeIf(member -> member.getValue() == null && !member.getKey().equals("cnf"));
        assertThat(answer).containsEntry("active", true).containsKey("aud");
        assertThat(answer.getOrDefault("token_type", "Bearer")).asString().isEqualToIgnoringCase("Bearer");
        assertThat(answer.containsKey("token_type") || answer.containsKey("typ") || answer.containsKey("cnf")
                        || Collections.disjoint(answer.keySet(), Set.of("nonce", "at_hash", "c_hash", "s_hash", "sid")))
                .isTrue();
        ReferenceClaims.assertSame(token, body, answer);
        if (!answer.containsKey("exp")) {
            assertThat(token.expiresAt())
                    .isEqualTo(ReferenceClaims.CLOCK.instant().plus(LIFETIME_WITHOUT_EXP));
        }
        return true;
    }
}
