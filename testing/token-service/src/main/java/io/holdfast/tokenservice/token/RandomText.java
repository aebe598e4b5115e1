package io.holdfast.tokenservice.token;

import io.holdfast.text.Base64Url;
import java.security.SecureRandom;

/** Text that nobody can guess: tokens, codes and identifiers (RFC 6749 §10.10). Safe for use by many threads. */
public final class RandomText {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** 22 characters of base64url, 128 random bits: for a name that is used once. */
    public static String ofBits128() {
        return ofBytes(16);
    }

    /** 43 characters of base64url, 256 random bits: for what opens something. */
    public static String ofBits256() {
        return ofBytes(32);
    }

    private static String ofBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }
}
