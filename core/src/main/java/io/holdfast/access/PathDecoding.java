package io.holdfast.access;

import io.holdfast.text.PercentEscape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the path of a request line once, as UTF-8, and refuses a path with two readings. An encoded slash stays
 * {@link #SLASH}, the only place where a percent sign is left. For one path and one thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986 section 2.1, "Percent-Encoding"</a>
 */
final class PathDecoding {
    /** An encoded slash in a decoded path. */
    static final String SLASH = "%2F";

    private final String raw;
    private final StringBuilder decoded;
    private final byte[] octets;
    private int count;

    private PathDecoding(String raw) {
        this.raw = raw;
        this.decoded = new StringBuilder(raw.length());
        this.octets = new byte[raw.length() / PercentEscape.LENGTH + 1];
    }

    /** @throws AmbiguousPathException if an escape is malformed, not UTF-8, or changes the path */
    static String decode(String raw) throws AmbiguousPathException {
        PathDecoding decoding = new PathDecoding(raw);
        int i = 0;
        while (i < raw.length()) {
            i += raw.charAt(i) == '%' ? decoding.escape(i) : decoding.character(raw.charAt(i));
        }
        decoding.flush();
        return decoding.decoded.toString();
    }

    private int escape(int percent) throws AmbiguousPathException {
        int value = PercentEscape.octet(raw, percent);
        if (value < 0) {
            throw new AmbiguousPathException("The path has a percent sign that encodes nothing.");
        }
        if (changesThePath(value)) {
            throw new AmbiguousPathException(
                    "The path has an encoded dot, backslash, percent sign, semicolon or control" + " character.");
        }
        if (value == '/') {
            flush();
            decoded.append(SLASH);
        } else {
            octets[count++] = (byte) value;
        }
        return PercentEscape.LENGTH;
    }

    /** True if decoding the encoded character may change the path; a slash apart. */
    static boolean changesThePath(int value) {
        return value < 0x20 || value == 0x7f || ".\\%;".indexOf(value) >= 0;
    }

    private int character(char c) throws AmbiguousPathException {
        if (c == '\\' || Character.isISOControl(c)) {
            throw new AmbiguousPathException("The path has a backslash or a control character.");
        }
        flush();
        decoded.append(c);
        return 1;
    }

    /** Decodes the octets of a character together, since they stand side by side. */
    private void flush() throws AmbiguousPathException {
        if (count == 0) {
            return;
        }
        try {
            decoded.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, count)));
        } catch (CharacterCodingException e) {
            throw new AmbiguousPathException("The path is not encoded in UTF-8.");
        }
        count = 0;
    }
}
