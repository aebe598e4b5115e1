package io.holdfast.tokenservice.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The SHA-256 digest of a text in base64url: what the service keeps of a secret, and what a code challenge is made of. */
public final class Sha256 {
    private Sha256() {}

    /** 43 characters. The text is digested in UTF-8. */
    public static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, but this one has not", e);
        }
    }

    /** True if this is the text of the digest; takes the same time wherever they differ. */
    public static boolean matches(String text, String digest) {
        return MessageDigest.isEqual(
                of(text).getBytes(StandardCharsets.US_ASCII), digest.getBytes(StandardCharsets.UTF_8));
    }
}
