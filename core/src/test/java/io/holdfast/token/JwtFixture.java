package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestPki;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An issuer with an RSA and an EC key, a clock, and what a verifier says of its tokens. */
abstract class JwtFixture {
    static final String ISSUER = "https://login.example.com/realms/main";
    static final TestPki PKI = TestPki.create();

    final SettableClock clock = SettableClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    final TestTokens tokens = TestTokens.of(ISSUER, clock);
    final List<Map<String, Object>> jwks = new ArrayList<>();

    JwtFixture() {
        jwks.add(tokens.rsaKey().jwk());
        jwks.add(tokens.ecKey().jwk());
    }

    TokenBuilder token() {
        return tokens.boundTo(PKI.serverA());
    }

    JwtVerifierBuilder verifier() {
        return JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).clock(clock);
    }

    JwkSetSource keys() {
        return keyId -> jwks.stream()
                .flatMap(jwk -> VerificationKey.of(jwk).stream())
                .filter(key -> keyId.isEmpty() || key.id().equals(keyId))
                .toList();
    }

    VerifiedToken verify(String token) throws Exception {
        return verifier().build(keys()).verify(token);
    }

    TokenRejection rejection(String token) {
        return rejection(verifier(), token);
    }

    TokenRejection rejection(JwtVerifierBuilder verifier, String token) {
        TokenRejectedException rejected = catchThrowableOfType(
                TokenRejectedException.class, () -> verifier.build(keys()).verify(token));
        assertThat(rejected).as("the token was not rejected").isNotNull();
        assertThat(rejected).hasNoCause();
        return rejected.rejection();
    }

    /** The detail of a rejection, as it stands in the operator's log. */
    String detail(TokenBuilder token) {
        return String.valueOf(catchThrowableOfType(TokenRejectedException.class, () -> verify(token.compact()))
                .getMessage());
    }
}
