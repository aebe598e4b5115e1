package io.holdfast.keystore;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of DER, by its place in the bytes. A value of indefinite length (BER, which some servers and Windows write)
 * counts as reaching to the end of what is around it: enough to recognise what a file holds.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690, "Basic Encoding Rules"</a>
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    /** The constructed value with the context's tag 0. */
    static final int CONTEXT_0 = 0xA0;

    private final byte[] bytes;
    private final int begin;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int begin, int content, int end) {
        this.bytes = bytes;
        this.begin = begin;
        this.content = content;
        this.end = end;
    }

    /** Reads the value that these bytes begin with; null if it is none or is longer than the bytes. */
    static @Nullable Der in(byte[] bytes) {
        return at(bytes, 0, bytes.length);
    }

    private static @Nullable Der at(byte[] bytes, int begin, int limit) {
        if (limit - begin < 2) {
            return null;
        }
        int content = begin + 2;
        long length = bytes[begin + 1] & 0xFF;
        if (length == 0x80) {
            length = (long) limit - content;
        } else if (length > 0x80) {
            int more = (int) length - 0x80;
            if (more > 4 || more > limit - content) {
                return null;
            }
            length = 0;
            for (int i = 0; i < more; i++) {
                length = (length << 8) | (bytes[content++] & 0xFF);
            }
        }
        return length > limit - content ? null : new Der(bytes, begin, content, content + (int) length);
    }

    int tag() {
        return bytes[begin] & 0xFF;
    }

    /** The values inside, at most so many; those before the first that cannot be read. */
    List<Der> parts(int most) {
        List<Der> parts = new ArrayList<>();
        for (Der next = at(bytes, content, end); next != null && parts.size() < most; next = at(bytes, next.end, end)) {
            parts.add(next);
        }
        return parts;
    }

    /** The value inside at this index, the one inside that at the next, and so on; null if there is none. */
    @Nullable
    Der path(int... indexes) {
        Der found = this;
        for (int index : indexes) {
            List<Der> parts = found.parts(index + 1);
            if (parts.size() <= index) {
                return null;
            }
            found = parts.get(index);
        }
        return found;
    }

    /** The tags of the first ten values inside. */
    List<Integer> shape() {
        List<Integer> tags = new ArrayList<>();
        for (Der part : parts(10)) {
            tags.add(part.tag());
        }
        return tags;
    }

    /** True if this value begins with another one of this tag. */
    boolean beginsWith(int tag) {
        Der first = path(0);
        return first != null && first.tag() == tag;
    }

    /** The content of a small number; -1 of any other. */
    int small() {
        return tag() == INTEGER && end - content == 1 ? bytes[content] & 0xFF : -1;
    }

    byte[] content() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    byte[] encoded() {
        return Arrays.copyOfRange(bytes, begin, end);
    }

    /** True if the bytes end with this value. */
    boolean isWhole() {
        return begin == 0 && end == bytes.length;
    }

    /** An object identifier in its usual form, for example 1.2.840.113549.1.7.1. */
    String dotted() {
        StringBuilder text = new StringBuilder();
        long number = 0;
        for (int i = content; i < end && text.length() < 100; i++) {
            number = (number << 7) | (bytes[i] & 0x7F);
            if (bytes[i] >= 0) {
                if (text.length() == 0) {
                    long first = Math.min(number / 40, 2);
                    text.append(first).append('.').append(number - 40 * first);
                } else {
                    text.append('.').append(number);
                }
                number = 0;
            }
        }
        return text.toString();
    }

    /** Encodes a value of these parts. */
    static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | octets);
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
                out.write(length >> shift);
            }
        }
        for (byte[] part : parts) {
            out.write(part, 0, part.length);
        }
        return out.toByteArray();
    }
}
