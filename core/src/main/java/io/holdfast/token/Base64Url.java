package io.holdfast.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Base64url as JOSE has it, decoded in one walk and strictly: no padding, no other character, no stray bits at the end.
 * So what decodes has one spelling.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-2">RFC 7515 section 2, "Terminology"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-3.5">RFC 4648 section 3.5, "Canonical Encoding"</a>
 */
final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** The value of each byte; -1 for those that are no character of it. */
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private Base64Url() {}

    /** The bytes that the text from one index to another stands for; null if it is not the one spelling of any. */
    static byte @Nullable [] decode(byte[] text, int from, int to) {
        int rest = (to - from) % 4;
        if (rest == 1) {
            return null;
        }
        byte[] bytes = new byte[(to - from) / 4 * 3 + (rest == 0 ? 0 : rest - 1)];
        int at = 0;
        int seen = 0; // negative from the first wrong character on
        int whole = to - rest;
        for (int i = from; i < whole; i += 4) {
            int bits = value(text[i]) << 18 | value(text[i + 1]) << 12 | value(text[i + 2]) << 6 | value(text[i + 3]);
            seen |= bits;
            bytes[at++] = (byte) (bits >> 16);
            bytes[at++] = (byte) (bits >> 8);
            bytes[at++] = (byte) bits;
        }
        if (rest > 0) {
            int bits = value(text[whole]) << 18
                    | value(text[whole + 1]) << 12
                    | (rest == 3 ? value(text[whole + 2]) << 6 : 0);
            int stray = rest == 3 ? 0xff : 0xffff;
            seen |= (bits & stray) == 0 ? bits : -1;
            bytes[at++] = (byte) (bits >> 16);
            if (rest == 3) {
                bytes[at] = (byte) (bits >> 8);
            }
        }
        return seen < 0 ? null : bytes;
    }

    private static int value(byte c) {
        return VALUES[c & 0xff];
    }
}
