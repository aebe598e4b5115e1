package io.holdfast.token;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ECDSA signature in its two forms: R and S side by side, as JOSE has it, and DER, as the Java platform has it.
 *
 * <p>R and S must lie between 1 and the order of the group. Java 15 to 18 took zero for a good signature of anything
 * (CVE-2022-21449), so this is not left to the platform.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.4">RFC 7518 section 3.4, "Digital Signature with
 *     ECDSA"</a>
 */
final class EcdsaSignature {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private EcdsaSignature() {}

    /**
     * A signature in DER.
     *
     * @param sideBySide R and S, equally long, each no longer than 66 bytes
     * @param order the order of the curve's group
     * @return null if it is no signature
     */
    static byte @Nullable [] der(byte[] sideBySide, BigInteger order) {
        int half = sideBySide.length / 2;
        BigInteger r = new BigInteger(1, Arrays.copyOf(sideBySide, half));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(sideBySide, half, sideBySide.length));
        return isBetween(r, order) && isBetween(s, order) ? der(r.toByteArray(), s.toByteArray()) : null;
    }

    private static boolean isBetween(BigInteger number, BigInteger order) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }

    private static byte[] der(byte[] r, byte[] s) {
        int content = 2 + r.length + 2 + s.length;
        int header = content < 0x80 ? 2 : 3;
        byte[] der = new byte[header + content];
        der[0] = SEQUENCE;
        if (header == 3) {
            der[1] = (byte) 0x81;
        }
        der[header - 1] = (byte) content;
        integer(r, der, header);
        integer(s, der, header + 2 + r.length);
        return der;
    }

    private static void integer(byte[] number, byte[] der, int at) {
        der[at] = INTEGER;
        der[at + 1] = (byte) number.length;
        System.arraycopy(number, 0, der, at + 2, number.length);
    }
}
