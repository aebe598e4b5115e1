package io.holdfast.demo.parties;

/** The beginning of a thumbprint or of a key's name, enough to distinguish two. */
public final class Shortened {
    private static final int SHOWN = 8;

    private Shortened() {}

    /** The first characters, and an ellipsis if there are more. */
    public static String of(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
