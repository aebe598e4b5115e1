package io.holdfast.tokenservice.token;

import org.jspecify.annotations.Nullable;

/**
 * A refresh token and those that it is replaced by, of which the newest alone is good (RFC 6749 §6, RFC 9700 §4.14.2).
 * Safe for use by many threads.
 */
public final class RefreshToken {
    private final UserGrant grant;
    private final @Nullable String thumbprint;
    private final String handle;
    private volatile String secretDigest;

    RefreshToken(UserGrant grant, @Nullable String thumbprint, String handle, String secret) {
        this.grant = grant;
        this.thumbprint = thumbprint;
        this.handle = handle;
        this.secretDigest = Sha256.of(secret);
    }

    public UserGrant grant() {
        return grant;
    }

    /** The {@code x5t#S256} of the certificate that it is bound to (RFC 8705 §7.1); null if it is bound to a client. */
    public @Nullable String thumbprint() {
        return thumbprint;
    }

    /** Whether this text is the newest one's. */
    public boolean isNewest(String text) {
        return Sha256.matches(RefreshTokens.secret(text), secretDigest);
    }

    /**
     * Replaces it.
     *
     * @param text the newest one until now
     * @return the text of the next one; null if somebody else has been quicker with the same text
     */
    public synchronized @Nullable String replace(String text) {
        if (!isNewest(text)) {
            return null;
        }
        String next = RandomText.ofBits256();
        secretDigest = Sha256.of(next);
        return handle + next;
    }
}
