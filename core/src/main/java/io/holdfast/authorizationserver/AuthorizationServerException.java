package io.holdfast.authorizationserver;

import org.jspecify.annotations.Nullable;

/** An authorization server cannot be reached, or its answer cannot be used. The message holds no secret. */
public final class AuthorizationServerException extends Exception {
    private static final long serialVersionUID = 1L;

    public AuthorizationServerException(String message) {
        this(message, null);
    }

    public AuthorizationServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
