package io.holdfast.client;

import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * No token could be had, so nothing was sent. The cause is a
 * {@link io.holdfast.authorizationserver.TokenErrorException} if the authorization server refused, an
 * {@link io.holdfast.authorizationserver.AuthorizationServerException} if it could not be reached or answered something
 * of no use, or a {@link TokenNotBoundException} if its token is not bound to the client's certificate. Otherwise there
 * is none that tells more than the message does: the ring is closed, too much is asked at a time, or the time is over.
 *
 * <p>Apache HttpClient hands it to the caller as the cause of a {@code ClientProtocolException}, which is an
 * {@code IOException}. It is an {@link HttpException} so that HttpClient's retry strategy does not repeat it: one request
 * asks the authorization server once.
 */
public final class TokenUnavailableException extends HttpException {
    private static final long serialVersionUID = 1L;

    /** With a message for the operator and what led to it; neither may hold a secret. */
    public TokenUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
