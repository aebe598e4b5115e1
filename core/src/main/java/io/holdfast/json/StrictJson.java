package io.holdfast.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Parses a JSON object that may have been written by an attacker.
 *
 * <p>jose4j has a parser, too. It takes more than JSON (trailing commas, invalid UTF-8), needs quadratic time for
 * integers of very many digits, and allocates 32 KiB for each text, more than the whole rest of a token's check.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259, "The JavaScript Object Notation (JSON) Data
 *     Interchange Format"</a>
 */
public final class StrictJson {
    private StrictJson() {}

    /**
     * Parses one JSON object.
     *
     * @param utf8 the text, all of it
     * @return the members: {@code String}, {@code Boolean}, {@code Number}, {@code List}, {@code Map} or null
     * @throws MalformedJsonException if the text is not UTF-8, not exactly one JSON object, has a duplicate member
     *     name, is nested more than 32 deep or has a number of more than 40 characters
     */
    public static Map<String, Object> parseObject(byte[] utf8) throws MalformedJsonException {
        try {
            return parseObject(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("The text is not UTF-8.");
        }
    }

    /**
     * Parses one JSON object.
     *
     * @param text the text, all of it
     * @return the members: {@code String}, {@code Boolean}, {@code Number}, {@code List}, {@code Map} or null
     * @throws MalformedJsonException as {@link #parseObject(byte[])}
     */
    public static Map<String, Object> parseObject(String text) throws MalformedJsonException {
        return JsonReader.object(text);
    }
}
