package io.holdfast.tokenservice.http;

import java.util.regex.Pattern;

/** Text of somebody else's choice on its way to a log or a page: one line, no control characters, and not long. */
public final class PrintableText {
    /** Control, format, surrogate, private and unassigned characters, and the two separators that end a line. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private PrintableText() {}

    /**
     * The text with each unprintable character replaced by a space.
     *
     * @param most how many characters of it are kept; the rest becomes an ellipsis
     */
    public static String of(String text, int most) {
        String printable = UNPRINTABLE.matcher(text).replaceAll(" ");
        if (printable.length() <= most) {
            return printable;
        }
        boolean splitsAPair = Character.isHighSurrogate(printable.charAt(most - 1));
        return printable.substring(0, splitsAPair ? most - 1 : most) + "…";
    }
}
