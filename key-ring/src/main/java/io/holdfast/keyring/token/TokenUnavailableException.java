package io.holdfast.keyring.token;

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
}
