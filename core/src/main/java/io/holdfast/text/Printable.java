package io.holdfast.text;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text of a stranger made fit for a message: printable ASCII without quote and backslash, and not long. */
public final class Printable {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_QUOTED_LENGTH = 80;
    private static final int MAX_QUOTED = 5;

    private Printable() {}

    /**
     * The text with every other character replaced by {@code ?}, cut after 200 characters.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 section 5.2, "Error Response"</a>
     */
    public static String of(String text) {
        return of(text, MAX_LENGTH);
    }

    private static String of(String text, int maxLength) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && i < maxLength; i++) {
            char c = text.charAt(i);
            printable.append(TokenSyntax.isQuotable(c) ? c : '?');
        }
        return text.length() > maxLength ? printable.append("…").toString() : printable.toString();
    }

    /**
     * A value of a token that nobody may have verified, for the operator's log: in single quotes, with {@code ?} for
     * quotes and braces, too, because loggers look things up by them. A text is cut after 80 characters, an array after
     * 5 elements. Null is {@code none}.
     *
     * @param value a value of JSON
     */
    public static String quoted(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        List<?> elements = value instanceof List ? (List<?>) value : Collections.singletonList(value);
        String shown = elements.stream()
                .limit(MAX_QUOTED)
                .map(Printable::quotedElement)
                .collect(Collectors.joining(", "));
        int more = elements.size() - MAX_QUOTED;
        return elements.isEmpty() ? "an empty array" : more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String quotedElement(@Nullable Object element) {
        return element instanceof String
                ? "'" + of((String) element, MAX_QUOTED_LENGTH).replaceAll("['{}]", "?") + "'"
                : "no text";
    }
}
