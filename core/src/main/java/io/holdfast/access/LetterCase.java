package io.holdfast.access;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Folds texts that any framework, in any locale, may equate but for the letter case: also the Kelvin sign and k, long s
 * and s, the Turkish i with and without its dot, and characters that are compatible in Unicode.
 */
final class LetterCase {
    private static final char DOT_ABOVE = '\u0307';

    private LetterCase() {}

    /** Returns the text in small letters; the text itself if it is ASCII without capitals. */
    static String fold(String text) {
        boolean capitals = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~') {
                return foldUnicode(text);
            }
            capitals |= c >= 'A' && c <= 'Z';
        }
        return capitals ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Converts to upper case first, because some small letters share one capital. */
    private static String foldUnicode(String text) {
        String upper = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(upper.length());
        upper.codePoints()
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .filter(c -> c != DOT_ABOVE)
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
