package io.holdfast.token;

import io.holdfast.text.Sha256;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a token in a cache by its whole SHA-256 digest, so that a heap dump holds no token that anyone could use.
 * Immutable.
 */
final class TokenKey {
    private static final SparePool<Engine> DIGESTS = new SparePool<>();

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    TokenKey(ByteBuffer digest) {
        this.first = digest.getLong();
        this.second = digest.getLong();
        this.third = digest.getLong();
        this.fourth = digest.getLong();
    }

    static TokenKey of(String token) {
        return of(token.getBytes(StandardCharsets.UTF_8));
    }

    /** The key of the token with this text in UTF-8. */
    static TokenKey of(byte[] token) {
        Engine spare = DIGESTS.take();
        Engine sha256 = spare == null ? new Engine() : spare;
        TokenKey key = new TokenKey(sha256.digest(token));
        if (sha256.isOfThePlatform()) {
            DIGESTS.give(sha256);
        }
        return key;
    }

    /** The first eight hexadecimal characters: how logs name the token. */
    String name() {
        StringBuilder hex = new StringBuilder(8);
        for (int shift = 60; shift >= 32; shift -= 4) {
            hex.append(Character.forDigit((int) (first >>> shift) & 0xf, 16));
        }
        return hex.toString();
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

    /** A digest with room for its outcome: to make them anew for each token costs as much as to use them. */
    private static final class Engine {
        private static final int LENGTH = 32;

        private final MessageDigest sha256;
        private final ByteBuffer digest = ByteBuffer.allocate(LENGTH);

        private Engine() {
            this.sha256 = Sha256.digest();
        }

        /** An object of another application's provider would keep that application. */
        private boolean isOfThePlatform() {
            return sha256.getProvider().getClass().getClassLoader() == null;
        }

        private ByteBuffer digest(byte[] text) {
            try {
                sha256.update(text);
                sha256.digest(digest.array(), 0, LENGTH); // also resets it
            } catch (DigestException e) {
                throw new IllegalStateException("SHA-256 does not fit into 32 bytes.", e);
            }
            ((Buffer) digest).rewind(); // of that type, because Java 8 has no rewind in ByteBuffer itself
            return digest;
        }
    }
}
