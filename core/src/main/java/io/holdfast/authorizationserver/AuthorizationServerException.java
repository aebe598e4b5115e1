package io.holdfast.authorizationserver;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server cannot be reached, or what it answered is of no use. The message is for the operator and
 * holds no secret. An OAuth error that the server answered in due form is a {@link TokenErrorException} instead.
 */
public final class AuthorizationServerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    /** With a message for the operator. */
    public AuthorizationServerException(String message) {
        this(message, 0, null);
    }

    /** With a message for the operator and what led to it, which must not hold a secret either. */
    public AuthorizationServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.retryAfter = null;
    }

    /** About an answer that came. */
    AuthorizationServerException(String message, HttpAnswer answer) {
        this(message, answer.status(), answer.retryAfter());
    }

    private AuthorizationServerException(String message, int status, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** How long the server asks to be left alone: zero to an hour. Empty: it does not ask, or did not answer. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the server answered that it has failed. */
    boolean isServerError() {
        return status >= 500;
    }
}
