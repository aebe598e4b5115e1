package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import java.time.Duration;

/**
 * Receives each token call, on the thread that made it, when the outcome is known and before the waiting callers get
 * it. It must be quick, safe for use by several threads and throw nothing; an exception is logged and dropped.
 */
public interface TokenListener {
    /** A token was fetched. */
    default void tokenFetched(BoundToken token, Duration took) {}

    /** A token could not be fetched: mostly a {@code TokenErrorException} or {@code AuthorizationServerException}. */
    default void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {}
}
