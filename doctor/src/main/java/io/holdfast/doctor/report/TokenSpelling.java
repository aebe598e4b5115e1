package io.holdfast.doctor.report;

import java.util.Map;

/**
 * Finds a token in a text of a server that writes some of its characters in another way: percent-encoded as in a URL,
 * once or twice, with the escapes of JSON and JavaScript, or as references of HTML.
 */
final class TokenSpelling {
    private static final Map<Character, String> NAMED =
            Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\'', "&apos;");

    private TokenSpelling() {}

    static boolean isIn(String text, String token) {
        for (int start = 0; start < text.length(); start++) {
            if (end(text, start, token) > start) {
                return true;
            }
        }
        return false;
    }

    /** The text with a name in place of the token. */
    static String replaced(String text, String token, String name) {
        StringBuilder replaced = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at, token);
            if (end > at) {
                replaced.append(name);
                at = end;
            } else {
                replaced.append(text.charAt(at++));
            }
        }
        return replaced.toString();
    }

    /** The end of the token that starts here; -1 if none does. */
    private static int end(String text, int start, String token) {
        int at = start;
        for (int i = 0; i < token.length(); i++) {
            int length = length(text, at, token.charAt(i));
            if (length == 0) {
                return -1;
            }
            at += length;
        }
        return at;
    }

    /** The length of a spelling of this character; 0 if there is none. */
    private static int length(String text, int at, char character) {
        char first = at < text.length() ? text.charAt(at) : 0;
        int escaped = 0;
        if (first == '%') {
            escaped = isHex(text, at + 1, character)
                    ? 3
                    : text.startsWith("25", at + 1) && isHex(text, at + 3, character) ? 5 : 0;
        } else if (first == '\\') {
            escaped = backslashed(text, at, character);
        } else if (first == '&') {
            escaped = reference(text, at, character);
        }
        return escaped > 0 ? escaped : first == character ? 1 : 0;
    }

    private static int backslashed(String text, int at, char character) {
        if (text.startsWith("u00", at + 1)) {
            return isHex(text, at + 4, character) ? 6 : 0;
        }
        if (text.startsWith("x", at + 1)) {
            return isHex(text, at + 2, character) ? 4 : 0;
        }
        // a backslash before a letter or digit means another character
        return !Character.isLetterOrDigit(character) && at + 1 < text.length() && text.charAt(at + 1) == character
                ? 2
                : 0;
    }

    private static int reference(String text, int at, char character) {
        if (text.regionMatches(true, at, "&#x", 0, 3)) {
            return isHex(text, at + 3, character) && text.startsWith(";", at + 5) ? 6 : 0;
        }
        String name = text.startsWith("#", at + 1) ? "&#" + (int) character + ";" : NAMED.get(character);
        return name != null && text.startsWith(name, at) ? name.length() : 0;
    }

    private static boolean isHex(String text, int at, char character) {
        return at + 2 <= text.length()
                && Character.digit(text.charAt(at), 16) == character >> 4
                && Character.digit(text.charAt(at + 1), 16) == (character & 0xF);
    }
}
