package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;

/** How a token is fetched: one call, on the thread that calls. Safe for use by several threads. */
public interface TokenFetch {
    /**
     * Asks for a token.
     *
     * @throws TokenErrorException if the server refuses with an OAuth error
     * @throws AuthorizationServerException if it cannot be reached or answers something of no use
     * @throws TokenUnavailableException if nothing was asked
     */
    TokenResponse fetch(TokenRequest request)
            throws TokenErrorException, AuthorizationServerException, TokenUnavailableException;
}
