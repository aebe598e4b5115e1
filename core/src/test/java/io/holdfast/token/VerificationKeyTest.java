package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerificationKeyTest {
    private static final SigningKey RSA = SigningKey.rs256("rsa-1");
    private static final SigningKey EC = SigningKey.es256("ec-1");
    private static final SigningKey ED = SigningKey.ed25519("ed-1");

    /** The prime of Curve25519. */
    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private static VerificationKey read(Map<String, Object> jwk) throws UnusableKeyException {
        return VerificationKey.read(jwk, EnumSet.allOf(SignatureAlgorithm.class));
    }

    private static void leavesOut(Map<String, Object> jwk, String reason) {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> read(jwk))
                .withMessageContaining(reason);
    }

    private static Map<String, Object> with(SigningKey key, String member, Object value) {
        Map<String, Object> jwk = key.jwk();
        jwk.put(member, value);
        return jwk;
    }

    private static Map<String, Object> rsa(BigInteger modulus, BigInteger exponent) {
        Map<String, Object> jwk = RSA.jwk();
        jwk.put("n", unsigned(modulus));
        jwk.put("e", unsigned(exponent));
        return jwk;
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return TestTokens.base64Url(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static BigInteger modulus() {
        return ((RSAPublicKey) RSA.publicKey()).getModulus();
    }

    static Stream<Arguments> membersThatNobodyNeeds() {
        String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        List<Arguments> members = new ArrayList<>();
        for (String name : List.of("x5c", "x5t", "x5t#S256", "x5u", "use", "key_ops", "alg", "kid", "d", "k")) {
            members.add(Arguments.of(name, null));
        }
        for (String name : List.of("x5c", "x5t", "x5t#S256", "x5u")) {
            for (Object value : List.of("", pem, 1, true, List.of(), List.of(pem, "AA"), List.of(1), Map.of())) {
                members.add(Arguments.of(name, value));
            }
        }
        for (Object kid : List.of(1, true, List.of("rsa-1"), Map.of())) {
            members.add(Arguments.of("kid", kid));
        }
        members.add(Arguments.of("key_ops", List.of()));
        members.add(Arguments.of("key_ops", List.of("verify", "encrypt")));
        members.add(Arguments.of("key_ops", "verify"));
        members.add(Arguments.of("use", "tls"));
        members.add(Arguments.of("use", 1));
        members.add(Arguments.of("oddity", Map.of("a", List.of(1))));
        return members.stream();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("membersThatNobodyNeeds")
    @DisplayName("S-94 uses a key whatever stands in members that nobody needs to verify")
    void usesKeysWhateverElseTheySay(String member, Object value) throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            assertThat(read(with(key, member, value)).fits(SignatureAlgorithm.valueOf(key.algorithm())))
                    .as(key.algorithm())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("S-94 takes a kid that is a number by its digits, and any other that is no text for none")
    void readsNumberedKeys() throws Exception {
        assertThat(read(with(RSA, "kid", 17L)).id()).contains("17");
        assertThat(read(with(RSA, "kid", List.of("rsa-1"))).id()).isEmpty();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"=", "==", "+", "/", " ", "\n", ".", "é"})
    @DisplayName("leaves keys out whose members are no base64url, in which programs read different keys")
    void leavesOutWhatIsNotBase64Url(String odd) {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            String member = key.equals(RSA) ? "n" : "x";
            String value = (String) key.jwk().get(member);

            assertThatExceptionOfType(UnusableKeyException.class)
                    .as(key.algorithm())
                    .isThrownBy(() -> read(with(key, member, value.substring(0, 20) + odd + value.substring(20))));
        }
        leavesOut(with(RSA, "e", "AQ" + odd + "AB"), "its member 'e' is not base64url");
    }

    @Test
    void bearsPaddingBehindAMember() throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            String member = key.equals(RSA) ? "n" : "x";
            String value = (String) key.jwk().get(member);
            String padded = value + "=".repeat((4 - value.length() % 4) % 4);

            assertThat(padded).as(key.algorithm()).endsWith("=");
            assertThat(read(with(key, member, padded)).isSameAs(read(key.jwk())))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2047, 8193, 16384})
    @DisplayName(
            "S-35 S-92 G7 leaves RSA keys of less than 2048 and more than 8192 bits out, and says how many they have")
    void leavesSmallAndHugeRsaKeysOut(int bits) {
        leavesOut(rsa(BigInteger.ONE.setBit(bits - 1), BigInteger.valueOf(65537)), " " + bits + " bits");
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 8192})
    @DisplayName("S-92 uses RSA keys from 2048 to 8192 bits")
    void usesRsaKeysBetween(int bits) throws Exception {
        BigInteger odd = BigInteger.ONE.setBit(bits - 1).setBit(bits / 2);

        assertThat(read(rsa(odd, BigInteger.valueOf(3))).fits(SignatureAlgorithm.RS256))
                .isTrue();
        assertThat(read(rsa(odd, BigInteger.valueOf(0xffffffffL))).fits(SignatureAlgorithm.RS256))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 65536, 0x100000001L})
    @DisplayName("S-92 G7 leaves RSA keys out whose exponent is 1, even or longer than 32 bits")
    void leavesOddExponentsOut(long exponent) {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> read(rsa(modulus(), BigInteger.valueOf(exponent))));
    }

    @Test
    @DisplayName("S-92 leaves an RSA key with an even modulus out")
    void leavesEvenModuliOut() {
        leavesOut(rsa(modulus().clearBit(0), BigInteger.valueOf(65537)), "even");
    }

    @Test
    @DisplayName("S-92 leaves RSA keys out that were made as the ROCA chips did, and no others")
    void leavesRocaKeysOut() throws Exception {
        Random random = new Random(15361);
        BigInteger made = rocaPrime(random).multiply(rocaPrime(random));

        leavesOut(rsa(made, BigInteger.valueOf(65537)), "ROCA");
        for (int i = 0; i < 10_000; i++) {
            assertThat(RsaKeyStrength.isRoca(new BigInteger(2048, random).setBit(0)))
                    .isFalse();
        }
    }

    /** k·M + (65537^a mod M), where M is the product of the first 126 primes. */
    private static BigInteger rocaPrime(Random random) {
        BigInteger product = BigInteger.ONE;
        for (BigInteger prime = BigInteger.TWO; prime.intValue() <= 701; prime = prime.nextProbablePrime()) {
            product = product.multiply(prime);
        }
        while (true) {
            BigInteger power = BigInteger.valueOf(65537).modPow(new BigInteger(200, random), product);
            BigInteger candidate = new BigInteger(1025 - product.bitLength(), random)
                    .setBit(1024 - product.bitLength())
                    .multiply(product)
                    .add(power);
            if (candidate.bitLength() >= 1024 && candidate.isProbablePrime(50)) {
                return candidate;
            }
        }
    }

    @Test
    @DisplayName("S-33 S-35 leaves keys out that are for something else, symmetric or of no type, and says so")
    void leavesOtherKeysOut() {
        leavesOut(with(RSA, "use", "enc"), "for encryption");
        leavesOut(with(RSA, "key_ops", List.of("sign")), "key_ops");
        leavesOut(with(RSA, "key_ops", "wrapKey"), "key_ops");
        leavesOut(with(RSA, "alg", 256), "alg");
        leavesOut(with(RSA, "alg", "RSA-OAEP"), "alg");
        leavesOut(Map.of("kty", "oct", "k", "c2VjcmV0"), "kty");
        leavesOut(Map.of(), "kty");
        leavesOut(with(RSA, "n", List.of()), "'n'");
        leavesOut(with(RSA, "e", null), "'e'");
        leavesOut(with(RSA, "n", "A".repeat(4097)), "too long");
        leavesOut(with(EC, "crv", "P-255"), "curve");
    }

    @Test
    @DisplayName("S-34 leaves EC keys out that are not on their curve, or on one that no algorithm has")
    void leavesOtherCurvesOut() {
        byte[] y = Base64.getUrlDecoder().decode((String) EC.jwk().get("y"));
        y[31] ^= 1;
        leavesOut(with(EC, "y", TestTokens.base64Url(y)), "no point of its curve");
        Map<String, Object> koblitz = EC.jwk();
        koblitz.put("crv", "secp256k1");
        koblitz.put("x", "eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g");
        koblitz.put("y", "SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg");
        leavesOut(koblitz, "fits its kty, crv and alg");
        Map<String, Object> none = EC.jwk();
        none.put("x", TestTokens.base64Url(new byte[32]));
        none.put("y", TestTokens.base64Url(new byte[32]));
        leavesOut(none, "no point of its curve");
    }

    @Test
    @DisplayName("S-35 leaves a key out that no accepted algorithm can use")
    void leavesOutWhatNoAcceptedAlgorithmCanUse() {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> VerificationKey.read(RSA.jwk(), EnumSet.of(SignatureAlgorithm.ES256)))
                .withMessageContaining("[ES256]");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> VerificationKey.read(RSA.jwk(), EnumSet.of(SignatureAlgorithm.PS256)))
                .withMessageContaining("fits its kty, crv and alg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    @DisplayName("S-35 leaves a key out that is published with its private members, and says so")
    void leavesExposedKeysOut(String member) {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            assertThatExceptionOfType(UnusableKeyException.class)
                    .isThrownBy(() -> read(with(key, member, "AQAB")))
                    .satisfies(exposed -> assertThat(exposed.isExposed()).isTrue())
                    .withMessageContaining("private member '" + member + "'")
                    .withMessageNotContaining("AQAB");
        }
    }

    @Test
    @DisplayName("S-92 leaves every Ed25519 point of small order out, and needs to")
    void leavesSmallOrdersOut() {
        BigInteger d = BigInteger.valueOf(-121665)
                .multiply(BigInteger.valueOf(121666).modInverse(P))
                .mod(P);
        // Of the affine points, those of order 1, 2, 4 and 8 have the y that solve these: 1, -1, 0 and d·y⁴ + 2·y² = 1.
        List<BigInteger> ys = new ArrayList<>(
                List.of(BigInteger.ONE, P.subtract(BigInteger.ONE), BigInteger.ZERO, P, P.add(BigInteger.ONE)));
        BigInteger root = squareRoot(d.add(BigInteger.ONE).mod(P)).orElseThrow();
        for (BigInteger square : List.of(root, P.subtract(root))) {
            squareRoot(square.subtract(BigInteger.ONE).multiply(d.modInverse(P)).mod(P))
                    .ifPresent(y -> ys.addAll(List.of(y, P.subtract(y))));
        }
        assertThat(ys).hasSize(7);

        for (BigInteger y : ys) {
            for (int sign : new int[] {0, 0x80}) {
                Map<String, Object> jwk = new HashMap<>(ED.jwk());
                jwk.put("x", littleEndian(y, sign));
                leavesOut(jwk, "Ed25519");
            }
        }
    }

    private static String littleEndian(BigInteger y, int sign) {
        List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            bytes.add(y.shiftRight(8 * i).byteValue());
        }
        bytes.set(31, (byte) (bytes.get(31) | sign));
        byte[] encoded = new byte[32];
        for (int i = 0; i < 32; i++) {
            encoded[i] = bytes.get(i);
        }
        return TestTokens.base64Url(encoded);
    }

    /** Modulo P, which is 5 modulo 8. */
    private static Optional<BigInteger> squareRoot(BigInteger square) {
        BigInteger root = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        BigInteger other =
                root.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
        for (BigInteger candidate : List.of(root, other)) {
            if (candidate.multiply(candidate).mod(P).equals(square)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    @Test
    @DisplayName("S-94 keeps a stranger's key out of every message")
    void namesNoMaterial() {
        assertThat(Collections.singleton(VerificationKey.of(RSA.jwk()).orElseThrow()))
                .hasToString("[VerificationKey[RSA]]");
    }
}
