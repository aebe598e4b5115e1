package io.holdfast.text;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url as JOSE has it, decoded strictly: no padding, no other character, no stray bits at the end.
 * So every value has one spelling.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-2">RFC 7515 section 2, "Terminology"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-3.5">RFC 4648 section 3.5, "Canonical Encoding"</a>
 */
public final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /** The one spelling of some bytes. */
    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The bytes that the text from one index to another stands for; null if it is not the one spelling of any. */
    public static byte @Nullable [] decode(byte[] text, int from, int to) {
        if (from == to) {
            return new byte[0];
        }
        int rest = (to - from) % 4;
        int strayBits = rest == 2 ? 0xf : rest == 3 ? 0x3 : 0;
        // The platform's decoder takes padding and stray bits; both can only be in the last character.
        int last = ALPHABET.indexOf(text[to - 1]);
        if (last < 0 || (last & strayBits) != 0) {
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getUrlDecoder().decode(ByteBuffer.wrap(text, from, to - from));
            return decoded.array();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
