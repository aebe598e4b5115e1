package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;

/** Fetches a token: one call, on the caller's thread. Safe for use by several threads. */
public interface TokenFetch {
    /**
     * Requests a token.
     *
     * @throws TokenErrorException if the server refuses with an OAuth error
     * @throws AuthorizationServerException if the server cannot be reached or its answer is unusable
     * @throws TokenUnavailableException if no request was sent
     */
    TokenResponse fetch(TokenRequest request)
            throws TokenErrorException, AuthorizationServerException, TokenUnavailableException;
}
