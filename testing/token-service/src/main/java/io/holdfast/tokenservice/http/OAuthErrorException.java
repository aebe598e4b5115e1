package io.holdfast.tokenservice.http;

/**
 * A token request that gets an error answer. The message is the {@code error_description}: fixed text of our own, never
 * something the caller sent.
 */
public final class OAuthErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final OAuthError error;

    /**
     * A refusal.
     *
     * @param description a fixed text in the characters of RFC 6749 §5.2
     */
    public OAuthErrorException(OAuthError error, String description) {
        super(description);
        this.error = error;
    }

    public OAuthError error() {
        return error;
    }
}
