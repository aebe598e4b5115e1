package io.holdfast.text;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The characters that OAuth allows: in a bearer token {@code b64token}, letters, digits and {@code - . _ ~ + /},
 * then any number of equals signs; in scopes, error texts and challenges {@code NQSCHAR}, printable ASCII without quote
 * and backslash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#appendix-A">RFC 6749 appendix A, "Augmented Backus-Naur Form
 *     (ABNF) Syntax"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750 section 2.1, "Authorization Request Header
 *     Field"</a>
 */
public final class TokenSyntax {
    private TokenSyntax() {}

    /** True if the text is one that an {@code Authorization} header can carry as a bearer token. */
    public static boolean isB64Token(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return end > 0;
    }

    /** True if a control character is in a text, which applications write into their logs and pages. */
    public static boolean hasControlCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** True if every character may stand between quotes as it is: {@code NQSCHAR}, spaces among them. */
    public static boolean isQuotable(String text) {
        return text.chars().allMatch(c -> isQuotable((char) c));
    }

    /** True if this character may stand between quotes as it is: {@code NQSCHAR}. */
    public static boolean isQuotable(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    /**
     * The scopes in a JSON value, separated by spaces: a string holds them so, an array has one in each element.
     *
     * @param value a value of JSON
     * @return null if it is neither, or holds something that is no scope
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749 section 3.3, "Access Token Scope"</a>
     */
    public static @Nullable String scopes(@Nullable Object value) {
        if (value instanceof String) {
            return isQuotable((String) value) ? (String) value : null;
        }
        List<?> elements = value instanceof List ? (List<?>) value : Collections.singletonList(null);
        StringBuilder scopes = new StringBuilder();
        for (Object element : elements) {
            if (!isScope(element)) {
                return null;
            }
            scopes.append(scopes.length() == 0 ? "" : " ").append(element);
        }
        return scopes.toString();
    }

    private static boolean isScope(@Nullable Object element) {
        return element instanceof String
                && !((String) element).isEmpty()
                && ((String) element).indexOf(' ') < 0
                && isQuotable((String) element);
    }

    /** True if a token may have this character before its equals signs. */
    public static boolean isTokenCharacter(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~'
                || c == '+'
                || c == '/';
    }
}
