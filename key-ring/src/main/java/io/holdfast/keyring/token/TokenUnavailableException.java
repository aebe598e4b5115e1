package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No token could be fetched, so nothing was sent. The cause is a
 * {@link io.holdfast.authorizationserver.TokenErrorException} if the authorization server refused, an
 * {@link io.holdfast.authorizationserver.AuthorizationServerException} if it could not be reached or its answer was
 * unusable, or a {@link TokenNotBoundException} if its token is not bound to the client's certificate. Otherwise there
 * is no cause beyond the message: the ring is closed, too many requests wait, or the time is over.
 *
 * <p>A client that repeats calls after an {@code IOException} should not repeat this one: the key ring itself decides
 * when to call the authorization server again.
 */
public final class TokenUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for the operator and a cause; neither may hold a secret. */
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The failure that a caller gets for a cause: itself, if it is one. */
    public static TokenUnavailableException of(Throwable cause) {
        return cause instanceof TokenUnavailableException
                ? (TokenUnavailableException) cause
                : new TokenUnavailableException(message(cause), cause);
    }

    /** Wraps an unexpected failure by its class and place: its text may be anything, even a token. */
    public static TokenUnavailableException withoutText(RuntimeException unexpected) {
        TokenUnavailableException failure = new TokenUnavailableException(message(unexpected), null);
        failure.setStackTrace(unexpected.getStackTrace());
        return failure;
    }

    static String message(Throwable cause) {
        if (cause instanceof TokenUnavailableException) {
            return String.valueOf(cause.getMessage());
        }
        boolean forTheOperator = cause instanceof TokenErrorException
                || cause instanceof AuthorizationServerException
                || cause instanceof TokenNotBoundException;
        // Any other exception's text may be anything.
        return "No token: "
                + (forTheOperator
                        ? cause.getMessage()
                        : "asking for it failed unexpectedly with "
                                + cause.getClass().getName() + ".");
    }
}
