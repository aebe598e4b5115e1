package io.holdfast.demo.tokenservice;

/**
 * A token request that gets an error answer. The message is the {@code error_description}: fixed text of our own, never
 * something the caller sent.
 */
final class TokenRequestRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final OAuthError error;

    TokenRequestRefusedException(OAuthError error, String description) {
        super(description);
        this.error = error;
    }

    OAuthError error() {
        return error;
    }
}
