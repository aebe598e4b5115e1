package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RfcVectors;
import io.holdfast.testkit.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class Ed25519SignaturesTest {
    private static final Map<String, Object> RFC_KEY =
            Map.of("kty", "OKP", "crv", "Ed25519", "x", RfcVectors.ED25519_X);
    private static final byte[] SIGNED = RfcVectors.ED25519_JWS
            .substring(0, RfcVectors.ED25519_JWS.lastIndexOf('.'))
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = Base64.getUrlDecoder()
            .decode(RfcVectors.ED25519_JWS.substring(RfcVectors.ED25519_JWS.lastIndexOf('.') + 1));

    static Stream<Arguments> both() {
        return Stream.of(
                Arguments.of(Named.of("the Java platform", new Ed25519Signatures(null))),
                Arguments.of(Named.of("Bouncy Castle", new Ed25519Signatures(new BouncyCastleProvider()))));
    }

    private static boolean verifies(Ed25519Signatures signatures, PublicKey key, byte[] signed, byte[] signature) {
        byte[] encoded = SignatureAlgorithm.EdDSA.encoded(signature, key);
        if (encoded == null) {
            return false;
        }
        try {
            Signature verifier = signatures.verifier(key);
            verifier.update(signed);
            return verifier.verify(encoded);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey rfcKey(Ed25519Signatures signatures) {
        return signatures.publicKey(RFC_KEY).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("S-31 verifies the example of RFC 8037 appendix A.4")
    void verifiesTheExample(Ed25519Signatures signatures) {
        assertThat(signatures.isAvailable()).isTrue();
        assertThat(Ed25519Signatures.isKey(rfcKey(signatures))).isTrue();
        assertThat(verifies(signatures, rfcKey(signatures), SIGNED, SIGNATURE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("S-34 refuses another text, another key, another length and every flipped bit")
    void refusesWhatDiffers(Ed25519Signatures signatures) {
        PublicKey key = rfcKey(signatures);
        PublicKey other = signatures.publicKey(SigningKey.ed25519("x").jwk()).orElseThrow();

        assertThat(verifies(signatures, key, new byte[] {1}, SIGNATURE)).isFalse();
        assertThat(verifies(signatures, other, SIGNED, SIGNATURE)).isFalse();
        for (int length : new int[] {0, 32, 63, 65, 128}) {
            assertThat(verifies(signatures, key, SIGNED, Arrays.copyOf(SIGNATURE, length)))
                    .isFalse();
        }
        for (int bit = 0; bit < SIGNATURE.length * Byte.SIZE; bit++) {
            byte[] flipped = SIGNATURE.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(verifies(signatures, key, SIGNED, flipped)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("S-34 refuses the second spelling of a signature, whose S is larger by the group's order")
    void refusesTheSecondSpelling(Ed25519Signatures signatures) {
        BigInteger order = BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] littleEndian = Arrays.copyOfRange(SIGNATURE, 32, 64);
        byte[] larger =
                reversed(new BigInteger(1, reversed(littleEndian)).add(order).toByteArray());
        byte[] second = Arrays.copyOf(SIGNATURE, 64);
        System.arraycopy(Arrays.copyOf(larger, 32), 0, second, 32, 32);

        assertThat(verifies(signatures, rfcKey(signatures), SIGNED, second)).isFalse();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("S-87 skips keys on other curves, of another length, and that are no point of the curve")
    void skipsOtherKeys(Ed25519Signatures signatures) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        byte[] noPoint = new byte[32];
        noPoint[0] = 2; // y = 2 has no x
        for (Object[] bad : new Object[][] {
            {"crv", "Ed448"},
            {"crv", "X25519"},
            {"crv", "ed25519"},
            {"crv", 1},
            {"x", ""},
            {"x", "?"},
            {"x", 1},
            {"x", base64.encodeToString(new byte[31])},
            {"x", base64.encodeToString(new byte[33])},
            {"x", base64.encodeToString(noPoint)}
        }) {
            Map<String, Object> jwk = new HashMap<>(RFC_KEY);
            jwk.put((String) bad[0], bad[1]);
            assertThat(signatures.publicKey(jwk)).as("%s = %s", bad).isEmpty();
        }
    }

    @Test
    @DisplayName("S-31 takes no key of another curve for one of its own")
    void tellsKeysApart() throws Exception {
        assertThat(Ed25519Signatures.isKey(
                        KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic()))
                .isFalse();
        assertThat(Ed25519Signatures.isKey(
                        KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic()))
                .isFalse();
        assertThat(Ed25519Signatures.isKey(SigningKey.es256("x").publicKey())).isFalse();
        assertThat(Ed25519Signatures.isKey(SigningKey.ed25519("x").publicKey())).isTrue();
    }

    @Test
    @DisplayName("S-31 is not available, and has no keys, by a provider that does not know it")
    void isUnavailableWithout() {
        Provider none = Security.getProvider("SunJCE");
        Ed25519Signatures signatures = new Ed25519Signatures(none);

        assertThat(signatures.isAvailable()).isFalse();
        assertThat(signatures.publicKey(RFC_KEY)).isEmpty();
    }

    @Test
    @DisplayName("registers no provider in the JVM")
    void registersNoProvider() {
        assertThat(SignatureAlgorithm.EdDSA.isAvailable()).isTrue();
        assertThat(new Ed25519Signatures(BouncyCastle.provider()).isAvailable()).isTrue();
        assertThat(Security.getProvider("BC")).isNull();
    }
}
