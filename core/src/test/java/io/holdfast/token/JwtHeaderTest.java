package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a token's header, accepted and refused. */
final class JwtHeaderTest extends JwtFixture {
    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"})
    @DisplayName("S-30 A25 accepts the type of an access token in every spelling")
    void acceptsTheTypeOfAnAccessToken(String typ) throws Exception {
        assertThat(verify(token().header("typ", typ).compact())).isNotNull();
    }

    static Stream<Object> otherTypes() {
        return Stream.of(
                "JWT", "jwt", "", "at+jwtx", "text/at+jwt", "application/application/at+jwt", 1, List.of("at+jwt"));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("otherTypes")
    @DisplayName("S-30 refuses every other type")
    void refusesOtherTypes(Object typ) {
        assertThat(rejection(token().header("typ", typ).compact())).isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-30 refuses a token without a type, and one with null")
    void refusesAMissingType() {
        assertThat(rejection(token().withoutHeader("typ").compact())).isEqualTo(TokenRejection.TOKEN_TYPE);
        assertThat(rejection(token().header("typ", null).compact())).isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-30 accepts a legacy type only where the settings name it")
    void acceptsALegacyTypeWhenNamed() throws Exception {
        String legacy = token().header("typ", "JWT").compact();

        assertThat(verifier().types(Set.of("JWT")).build(keys()).verify(legacy)).isNotNull();
        assertThat(rejection(verifier().types(Set.of("JWT")), token().compact()))
                .isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"openid-id-token", "JWT", "client-authentication+jwt", "token-introspection+jwt", "dpop+jwt"})
    @DisplayName("S-43 refuses other JWTs of the same issuer and key")
    void refusesOtherKindsOfJwt(String typ) {
        assertThat(rejection(token().header("typ", typ).compact())).isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nONE", "NONE"})
    @DisplayName("S-31 A1 refuses the algorithm none in every letter case")
    void refusesNone(String algorithm) {
        String anySignature = TestTokens.withSignature(
                token().header("alg", algorithm).headerJson(), token().claimsJson(), new byte[256]);

        assertThat(rejection(token().unsigned(algorithm))).isEqualTo(TokenRejection.TOKEN_MALFORMED);
        assertThat(rejection(anySignature)).isEqualTo(TokenRejection.TOKEN_ALGORITHM);
    }

    @Test
    @DisplayName("S-31 refuses an algorithm that is not on the list, and letter case counts")
    void refusesAlgorithmsThatAreNotAllowed() {
        assertThat(rejection(token().signedBy(tokens.rsaKey().as("RS512")).compact()))
                .isEqualTo(TokenRejection.TOKEN_ALGORITHM);
        assertThat(rejection(token().header("alg", "rs256").compact())).isEqualTo(TokenRejection.TOKEN_ALGORITHM);
        assertThat(rejection(token().header("alg", 1).compact())).isEqualTo(TokenRejection.TOKEN_ALGORITHM);
        assertThat(rejection(token().withoutHeader("alg").compact())).isEqualTo(TokenRejection.TOKEN_ALGORITHM);
    }

    @Test
    @DisplayName("S-31 none and HS256 are no constants, so no setting can allow them")
    void noSettingCanAllowNone() {
        assertThat(SignatureAlgorithm.named("none")).isEmpty();
        assertThat(SignatureAlgorithm.named("HS256")).isEmpty();
    }

    static Stream<Arguments> unsupportedHeaders() {
        return Stream.of(
                Arguments.of("crit", List.of("exp")),
                Arguments.of("crit", List.of("b64")),
                Arguments.of("crit", List.of()),
                Arguments.of("crit", null),
                Arguments.of("b64", false),
                Arguments.of("b64", true));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("unsupportedHeaders")
    @DisplayName("S-35 A9 A11 refuses header members that change what a token means")
    void refusesUnsupportedHeaders(String name, Object value) {
        assertThat(rejection(token().header(name, value).compact())).isEqualTo(TokenRejection.TOKEN_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "enc", "epk", "x-unheard-of"})
    @DisplayName("S-35 ignores a header member that it does not understand and that is not critical")
    void ignoresWhatIsNotCritical(String name) throws Exception {
        assertThat(verify(token().header(name, "NONE").compact())).isNotNull();
    }

    @Test
    @DisplayName("S-35 A11 refuses an unencoded payload that crit announces")
    void refusesUnencodedPayload() {
        assertThat(rejection(token().header("b64", false)
                        .header("crit", List.of("b64"))
                        .compact()))
                .isEqualTo(TokenRejection.TOKEN_UNSUPPORTED);
    }

    @Test
    @DisplayName("S-35 A23 refuses encrypted tokens by their five parts, whatever work they ask for")
    void refusesEncryptedTokens() {
        String header = TestTokens.base64Url(
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AAAA\"}");

        assertThat(rejection(header + ".AAAA.AAAA.AAAA.AAAA")).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-36 A5 A7 never uses a key that the token brings along")
    void neverUsesTheTokensOwnKey() throws Exception {
        SigningKey attackers = SigningKey.rs256("rsa-1");
        List<String> certificate = List.of(Base64.getEncoder()
                .encodeToString(PKI.identity("CN=signer")
                        .keyPair(new KeyPair(attackers.publicKey(), attackers.privateKey()))
                        .build()
                        .certificate()
                        .getEncoded()));

        assertThat(rejection(token().signedBy(attackers)
                        .header("jwk", attackers.jwk())
                        .compact()))
                .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        assertThat(rejection(
                        token().signedBy(attackers).header("x5c", certificate).compact()))
                .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        try (FakeAuthorizationServer attackersServer = FakeAuthorizationServer.start(PKI.server())) {
            String url = attackersServer.uri(FakeAuthorizationServer.JWKS_PATH).toString();
            attackersServer.always(
                    FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(attackers)));

            for (String member : List.of("jku", "x5u")) {
                assertThat(rejection(
                                token().signedBy(attackers).header(member, url).compact()))
                        .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
            }
            assertThat(attackersServer.calls()).isEmpty();
        }
    }

    @Test
    @DisplayName("S-36 a kid is compared as it is and never interpreted")
    void kidIsOpaque() {
        for (Object kid : List.of("RSA-1", "rsa-1 ", "../rsa-1", "https://thief.example/key", "")) {
            assertThat(rejection(token().header("kid", kid).compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        }
        assertThat(rejection(token().header("kid", 1).compact())).isEqualTo(TokenRejection.TOKEN_MALFORMED);
        assertThat(rejection(token().header("kid", null).compact())).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-42 A19 refuses deep nesting and endless numbers in a header without reading them")
    void refusesExpensiveHeaders() {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        String number = "9".repeat(3000);

        for (String value : List.of(deep, number)) {
            String header = "{\"typ\":\"at+jwt\",\"alg\":\"RS256\",\"x\":" + value + "}";
            assertThat(rejection(TestTokens.signed(tokens.rsaKey(), header, token().claimsJson())))
                    .isEqualTo(TokenRejection.TOKEN_MALFORMED);
        }
    }

    @Test
    @DisplayName("S-29 A21 refuses a header of more than 16 KiB, and says so")
    void refusesALongHeader() {
        String token = token().header("x", "y".repeat(16 * 1024)).compact();

        assertThatThrownBy(
                        () -> verifier().maxTokenLength(64 * 1024).build(keys()).verify(token))
                .isInstanceOf(TokenRejectedException.class)
                .hasMessageContaining("at most 16384 are read")
                .extracting(e -> ((TokenRejectedException) e).rejection())
                .isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-36 reads a header with four certificates of large keys, and uses none of them")
    void readsAHeaderWithAChain() throws Exception {
        List<String> chain = Collections.nCopies(4, Base64.getEncoder().encodeToString(new byte[2300]));
        String token = token().header("x5c", chain).compact();

        assertThat(token().header("x5c", chain).headerJson().length()).isBetween(12_000, 16_384);
        assertThat(verifier().maxTokenLength(32 * 1024).build(keys()).verify(token))
                .isNotNull();
    }

    @Test
    @DisplayName("S-30 says the typ that came, and the profile that has it, in one line without braces and quotes")
    void saysTheTypeThatCame() {
        assertThat(detail(token().withoutHeader("typ")))
                .startsWith("The typ is none and not one of [at+jwt].")
                .contains("set profile to spring", "tokenType to absent");
        assertThat(detail(token().header("typ", "JWT")))
                .startsWith("The typ is 'JWT' and not one of [at+jwt].")
                .contains("set profile to keycloak");
        assertThat(detail(token().header("typ", null))).startsWith("The typ is null and not");
        assertThat(detail(token().header("typ", List.of()))).startsWith("The typ is an empty array and not");
        assertThat(detail(token().header("typ", 7))).startsWith("The typ is no text and not");
        assertThat(detail(token().header("typ", "x\r\n${jndi:ldap://a}\"'\u202e" + "y".repeat(200))))
                .startsWith("The typ is 'x??$?jndi:ldap://a????yyy")
                .doesNotContain("\"", "{", "\n", "y".repeat(80));
    }
}
