package io.holdfast.tokenservice.client;

import java.util.regex.Pattern;

/** The character rule of RFC 6749 §3.3. */
final class Scope {
    private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    private Scope() {}

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }
}
