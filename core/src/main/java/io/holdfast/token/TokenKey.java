package io.holdfast.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What a cache knows a token by: its whole SHA-256 digest, so that a heap dump holds no token that anyone could use.
 * Immutable.
 */
final class TokenKey {
    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private TokenKey(ByteBuffer digest) {
        this.first = digest.getLong();
        this.second = digest.getLong();
        this.third = digest.getLong();
        this.fourth = digest.getLong();
    }

    static TokenKey of(String token) {
        return ofDigest(sha256(token));
    }

    static TokenKey ofDigest(byte[] sha256) {
        return new TokenKey(ByteBuffer.wrap(sha256));
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, but this one has not.", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof TokenKey)) {
            return false;
        }
        TokenKey that = (TokenKey) other;
        return first == that.first && second == that.second && third == that.third && fourth == that.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }
}
