package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
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

/** By which keys and algorithms a token is proven. */
final class JwtSignatureTest extends JwtFixture {
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

    @Test
    @DisplayName("S-31 S-33 one RSA key verifies each algorithm in turns, and no signature under the other's name")
    void takesTurnsWithOneKey() throws Exception {
        jwks.get(0).remove("alg");
        JwtAccessTokenVerifier both = verifier()
                .algorithms(EnumSet.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256))
                .cacheSize(0)
                .build(keys());
        String rs256 = token().signedBy(tokens.rsaKey()).compact();
        String ps256 = token().signedBy(tokens.rsaKey().as("PS256")).compact();

        for (String token : List.of(rs256, ps256, rs256, ps256)) {
            assertThat(both.verify(token)).isNotNull();
        }
        String[] segments = rs256.split("\\.", -1);
        String renamed = ps256.substring(0, ps256.indexOf('.')) + "." + segments[1] + "." + segments[2];
        assertThatExceptionOfType(TokenRejectedException.class)
                .isThrownBy(() -> both.verify(renamed))
                .satisfies(e -> assertThat(e.rejection()).isEqualTo(TokenRejection.TOKEN_SIGNATURE));
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
        JwtVerifierBuilder edwards =
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

    @Test
    @DisplayName("S-36 E3 tries the issuer's fitting keys when a token names none, but not endlessly")
    void triesAFewKeysWithoutAKid() throws Exception {
        assertThat(verify(token().withoutHeader("kid").compact())).isNotNull();
        for (int i = 0; i < 4; i++) {
            jwks.add(0, SigningKey.rs256("other-" + i).jwk());
        }

        assertThat(rejection(token().withoutHeader("kid").compact())).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
    }

    @Test
    @DisplayName("S-37 A27 another issuer's key does not verify this issuer's tokens")
    void anotherIssuersKeyDoesNotVerify() {
        SigningKey others = SigningKey.rs256("others");

        assertThat(rejection(token().signedBy(others).compact())).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        assertThat(rejection(token().secretlySignedBy(others).compact())).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
    }
}
