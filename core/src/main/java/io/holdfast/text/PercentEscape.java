package io.holdfast.text;

/**
 * One percent-encoded octet: a percent sign and two hexadecimal digits.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986 section 2.1, "Percent-Encoding"</a>
 */
public final class PercentEscape {
    /** The characters of an escape. */
    public static final int LENGTH = 3;

    private PercentEscape() {}

    /** The octet that the escape at the percent sign stands for; negative if it is malformed or cut off. */
    public static int octet(String text, int percent) {
        int high = percent + 2 < text.length() ? hexadecimal(text.charAt(percent + 1)) : -1;
        int low = high < 0 ? -1 : hexadecimal(text.charAt(percent + 2));
        return low < 0 ? -1 : 16 * high + low;
    }

    /** Reads ASCII digits only: {@link Character#digit} takes the digits of every script. */
    private static int hexadecimal(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }
}
