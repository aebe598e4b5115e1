package io.holdfast.token;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token in the JWS compact serialization, taken apart strictly: three segments of canonical base64url, so that the
 * same bytes have one spelling. An ECDSA signature has a second form of other bytes, which only an issuer can rule out.
 *
 * <p>Nothing is verified yet. Immutable but for the arrays, which stay in this package.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-7.1">RFC 7515 section 7.1, "JWS Compact
 *     Serialization"</a>
 */
final class CompactJws {
    /** Decoded bytes. Real headers have a few hundred, or some thousand with a chain of certificates ({@code x5c}). */
    private static final int MAX_HEADER_LENGTH = 16 * 1024;

    private final byte[] text;
    private final int second;
    private final byte[] header;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJws(byte[] text, int first, int second) throws TokenRejectedException {
        this.text = text;
        this.second = second;
        this.header = decode(text, 0, first);
        if (header.length > MAX_HEADER_LENGTH) {
            throw malformed("The token's header has " + header.length + " bytes; at most " + MAX_HEADER_LENGTH
                    + " are read. See whether the issuer can leave its certificates (x5c) out.");
        }
        this.payload = decode(text, first + 1, second);
        this.signature = decode(text, second + 1, text.length);
    }

    static CompactJws parse(String token) throws TokenRejectedException {
        return parse(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes a token apart.
     *
     * @param text its text in UTF-8, which must not change any more
     */
    static CompactJws parse(byte[] text) throws TokenRejectedException {
        int first = dot(text, 0);
        int second = dot(text, first + 1);
        if (first < 0 || second < 0 || dot(text, second + 1) >= 0) {
            throw malformed(
                    "A token has three segments (a JWS in compact form); encrypted and opaque ones are refused.");
        }
        return new CompactJws(text, first, second);
    }

    private static int dot(byte[] text, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    /** The header as a JSON object. */
    Map<String, Object> header() throws TokenRejectedException {
        return object(header);
    }

    /** True if the header is exactly this text. */
    boolean hasHeader(byte[] utf8) {
        return Arrays.equals(header, utf8);
    }

    /** The header as text in UTF-8. */
    byte[] headerText() {
        return header;
    }

    byte[] signature() {
        return signature;
    }

    /** The token's text. Its first {@link #signedLength} bytes are signed. */
    byte[] text() {
        return text;
    }

    int signedLength() {
        return second;
    }

    /** The payload as JSON. Called only once the signature has verified: until then it is a stranger's text. */
    Map<String, Object> claims() throws TokenRejectedException {
        return object(payload);
    }

    private static Map<String, Object> object(byte[] utf8) throws TokenRejectedException {
        try {
            return StrictJson.parseObject(utf8);
        } catch (MalformedJsonException e) {
            throw malformed("A token's header and claims are JSON objects. " + e.getMessage());
        }
    }

    private static byte[] decode(byte[] text, int from, int to) throws TokenRejectedException {
        byte @Nullable [] bytes = Base64Url.decode(text, from, to);
        if (bytes == null || bytes.length == 0) {
            throw malformed("A token's segments are base64url without padding, stray bits or gaps.");
        }
        return bytes;
    }

    private static TokenRejectedException malformed(String message) {
        return new TokenRejectedException(TokenRejection.TOKEN_MALFORMED, message);
    }
}
