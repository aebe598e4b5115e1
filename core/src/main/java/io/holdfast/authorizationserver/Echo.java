package io.holdfast.authorizationserver;

import java.util.regex.Pattern;

/** Detects secrets that the text of a stranger repeats. Holds nothing. */
final class Echo {
    /** So many characters of a secret in a row are too many. */
    private static final int TELLING = 16;

    /** The most characters shown of a longer text. */
    private static final int SHOWN = 200;

    /** The beginning of a JWT: secret, whoever's it is. */
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8}");

    private Echo() {}

    /** True if the text repeats the secret, or a part of it that tells something. */
    static boolean isIn(String text, String secret) {
        if (secret.length() <= TELLING) {
            return text.contains(secret);
        }
        int last = Math.min(text.length(), SHOWN + TELLING) - TELLING;
        for (int i = 0; i <= last; i++) {
            if (secret.contains(text.substring(i, i + TELLING))) {
                return true;
            }
        }
        return false;
    }

    /** True if there is a JWT in the text, a token or a client's assertion. */
    static boolean hasJwt(String text) {
        return JWT.matcher(text).find();
    }
}
