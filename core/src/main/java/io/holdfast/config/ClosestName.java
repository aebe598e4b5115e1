package io.holdfast.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Which name somebody probably meant who wrote another one. */
final class ClosestName {
    /** Two letters that are swapped are two edits. */
    private static final int MOST_EDITS = 2;

    /** So many letters must be right for each that is wrong: two short names always resemble each other. */
    private static final int LETTERS_FOR_AN_EDIT = 3;

    private ClosestName() {}

    /** The name with the fewest edits between the two, letter case not counted; the first of equals. */
    static Optional<String> among(Collection<String> names, String written) {
        int fewest = Math.min(MOST_EDITS, written.length() / LETTERS_FOR_AN_EDIT) + 1;
        String closest = null;
        for (String name : names) {
            // Of names that are longer or shorter by more the distance need not be told.
            int edits =
                    Math.abs(name.length() - written.length()) >= fewest ? fewest : edits(lower(name), lower(written));
            if (edits < fewest) {
                fewest = edits;
                closest = name;
            }
        }
        return Optional.ofNullable(closest);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The Levenshtein distance: how many letters are put in, taken out or replaced. */
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
