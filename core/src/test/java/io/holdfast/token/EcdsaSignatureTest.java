package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EcdsaSignatureTest {
    private static final BigInteger ORDER = EllipticCurves.P256.getOrder();

    private static byte[] sideBySide(BigInteger r, BigInteger s) {
        byte[] both = new byte[64];
        put(r.toByteArray(), both, 32);
        put(s.toByteArray(), both, 64);
        return both;
    }

    private static void put(byte[] number, byte[] both, int end) {
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, both, end - length, length);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 96, 132})
    @DisplayName("S-34 makes the DER that jose4j makes")
    void makesTheSameDer(int length) throws Exception {
        BigInteger order =
                length == 64 ? ORDER : length == 96 ? EllipticCurves.P384.getOrder() : EllipticCurves.P521.getOrder();
        Random random = new Random(length);
        for (int i = 0; i < 500; i++) {
            byte[] signature = new byte[length];
            random.nextBytes(signature);
            Arrays.fill(signature, 0, random.nextInt(4) + (length == 132 ? 1 : 0), (byte) 0);
            Arrays.fill(signature, length / 2, length / 2 + random.nextInt(4) + (length == 132 ? 1 : 0), (byte) 0);

            byte[] der = EcdsaSignature.der(signature, order);

            assertThat(der).isEqualTo(EcdsaUsingShaAlgorithm.convertConcatenatedToDer(signature));
        }
    }

    @Test
    @DisplayName("S-34 refuses R and S that are zero, the order or more (CVE-2022-21449)")
    void refusesNumbersOutOfRange() {
        BigInteger last = ORDER.subtract(BigInteger.ONE);

        assertThat(EcdsaSignature.der(sideBySide(BigInteger.ONE, last), ORDER)).isNotNull();
        for (BigInteger wrong : new BigInteger[] {BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE)}) {
            assertThat(EcdsaSignature.der(sideBySide(wrong, last), ORDER)).isNull();
            assertThat(EcdsaSignature.der(sideBySide(last, wrong), ORDER)).isNull();
            assertThat(EcdsaSignature.der(sideBySide(wrong, wrong), ORDER)).isNull();
        }
    }
}
