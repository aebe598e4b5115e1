package io.holdfast.token;

/** Names a token in logs without disclosing it: by the first eight hexadecimal characters of its SHA-256 digest. */
public final class TokenDigest {
    private TokenDigest() {}

    /** The digest of a token's text, eight lower-case hexadecimal characters. */
    public static String of(String token) {
        return TokenKey.of(token).name();
    }
}
