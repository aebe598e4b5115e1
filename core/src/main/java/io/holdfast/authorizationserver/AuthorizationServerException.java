package io.holdfast.authorizationserver;

import org.jspecify.annotations.Nullable;

/**
 * An authorization server cannot be reached, or what it answered is of no use. The message is for the operator and
 * holds no secret. An OAuth error that the server answered in due form is a {@link TokenErrorException} instead.
 */
public final class AuthorizationServerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** With a message for the operator. */
    public AuthorizationServerException(String message) {
        this(message, 0);
    }

    /** With a message for the operator and what led to it, which must not hold a secret either. */
    public AuthorizationServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** About an answer with this HTTP status. */
    AuthorizationServerException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** Whether the server answered that it has failed. */
    boolean isServerError() {
        return status >= 500;
    }
}
