package io.holdfast.authorizationserver;

import java.util.Optional;

/** A token request by a refresh token that the application keeps. */
final class StoredRefresh {
    private StoredRefresh() {}

    /**
     * Asks by the refresh token that is kept now, and gives the one that comes back to be kept.
     *
     * <p>The store is locked meanwhile: two calls by one refresh token look like theft to a server that changes them, and
     * it would withdraw both.
     */
    static TokenResponse ask(RefreshTokens store, TokenRequest request, Call call)
            throws TokenErrorException, AuthorizationServerException {
        synchronized (store) {
            Optional<String> token = store.current();
            if (!token.isPresent() || !TokenRequest.isToken(token.get())) {
                throw new AuthorizationServerException("The application keeps no refresh token"
                        + (token.isPresent() ? " that could be sent." : " now. Somebody must log in again, perhaps."));
            }
            TokenResponse response =
                    call.ask(TokenRequest.refreshToken(token.get(), request.scopes(), request.resources()));
            Optional<String> next = response.refreshToken();
            if (next.isPresent() && !next.equals(token)) {
                store.replaced(next.get());
            }
            return response;
        }
    }

    /** One call of the token endpoint. */
    interface Call {
        TokenResponse ask(TokenRequest request) throws TokenErrorException, AuthorizationServerException;
    }
}
