package io.holdfast.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name closest to a misspelt one. */
public final class ClosestName {
    /** The most edits between two names that count as one name misspelt. Two swapped letters are two edits. */
    private static final int MOST_EDITS = 2;

    /** The correct letters needed for each wrong one: two short names always resemble each other. */
    private static final int LETTERS_FOR_AN_EDIT = 3;

    private ClosestName() {}

    /** Returns the name with the fewest edits from the written one, ignoring letter case; the first of equals. */
    public static Optional<String> among(Collection<String> names, String written) {
        int fewest = Math.min(MOST_EDITS, written.length() / LETTERS_FOR_AN_EDIT) + 1;
        String closest = null;
        for (String name : names) {
            // A name whose length differs by more cannot be closer, so its distance is not computed.
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

    /** Returns the Levenshtein distance: the number of letters inserted, deleted or replaced. */
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
