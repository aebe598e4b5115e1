package io.holdfast.tokenservice.token;

import org.jspecify.annotations.Nullable;

/**
 * A refresh token and those that it is replaced by, of which the newest alone is good (RFC 6749 §6, RFC 9700 §4.14.2).
 * Safe for use by many threads.
 */
public final class RefreshToken {
    private final UserGrant grant;
    private final @Nullable String thumbprint;
    private volatile String digest;

    RefreshToken(UserGrant grant, @Nullable String thumbprint, String text) {
        this.grant = grant;
        this.thumbprint = thumbprint;
        this.digest = TextDigest.of(text);
    }

    public UserGrant grant() {
        return grant;
    }

    /** The {@code x5t#S256} of the certificate that it is bound to (RFC 8705 §7.1); null if it is bound to a client. */
    public @Nullable String thumbprint() {
        return thumbprint;
    }

    /** True if the text is that of the newest refresh token. */
    public boolean isNewest(String text) {
        return TextDigest.matches(text, digest);
    }

    /**
     * Replaces it.
     *
     * @param text the newest one until now
     * @return whether it was; if not, somebody else has been quicker with the same text
     */
    synchronized boolean replace(String text, String next) {
        boolean newest = isNewest(text);
        if (newest) {
            digest = TextDigest.of(next);
        }
        return newest;
    }
}
