package io.holdfast.token;

/** How logs name a token without telling it: the first eight hexadecimal characters of its SHA-256 digest. */
public final class TokenDigest {
    private TokenDigest() {}

    /** The digest of a token's text, eight lower-case hexadecimal characters. */
    public static String of(String token) {
        byte[] digest = TokenKey.sha256(token);
        StringBuilder hex = new StringBuilder(8);
        for (int i = 0; i < 4; i++) {
            hex.append(Character.forDigit((digest[i] >> 4) & 0xf, 16)).append(Character.forDigit(digest[i] & 0xf, 16));
        }
        return hex.toString();
    }
}
