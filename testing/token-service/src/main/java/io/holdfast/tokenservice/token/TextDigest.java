package io.holdfast.tokenservice.token;

import io.holdfast.text.Base64Url;
import io.holdfast.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The SHA-256 digest of a text in base64url: what the service keeps of a secret, and what a code challenge is made of. */
public final class TextDigest {
    private TextDigest() {}

    /** 43 characters. The text is digested in UTF-8. */
    public static String of(String text) {
        return Base64Url.encode(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** True if this is the text of the digest; takes the same time wherever they differ. */
    public static boolean matches(String text, String digest) {
        return MessageDigest.isEqual(
                of(text).getBytes(StandardCharsets.US_ASCII), digest.getBytes(StandardCharsets.UTF_8));
    }
}
