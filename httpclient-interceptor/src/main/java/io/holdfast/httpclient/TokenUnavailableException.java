package io.holdfast.httpclient;

import org.apache.hc.core5.http.HttpException;

/**
 * No token could be had, so the request was not sent. The cause is a
 * {@link io.holdfast.authorizationserver.TokenErrorException} if the authorization server refused, or an
 * {@link io.holdfast.authorizationserver.AuthorizationServerException} if it could not be reached or answered something
 * of no use.
 *
 * <p>HttpClient hands it to the caller as the cause of a {@code ClientProtocolException}, which is an
 * {@code IOException}. It is an {@link HttpException} so that HttpClient's retry strategy does not repeat it: one request
 * asks the authorization server once.
 */
public final class TokenUnavailableException extends HttpException {
    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
