package io.holdfast.text;

/** Text of a stranger made fit for a message: printable ASCII without quote and backslash, and not long. */
public final class Printable {
    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /**
     * The text with every other character replaced by {@code ?}, cut after 200 characters.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 section 5.2, "Error Response"</a>
     */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            printable.append(TokenSyntax.isQuotable(c) ? c : '?');
        }
        return text.length() > MAX_LENGTH ? printable.append("…").toString() : printable.toString();
    }
}
