package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignedIntrospectionVerifierTest {
    private static final String ISSUER = "https://login.example.com";
    private static final String CLIENT = "the-resource";

    private final SettableClock clock = SettableClock.atPresent();
    private final TestTokens tokens = TestTokens.of(ISSUER, clock);
    private final SignedIntrospectionVerifier verifier = new SignedIntrospectionVerifier(
            ISSUER,
            List.of(CLIENT, "https://api.example.com"),
            EnumSet.of(SignatureAlgorithm.RS256),
            keyId -> VerificationKey.of(tokens.rsaKey().jwk()).stream()
                    .filter(key -> keyId.isEmpty() || key.id().equals(keyId))
                    .toList(),
            Duration.ofSeconds(30),
            clock,
            SignatureProvider.platform());

    private TokenBuilder answer() {
        return tokens.unbound()
                .header("typ", "token-introspection+jwt")
                .withoutClaim("exp")
                .withoutClaim("sub")
                .claim("aud", CLIENT)
                .claim("token_introspection", Map.of("active", true, "sub", "inside"))
                .claim("active", false);
    }

    @Test
    @DisplayName("S-62 gives what stands in token_introspection and nothing beside it")
    void readsOnlyTheMember() throws Exception {
        assertThat(verifier.verify(answer().compact())).isEqualTo(Map.of("active", true, "sub", "inside"));
        assertThat(verifier.verify(answer().header("typ", "application/token-introspection+jwt")
                        .claim("aud", List.of("other", CLIENT))
                        .compact()))
                .containsEntry("active", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, "https://api.example.com"})
    @DisplayName("S-62 an answer is for this resource if it names its client id or its audience")
    void takesEitherName(String name) throws Exception {
        assertThat(verifier.verify(answer().claim("aud", name).compact())).containsEntry("active", true);
        assertThat(verifier.verify(answer().claim("aud", List.of("x", name)).compact()))
                .containsEntry("active", true);
        assertThatThrownBy(() ->
                        verifier.verify(answer().claim("aud", List.of(7, "x")).compact()))
                .isInstanceOf(VerificationUnavailableException.class)
                .hasMessageContaining("aud");
    }

    @Test
    @DisplayName("S-62 S-43 uses no answer of another type, key, issuer, audience or time")
    void refusesOthers() {
        long now = clock.instant().getEpochSecond();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("an access token", answer().header("typ", "at+jwt").compact());
        bad.put("typ JWT", answer().header("typ", "JWT").compact());
        bad.put("no typ", answer().withoutHeader("typ").compact());
        bad.put(
                "another key",
                answer().secretlySignedBy(SigningKey.rs256("rsa-1")).compact());
        bad.put("an unknown key", answer().header("kid", "nobody").compact());
        bad.put("unsigned", answer().unsigned("none"));
        bad.put(
                "another algorithm",
                answer().signedBy(tokens.rsaKey().as("PS256")).compact());
        bad.put("another issuer", answer().claim("iss", ISSUER + "/").compact());
        bad.put("no issuer", answer().withoutClaim("iss").compact());
        bad.put("another audience", answer().claim("aud", "other").compact());
        bad.put("a longer audience", answer().claim("aud", CLIENT + "2").compact());
        bad.put("no audience", answer().withoutClaim("aud").compact());
        bad.put("an old one", answer().claim("iat", now - 91).compact());
        bad.put("a future one", answer().claim("iat", now + 61).compact());
        bad.put("no iat", answer().withoutClaim("iat").compact());
        bad.put("iat as text", answer().claim("iat", String.valueOf(now)).compact());
        bad.put(
                "no token_introspection",
                answer().withoutClaim("token_introspection").compact());
        bad.put("text in it", answer().claim("token_introspection", "active").compact());
        bad.put("null in it", answer().claim("token_introspection", null).compact());
        bad.put("JSON", "{\"active\":true}");
        bad.put("nothing", "");

        bad.forEach((name, jwt) -> assertThatThrownBy(() -> verifier.verify(jwt))
                .as(name)
                .isInstanceOf(VerificationUnavailableException.class)
                .hasMessageNotContaining(jwt.isEmpty() ? "\u0000" : jwt));
    }

    @Test
    @DisplayName("S-62 an answer may be a minute old, and clocks may differ")
    void anAnswerMayBeAMinuteOld() throws Exception {
        long now = clock.instant().getEpochSecond();

        assertThat(verifier.verify(answer().claim("iat", now - 90).compact())).isNotEmpty();
        assertThat(verifier.verify(answer().claim("iat", now + 60).compact())).isNotEmpty();
    }
}
