package io.holdfast.tokenservice.http;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a token request, read strictly from its body alone: a container's {@code getParameter} would mix in
 * the query string and hide repetitions (RFC 6749 §3.2). Immutable.
 */
public final class FormParameters {
    /** RFC 8707 §2 lets this one parameter occur more than once. */
    private static final String RESOURCE = "resource";

    private final Map<String, List<String>> values;

    private FormParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads an {@code application/x-www-form-urlencoded} body as UTF-8. Parameters without a value count as absent.
     *
     * @throws OAuthErrorException {@code invalid_request} if it is malformed or repeats a parameter
     */
    public static FormParameters parse(byte[] body) throws OAuthErrorException {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (value.isEmpty()) {
                continue;
            }
            List<String> previous = values.computeIfAbsent(name, any -> new ArrayList<>());
            if (!previous.isEmpty() && !name.equals(RESOURCE)) {
                throw new OAuthErrorException(INVALID_REQUEST, "A parameter occurs more than once");
            }
            previous.add(value);
        }
        return new FormParameters(values);
    }

    /** The value of a parameter; empty if it is absent or empty. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(list -> list.get(0));
    }

    /** Whether the parameter has a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The values of {@code resource}. */
    public List<String> resources() {
        return Collections.unmodifiableList(values.getOrDefault(RESOURCE, Collections.emptyList()));
    }

    private static String decode(String text) throws OAuthErrorException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                bytes.write(' ');
            } else if (c == '%') {
                bytes.write(octet(text, i));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int octet(String text, int percent) throws OAuthErrorException {
        if (percent + 2 >= text.length()) {
            throw malformed();
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return high * 16 + low;
    }

    private static OAuthErrorException malformed() {
        return new OAuthErrorException(INVALID_REQUEST, "The body is not a well-formed UTF-8 form");
    }
}
