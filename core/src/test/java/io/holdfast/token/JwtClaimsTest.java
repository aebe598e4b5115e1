package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The claims that a token must have: issuer, audience, times, and its own. */
final class JwtClaimsTest extends JwtFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.com/realms/main/",
                "https://login.example.com/realms/Main",
                "https://LOGIN.example.com/realms/main",
                "https://login.example.com:443/realms/main",
                "http://login.example.com/realms/main",
                "https://login.example.com/realms/ma\u0131n",
                ""
            })
    @DisplayName("S-37 compares iss code point by code point")
    void comparesTheIssuer(String issuer) {
        assertThat(rejection(token().claim("iss", issuer).compact())).isEqualTo(TokenRejection.TOKEN_ISSUER);
    }

    @Test
    @DisplayName("S-38 accepts an array that names this resource among others")
    void acceptsAnArrayOfAudiences() throws Exception {
        assertThat(verify(token().claim("aud", List.of("https://other.example", TestTokens.AUDIENCE))
                                .compact())
                        .audience())
                .containsExactly("https://other.example", TestTokens.AUDIENCE);
    }

    static Stream<Object> otherAudiences() {
        return Stream.of(
                "",
                "https://other.example",
                TestTokens.AUDIENCE + "/",
                TestTokens.AUDIENCE + "/orders",
                TestTokens.AUDIENCE.substring(0, 12),
                TestTokens.AUDIENCE.toUpperCase(java.util.Locale.ROOT),
                List.of(),
                List.of("https://other.example"));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("otherAudiences")
    @DisplayName("S-38 refuses tokens for other resources")
    void refusesOtherAudiences(Object audience) {
        assertThat(rejection(token().claim("aud", audience).compact())).isEqualTo(TokenRejection.TOKEN_AUDIENCE);
    }

    @Test
    @DisplayName("S-38 refuses a token without an audience")
    void refusesAMissingAudience() {
        assertThat(rejection(token().withoutClaim("aud").compact())).isEqualTo(TokenRejection.TOKEN_CLAIM_MISSING);
    }

    @Test
    @DisplayName("S-39 refuses from exp plus the leeway on")
    void refusesExpiredTokens() throws Exception {
        String token = token().compact();

        clock.advance(Duration.ofSeconds(329));
        assertThat(verify(token)).isNotNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rejection(token)).isEqualTo(TokenRejection.TOKEN_EXPIRED);
    }

    @Test
    @DisplayName("S-39 without leeway a token that expires now is expired")
    void expiresNowIsExpired() throws Exception {
        JwtVerifierBuilder exact = verifier().clockSkew(Duration.ZERO);
        String token = token().compact();

        clock.advance(Duration.ofSeconds(299));
        assertThat(exact.build(keys()).verify(token)).isNotNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rejection(exact, token)).isEqualTo(TokenRejection.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    @DisplayName("S-40 tolerates ten seconds of the future and refuses sixty, whatever the leeway is")
    void toleratesALittleFuture(String claim) throws Exception {
        long now = clock.instant().getEpochSecond();
        for (int leeway : new int[] {0, 30, 300}) {
            JwtVerifierBuilder verifier = verifier().clockSkew(Duration.ofSeconds(leeway));

            assertThat(verifier.build(keys())
                            .verify(token().claim(claim, now + 10).compact()))
                    .isNotNull();
            assertThat(rejection(verifier, token().claim(claim, now + 60).compact()))
                    .isEqualTo(TokenRejection.TOKEN_NOT_YET_VALID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"})
    @DisplayName("S-41 refuses tokens that lack a claim of RFC 9068")
    void refusesMissingClaims(String claim) {
        assertThat(rejection(token().withoutClaim(claim).compact())).isEqualTo(TokenRejection.TOKEN_CLAIM_MISSING);
    }

    @Test
    @DisplayName("S-41 a claim may be missing only where the settings say so, and never iss, aud or exp")
    void allowsNamedClaimsToBeMissing() throws Exception {
        JwtVerifierBuilder lenient = verifier().allowMissing(List.of("jti", "client_id", "iss", "aud", "exp"));

        assertThat(lenient.build(keys())
                        .verify(token().withoutClaim("jti")
                                .withoutClaim("client_id")
                                .compact())
                        .clientId())
                .isEmpty();
        for (String claim : List.of("iss", "aud", "exp", "sub", "iat")) {
            assertThat(rejection(lenient, token().withoutClaim(claim).compact()))
                    .isEqualTo(TokenRejection.TOKEN_CLAIM_MISSING);
        }
    }

    @Test
    @DisplayName("S-38 S-41 says what came, and which setting to change")
    void saysWhatCame() {
        assertThat(detail(token().claim("aud", "https://other.example\n")))
                .isEqualTo("The aud is 'https://other.example?' and holds none of [" + TestTokens.AUDIENCE
                        + "], which the setting audience names.");
        assertThat(detail(token().claim("aud", List.of("a", "b", "c", "d", "e", "f", "x".repeat(300)))))
                .startsWith("The aud is 'a', 'b', 'c', 'd', 'e' and 2 more and holds none of");
        assertThat(detail(token().claim("aud", List.of()))).startsWith("The aud is an empty array and");
        assertThat(detail(token().withoutClaim("client_id")))
                .startsWith("The token has no claim 'client_id'.")
                .contains("setting optionalClaims");
        assertThat(detail(token().withoutClaim("exp")))
                .startsWith("The token has no claim 'exp'.")
                .doesNotContain("optionalClaims");
        assertThat(detail(token().claim("scope", 7))).contains("setting scopeClaim");
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                Arguments.of("exp", "9999999999"),
                Arguments.of("exp", null),
                Arguments.of("exp", true),
                Arguments.of("exp", List.of(9999999999L)),
                Arguments.of("exp", -1),
                Arguments.of("exp", 1e300),
                Arguments.of("nbf", "0"),
                Arguments.of("nbf", null),
                Arguments.of("iat", Map.of()),
                Arguments.of("aud", 1),
                Arguments.of("aud", null),
                Arguments.of("aud", List.of(TestTokens.AUDIENCE, 1)),
                Arguments.of("aud", Map.of("a", TestTokens.AUDIENCE)),
                Arguments.of("sub", 1),
                Arguments.of("sub", ""),
                Arguments.of("sub", "a\r\nadmin"),
                Arguments.of("client_id", "a\u0000"),
                Arguments.of("jti", ""),
                Arguments.of("scope", "read\nadmin"),
                Arguments.of("scope", "r\u00e9ad"),
                Arguments.of("scope", "a\"b"),
                Arguments.of("sub", null),
                Arguments.of("client_id", List.of("server-a")),
                Arguments.of("jti", 1),
                Arguments.of("scope", List.of("read write")),
                Arguments.of("scope", null));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongTypes")
    @DisplayName("S-42 A17 refuses claims of wrong types")
    void refusesWrongTypes(String claim, Object value) {
        assertThat(rejection(token().claim(claim, value).compact())).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-42 A17 understands times with fractions of a second")
    void understandsFractions() throws Exception {
        double exp = clock.instant().getEpochSecond() + 100.75;

        assertThat(verify(token().claim("exp", exp).compact()).expiresAt())
                .isEqualTo(clock.instant().plusSeconds(100));
    }

    @Test
    @DisplayName("S-42 A17 refuses an exp beyond what a double can hold")
    void refusesInfinity() {
        String claims = token().claimsJson().replaceFirst("\"exp\":\\d+", "\"exp\":1e999");

        assertThat(claims).contains("1e999");
        assertThat(rejection(TestTokens.signed(tokens.rsaKey(), token().headerJson(), claims)))
                .isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-42 refuses a byte order mark before the header and before the claims")
    void refusesAByteOrderMark() {
        String header = token().headerJson();
        String claims = token().claimsJson();

        assertThat(rejection(TestTokens.signed(tokens.rsaKey(), "\uFEFF" + header, claims)))
                .isEqualTo(TokenRejection.TOKEN_MALFORMED);
        assertThat(rejection(TestTokens.signed(tokens.rsaKey(), header, "\uFEFF" + claims)))
                .isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"[]", "null", "1", "\"x\"", "{\"a\":1,}", "{}{}", "{'a':1}", "", "\u0000"})
    @DisplayName("S-42 A15 refuses claims that are not one JSON object")
    void refusesClaimsThatAreNotJson(String claims) {
        String token = claims.isEmpty()
                ? TestTokens.base64Url(token().headerJson()) + ".."
                        + TestTokens.base64Url(tokens.rsaKey().sign(TestTokens.base64Url(token().headerJson()) + "."))
                : TestTokens.signed(tokens.rsaKey(), token().headerJson(), claims);

        assertThat(rejection(token)).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-42 refuses invalid UTF-8 in the claims")
    void refusesInvalidUtf8() {
        byte[] claims = token().claimsJson().replace("server-a", "server-~").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < claims.length; i++) {
            claims[i] = claims[i] == '~' ? (byte) 0xc0 : claims[i];
        }
        String input = TestTokens.base64Url(token().headerJson()) + "." + TestTokens.base64Url(claims);
        String token = input + "." + TestTokens.base64Url(tokens.rsaKey().sign(input));

        assertThat(rejection(token)).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-51 keeps claims unmodifiable all the way down")
    void claimsAreUnmodifiable() throws Exception {
        VerifiedToken token =
                verify(token().claim("list", List.of(Map.of("a", 1))).compact());

        assertThat(token.claims()).isUnmodifiable();
        assertThat((Map<?, ?>) token.claim("cnf").orElseThrow()).isUnmodifiable();
        assertThat((List<?>) token.claim("list").orElseThrow()).isUnmodifiable();
    }
}
