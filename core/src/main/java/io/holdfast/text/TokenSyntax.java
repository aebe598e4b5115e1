package io.holdfast.text;

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
