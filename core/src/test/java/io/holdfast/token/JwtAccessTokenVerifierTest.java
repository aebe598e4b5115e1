package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestPki;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JwtAccessTokenVerifierTest {
    private static final String ISSUER = "https://login.example.com/realms/main";
    private static final TestPki PKI = TestPki.create();

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    private final TestTokens tokens = TestTokens.of(ISSUER, clock);
    private final List<Map<String, Object>> jwks = new ArrayList<>();

    JwtAccessTokenVerifierTest() {
        jwks.add(tokens.rsaKey().jwk());
        jwks.add(tokens.ecKey().jwk());
    }

    private TokenBuilder token() {
        return tokens.boundTo(PKI.serverA());
    }

    private JwtAccessTokenVerifier.Builder verifier() {
        return JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).clock(clock);
    }

    private JwkSetSource keys() {
        return keyId -> jwks.stream()
                .flatMap(jwk -> VerificationKey.of(jwk).stream())
                .filter(key -> keyId.isEmpty() || key.id().equals(keyId))
                .toList();
    }

    private VerifiedToken verify(String token) throws Exception {
        return verifier().build(keys()).verify(token);
    }

    private TokenRejection rejection(String token) {
        return rejection(verifier(), token);
    }

    private TokenRejection rejection(JwtAccessTokenVerifier.Builder verifier, String token) {
        TokenRejectedException rejected = catchThrowableOfType(
                TokenRejectedException.class, () -> verifier.build(keys()).verify(token));
        assertThat(rejected).as("the token was not rejected").isNotNull();
        assertThat(rejected).hasNoCause();
        return rejected.rejection();
    }

    @Test
    @DisplayName("S-30 S-37 S-38 S-39 accepts a good token and tells what it says")
    void acceptsAGoodToken() throws Exception {
        String compact = token().claim("scope", "read write").compact();

        VerifiedToken token = verify(compact);

        assertThat(token.issuer()).isEqualTo(ISSUER);
        assertThat(token.subject()).contains("server-a");
        assertThat(token.clientId()).contains("server-a");
        assertThat(token.audience()).containsExactly(TestTokens.AUDIENCE);
        assertThat(token.scopes()).containsExactly("read", "write");
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(300));
        assertThat(token.confirmation().certificateThumbprint().orElseThrow().value())
                .isEqualTo(PKI.serverA().thumbprint());
        assertThat(token.toString()).isEqualTo("VerifiedToken[" + TokenDigest.of(compact) + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    @DisplayName("S-31 accepts the RSA algorithms that are allowed")
    void acceptsRsa(String algorithm) throws Exception {
        SigningKey key = tokens.rsaKey().as(algorithm);
        jwks.set(0, key.jwk());

        assertThat(verifier()
                        .algorithms(EnumSet.of(SignatureAlgorithm.valueOf(algorithm)))
                        .build(keys())
                        .verify(token().signedBy(key).compact()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256 secp256r1", "ES384 secp384r1", "ES512 secp521r1"})
    @DisplayName("S-31 accepts the elliptic curve algorithms that are allowed")
    void acceptsEllipticCurves(String algorithmAndCurve) throws Exception {
        String[] parts = algorithmAndCurve.split(" ", -1);
        SigningKey key = SigningKey.ec("ec-x", parts[0], parts[1]);
        jwks.add(key.jwk());

        assertThat(verifier()
                        .algorithms(EnumSet.of(SignatureAlgorithm.valueOf(parts[0])))
                        .build(keys())
                        .verify(token().signedBy(key).compact()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    @DisplayName("S-31 accepts Ed25519 under both of its names, where they are allowed")
    void acceptsEd25519(String algorithm) throws Exception {
        SigningKey key = tokens.edKey().as(algorithm);
        jwks.add(key.jwk());
        String token = token().signedBy(key).compact();

        assertThat(verifier()
                        .algorithms(EnumSet.of(SignatureAlgorithm.valueOf(algorithm)))
                        .build(keys())
                        .verify(token))
                .isNotNull();
        assertThat(rejection(token)).isEqualTo(TokenRejection.TOKEN_ALGORITHM);
    }

    @Test
    @DisplayName("S-31 S-33 S-34 refuses what looks like Ed25519 and is not")
    void refusesOtherEdwardsSignatures() throws Exception {
        JwtAccessTokenVerifier.Builder edwards =
                verifier().algorithms(EnumSet.of(SignatureAlgorithm.EdDSA, SignatureAlgorithm.ES256));
        jwks.add(tokens.edKey().jwk());
        jwks.add(Map.of("kty", "OKP", "crv", "Ed448", "kid", "ed448", "x", TestTokens.base64Url(new byte[57])));
        TokenBuilder token = token().signedBy(tokens.edKey());

        assertThat(rejection(
                        edwards,
                        token.secretlySignedBy(SigningKey.ed25519("ed-1")).compact()))
                .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        for (int length : new int[] {1, 63, 64, 65, 114}) {
            assertThat(rejection(
                            edwards,
                            TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[length])))
                    .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        }
        assertThat(rejection(edwards, token.header("alg", "ES256").compact()))
                .isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        assertThat(rejection(edwards, token.header("alg", "eddsa").compact()))
                .isEqualTo(TokenRejection.TOKEN_ALGORITHM);
        assertThat(rejection(
                        edwards,
                        token().header("alg", "EdDSA").header("kid", "ec-1").compact()))
                .isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        assertThat(rejection(
                        edwards,
                        token().header("alg", "EdDSA").header("kid", "ed448").compact()))
                .isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    @Test
    @DisplayName("S-87 a token that does not verify is tried with the keys that have come since")
    void triesTheKeysThatCameSince() throws Exception {
        SigningKey replaced = SigningKey.es256("ec-1");
        List<VerificationKey> old =
                List.of(VerificationKey.of(tokens.ecKey().jwk()).orElseThrow());
        List<VerificationKey> since = List.of(VerificationKey.of(replaced.jwk()).orElseThrow());
        JwkSetSource source = new JwkSetSource() {
            @Override
            public List<VerificationKey> keys(Optional<String> keyId) {
                return old;
            }

            @Override
            public List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId) {
                assertThat(tried).isEqualTo(old);
                assertThat(keyId).contains("ec-1");
                return since;
            }
        };

        assertThat(verifier().build(source).verify(token().signedBy(replaced).compact()))
                .isNotNull();
        assertThat(verifier()
                        .build(source)
                        .verify(token().signedBy(tokens.ecKey()).compact()))
                .isNotNull();
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> verifier()
                        .build(source)
                        .verify(token().signedBy(SigningKey.es256("ec-1")).compact()))
                .matches(e -> e.rejection() == TokenRejection.TOKEN_SIGNATURE);
    }

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

    @Test
    @DisplayName("S-32 A3 refuses HS256 made with the public key as the secret")
    void refusesHmacWithThePublicKey() {
        for (SigningKey key : List.of(tokens.rsaKey(), tokens.ecKey())) {
            String header =
                    token().header("alg", "HS256").header("kid", key.kid()).headerJson();
            byte[] der = key.publicKey().getEncoded();
            byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                            + "\n-----END PUBLIC KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);

            for (byte[] secret : List.of(der, pem)) {
                assertThat(rejection(TestTokens.hmac(header, token().claimsJson(), secret)))
                        .isEqualTo(TokenRejection.TOKEN_ALGORITHM);
            }
        }
    }

    @Test
    @DisplayName("S-32 refuses an algorithm of another key type than the key that kid names")
    void refusesAnAlgorithmThatDoesNotFitTheKey() {
        String token = token().signedBy(tokens.ecKey())
                .header("kid", tokens.rsaKey().kid())
                .compact();

        assertThat(rejection(token)).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    static Stream<Arguments> unfitKeyMembers() {
        return Stream.of(
                Arguments.of("use", "enc"),
                Arguments.of("key_ops", List.of("encrypt")),
                Arguments.of("key_ops", "sign"),
                Arguments.of("alg", "RS512"),
                Arguments.of("alg", "RSA-OAEP"),
                Arguments.of("alg", 1));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("unfitKeyMembers")
    @DisplayName("S-33 does not verify with a key that is meant for something else")
    void honoursWhatAKeyIsFor(String member, Object value) {
        jwks.get(0).put(member, value);

        assertThat(rejection(token().compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    @Test
    @DisplayName("S-33 verifies with a key that says nothing of its use, or says verify")
    void acceptsKeysWithoutUse() throws Exception {
        jwks.get(0).keySet().removeAll(Set.of("use", "alg"));
        jwks.get(0).put("key_ops", List.of("verify"));

        assertThat(verify(token().compact())).isNotNull();
    }

    @Test
    @DisplayName("S-34 refuses an ECDSA signature in DER form")
    void refusesDerSignatures() throws GeneralSecurityException {
        TokenBuilder token = token().signedBy(tokens.ecKey());
        String input = TestTokens.base64Url(token.headerJson()) + "." + TestTokens.base64Url(token.claimsJson());
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(tokens.ecKey().privateKey());
        der.update(input.getBytes(StandardCharsets.US_ASCII));

        assertThat(rejection(input + "." + TestTokens.base64Url(der.sign()))).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
    }

    @Test
    @DisplayName("S-34 refuses ECDSA signatures of zeros, of the group order and of another length")
    void refusesImpossibleSignatures() {
        TokenBuilder token = token().signedBy(tokens.ecKey());
        byte[] order =
                new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16).toByteArray();
        byte[] twice = new byte[64];
        System.arraycopy(order, 1, twice, 0, 32);
        System.arraycopy(order, 1, twice, 32, 32);

        for (byte[] signature : List.of(new byte[64], twice, new byte[63], new byte[65], new byte[96], new byte[1])) {
            assertThat(rejection(TestTokens.withSignature(token.headerJson(), token.claimsJson(), signature)))
                    .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        }
    }

    @Test
    @DisplayName("S-34 refuses a key of another curve than the algorithm's")
    void refusesAnotherCurve() {
        SigningKey p384 = SigningKey.ec("ec-384", "ES384", "secp384r1");
        Map<String, Object> jwk = p384.jwk();
        jwk.put("alg", "ES256");
        jwks.add(jwk);

        assertThat(rejection(token().signedBy(p384).header("alg", "ES256").compact()))
                .isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    @Test
    @DisplayName("S-34 does not take a key of another curve with as many bits for P-256")
    void refusesSecp256k1() {
        Map<String, Object> jwk = SigningKey.es256("k1").jwk();
        jwk.put("crv", "secp256k1");
        jwk.put("x", "eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g");
        jwk.put("y", "SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg");

        assertThat(VerificationKey.of(jwk).filter(key -> key.fits(SignatureAlgorithm.ES256)))
                .isEmpty();
    }

    @Test
    @DisplayName("S-35 does not use RSA keys under 2048 bits")
    void refusesSmallRsaKeys() {
        SigningKey small = SigningKey.rsa("small", "RS256", 1024);
        jwks.add(small.jwk());

        assertThat(rejection(token().signedBy(small).compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    @Test
    @DisplayName("S-92 G7 tries one key of more than 4096 bits for a token, however many share its kid")
    void triesOneCostlyKey() throws Exception {
        SigningKey costly = SigningKey.rsa("costly", "RS256", 4104);
        Map<String, Object> other = costly.jwk();
        other.put(
                "n",
                TestTokens.base64Url(BigInteger.ONE.setBit(4103).setBit(2000).toByteArray()));
        jwks.add(costly.jwk());
        assertThat(verify(token().signedBy(costly).compact())).isNotNull();

        jwks.add(jwks.size() - 1, other);
        assertThat(rejection(token().signedBy(costly).compact())).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
    }

    @Test
    @DisplayName("S-94 says why the key that a token names is left out, and not that there is none")
    void saysWhyAKeyIsLeftOut() {
        JwkSetSource without = new JwkSetSource() {
            @Override
            public List<VerificationKey> keys(Optional<String> keyId) {
                return List.of();
            }

            @Override
            public Optional<String> whyLeftOut(String keyId) {
                return Optional.of(keyId + " is too small");
            }
        };

        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> verifier().build(without).verify(token().compact()))
                .withMessage("The issuer's key with the token's kid is left out, because rsa-1 is too small.");
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
    @DisplayName("S-36 E3 tries the issuer's fitting keys when a token names none, but not endlessly")
    void triesAFewKeysWithoutAKid() throws Exception {
        assertThat(verify(token().withoutHeader("kid").compact())).isNotNull();
        for (int i = 0; i < 4; i++) {
            jwks.add(0, SigningKey.rs256("other-" + i).jwk());
        }

        assertThat(rejection(token().withoutHeader("kid").compact())).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
    }

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
    @DisplayName("S-37 A27 another issuer's key does not verify this issuer's tokens")
    void anotherIssuersKeyDoesNotVerify() {
        SigningKey others = SigningKey.rs256("others");

        assertThat(rejection(token().signedBy(others).compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        assertThat(rejection(token().secretlySignedBy(others).compact())).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
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
        JwtAccessTokenVerifier.Builder exact = verifier().clockSkew(Duration.ZERO);
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
            JwtAccessTokenVerifier.Builder verifier = verifier().clockSkew(Duration.ofSeconds(leeway));

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
        JwtAccessTokenVerifier.Builder lenient =
                verifier().allowMissing(List.of("jti", "client_id", "iss", "aud", "exp"));

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
                Arguments.of("scope", List.of("read")),
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

    static Stream<String> otherSpellings() {
        return Stream.of(" %s", "%s ", "%s=", "%s\n", "%s.", ".%s", "%s.AAAA", "%s#");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("otherSpellings")
    @DisplayName("S-42 refuses a good token in another spelling")
    void refusesOtherSpellings(String format) {
        assertThat(rejection(String.format(format, token().compact()))).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-42 refuses padding, the other base64 alphabet, and stray bits in each segment")
    void refusesNonCanonicalSegments() {
        String[] segments = token().compact().split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            for (String odd :
                    List.of(segments[i] + "=", segments[i].replace('_', '/') + "+", withStrayBits(segments[i]))) {
                String[] changed = segments.clone();
                changed[i] = odd;
                assertThat(rejection(String.join(".", changed))).isEqualTo(TokenRejection.TOKEN_MALFORMED);
            }
        }
    }

    /** The same bytes in another spelling; for a length that has no stray bits, one character too many. */
    private static String withStrayBits(String segment) {
        if (segment.length() % 4 == 0) {
            return segment + "A";
        }
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(segment.charAt(segment.length() - 1));
        return segment.substring(0, segment.length() - 1) + alphabet.charAt(last + 1);
    }

    @Test
    @DisplayName("S-42 A13 refuses duplicate members in header, claims and cnf although the signature is good")
    void refusesDuplicateMembers() {
        String header = token().headerJson();
        String claims = token().claimsJson();
        String twice = "\"x5t#S256\":\"" + PKI.thief().thumbprint() + "\",\"x5t#S256\"";

        for (String[] parts : new String[][] {
            {header.replaceFirst("\\{", "{\"alg\":\"RS256\","), claims},
            {header, claims.replaceFirst("\\{", "{\"aud\":\"x\",")},
            {header, claims.replace("\"x5t#S256\"", twice)}
        }) {
            assertThat(rejection(TestTokens.signed(tokens.rsaKey(), parts[0], parts[1])))
                    .isEqualTo(TokenRejection.TOKEN_MALFORMED);
        }
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
    @DisplayName("S-29 A21 refuses a header of more than 4 KiB")
    void refusesALongHeader() {
        assertThat(rejection(token().header("x", "y".repeat(4096)).compact()))
                .isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-29 A21 refuses an over-long token by its length alone")
    void refusesLongTokens() {
        assertThat(rejection(".".repeat(1_000_000))).isEqualTo(TokenRejection.TOKEN_TOO_LONG);
        assertThat(rejection("A".repeat(2_000_000) + ".A.A")).isEqualTo(TokenRejection.TOKEN_TOO_LONG);
        assertThat(rejection(verifier().maxTokenLength(300), token().compact()))
                .isEqualTo(TokenRejection.TOKEN_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a", "a.b", "a.b.c", "a..c", "é.é.é", "AAAA.AAAA.AAAA"})
    @DisplayName("S-42 refuses texts that are no token")
    void refusesTextsThatAreNoToken(String text) {
        assertThat(rejection(text)).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-29 a rejection tells nothing of the token")
    void rejectionTellsNothingOfTheToken() {
        String marker = "cGxlYXNlLWRvLW5vdC1sb2ctbWU";
        List<String> odd = Arrays.asList(
                token().claim("iss", marker).compact(),
                token().claim("aud", marker).compact(),
                token().header("typ", marker).compact(),
                token().header("alg", marker).compact(),
                token().header("kid", marker).compact(),
                token().claim("jti", marker)
                        .secretlySignedBy(SigningKey.rs256("x"))
                        .compact(),
                marker);
        for (String token : odd) {
            TokenRejectedException rejected = catchThrowableOfType(TokenRejectedException.class, () -> verify(token));
            assertThat(rejected.getMessage()).doesNotContain(marker).doesNotContain(token);
        }
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

    @Test
    @DisplayName("S-39 S-29 takes no leeway beyond five minutes and no length beyond 64 KiB")
    void boundsItsSettings() {
        for (Duration skew : List.of(Duration.ofSeconds(301), Duration.ofSeconds(-1))) {
            assertThat(catchThrowableOfType(
                            IllegalArgumentException.class, () -> verifier().clockSkew(skew)))
                    .isNotNull();
        }
        for (int length : new int[] {0, 65_537}) {
            assertThat(catchThrowableOfType(
                            IllegalArgumentException.class, () -> verifier().maxTokenLength(length)))
                    .isNotNull();
        }
    }

    @Test
    void doesNotStartWithoutIssuerOrAudience() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> JwtAccessTokenVerifier.of(ISSUER, Collections.emptySet())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> JwtAccessTokenVerifier.of("", Set.of("a"))))
                .isNotNull();
    }
}
