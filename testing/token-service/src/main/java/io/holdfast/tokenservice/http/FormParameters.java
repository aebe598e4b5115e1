package io.holdfast.tokenservice.http;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

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

    /** True if the parameter has a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The values of {@code resource}. */
    public List<String> resources() {
        return Collections.unmodifiableList(values.getOrDefault(RESOURCE, Collections.emptyList()));
    }

    private static String decode(String text) throws OAuthErrorException {
        return FormText.decode(text)
                .orElseThrow(
                        () -> new OAuthErrorException(INVALID_REQUEST, "The body is not a well-formed UTF-8 form"));
    }
}
