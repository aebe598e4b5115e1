package io.holdfast.keyring.token;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No token could be had, so nothing was sent. The cause is a
 * {@link io.holdfast.authorizationserver.TokenErrorException} if the authorization server refused, an
 * {@link io.holdfast.authorizationserver.AuthorizationServerException} if it could not be reached or answered something
 * of no use, or a {@link TokenNotBoundException} if its token is not bound to the client's certificate. Otherwise there
 * is none that tells more than the message does: the ring is closed, too much is asked at a time, or the time is over.
 *
 * <p>A client that repeats calls after an {@code IOException} should not repeat this one: the key ring knows itself when
 * the authorization server may be asked again.
 */
public final class TokenUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With a message for the operator and what led to it; neither may hold a secret. */
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
