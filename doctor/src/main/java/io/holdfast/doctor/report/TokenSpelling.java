package io.holdfast.doctor.report;

import java.util.ArrayList;
import java.util.List;
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
        if (first == '%' || first == '\\' || first == '&') {
            for (String spelling : spellings(character)) {
                if (text.regionMatches(true, at, spelling, 0, spelling.length())) {
                    return spelling.length();
                }
            }
        }
        return first == character ? 1 : 0;
    }

    private static List<String> spellings(char character) {
        String hex = String.format("%02x", (int) character);
        List<String> spellings = new ArrayList<>(List.of(
                "%" + hex, "%25" + hex, "\\u00" + hex, "\\x" + hex, "&#x" + hex + ";", "&#" + (int) character + ";"));
        if (!Character.isLetterOrDigit(character)) {
            spellings.add("\\" + character); // behind a letter it would mean another character
        }
        String name = NAMED.get(character);
        if (name != null) {
            spellings.add(name);
        }
        return spellings;
    }
}
