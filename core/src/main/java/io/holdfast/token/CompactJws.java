package io.holdfast.token;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.util.Base64;
import java.util.Map;

/**
 * A token in the JWS compact serialization, taken apart strictly: three segments of canonical base64url, so that one
 * token has one spelling.
 *
 * <p>Nothing is verified yet. Immutable but for the arrays, which stay in this package.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-7.1">RFC 7515 section 7.1, "JWS Compact
 *     Serialization"</a>
 */
final class CompactJws {
    /** Decoded bytes. Real headers have a few hundred. */
    private static final int MAX_HEADER_LENGTH = 4096;

    private final Map<String, Object> header;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJws(Map<String, Object> header, byte[] payload, byte[] signature) {
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    static CompactJws parse(String token) throws TokenRejectedException {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw malformed(
                    "A token has three segments (a JWS in compact form); encrypted and opaque ones are refused.");
        }
        byte[] header = decode(token.substring(0, first));
        if (header.length > MAX_HEADER_LENGTH) {
            throw malformed("A token's header has at most " + MAX_HEADER_LENGTH + " bytes.");
        }
        byte[] payload = decode(token.substring(first + 1, second));
        byte[] signature = decode(token.substring(second + 1));
        return new CompactJws(object(header), payload, signature);
    }

    Map<String, Object> header() {
        return header;
    }

    byte[] signature() {
        return signature;
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

    private static byte[] decode(String segment) throws TokenRejectedException {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(segment);
        } catch (IllegalArgumentException e) {
            throw malformed("A token's segments are base64url.");
        }
        boolean canonical =
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(segment);
        if (bytes.length == 0 || !canonical) {
            throw malformed("A token's segments are base64url without padding, stray bits or gaps.");
        }
        return bytes;
    }

    private static TokenRejectedException malformed(String message) {
        return new TokenRejectedException(TokenRejection.TOKEN_MALFORMED, message);
    }
}
