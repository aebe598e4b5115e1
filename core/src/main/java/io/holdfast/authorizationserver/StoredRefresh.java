package io.holdfast.authorizationserver;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A token request by a refresh token that the application keeps. */
final class StoredRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(StoredRefresh.class);

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
            Optional<String> token = current(store);
            if (!token.isPresent() || !RequestSyntax.isToken(token.get())) {
                throw new AuthorizationServerException("The application keeps no refresh token"
                        + (token.isPresent() ? " that could be sent." : " now. Somebody must log in again, perhaps."));
            }
            TokenResponse response =
                    call.ask(TokenRequest.refreshToken(token.get(), request.scopes(), request.resources()));
            Optional<String> next = response.refreshToken();
            if (next.isPresent() && !next.equals(token)) {
                keep(store, next.get());
            }
            return response;
        }
    }

    /** An exception of the application's code may hold the token, so only its kind is reported. */
    private static Optional<String> current(RefreshTokens store) throws AuthorizationServerException {
        try {
            return store.current();
        } catch (RuntimeException | LinkageError e) {
            throw new AuthorizationServerException("The application's refresh token could not be had: its store failed"
                    + " with " + e.getClass().getName() + ".");
        }
    }

    /** The access token is good all the same, and nobody could get it once more. */
    private static void keep(RefreshTokens store, String token) {
        try {
            store.replaced(token);
        } catch (RuntimeException | LinkageError e) {
            LOG.error(
                    "The application could not keep the refresh token that replaces the present one: its store failed"
                            + " with {}. The next call may be refused, and then somebody must log in again.",
                    e.getClass().getName());
        }
    }

    /** One call of the token endpoint. */
    interface Call {
        TokenResponse ask(TokenRequest request) throws TokenErrorException, AuthorizationServerException;
    }
}
