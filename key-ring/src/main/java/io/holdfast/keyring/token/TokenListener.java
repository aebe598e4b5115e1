package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import java.time.Duration;

/**
 * Hears of each call for a token, on the thread that made it, when the outcome is known and before those who wait for it
 * do. It must be quick, safe for use by several threads and throw nothing; what it throws is logged and forgotten.
 */
public interface TokenListener {
    /** A token was fetched. */
    default void tokenFetched(BoundToken token, Duration took) {}

    /** A token could not be fetched: a {@code TokenErrorException} or an {@code AuthorizationServerException}, mostly. */
    default void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {}
}
