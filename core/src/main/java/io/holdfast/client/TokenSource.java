package io.holdfast.client;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.TokenEndpoint;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import java.io.Closeable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Fetches tokens at an address, or at the one that the issuer's metadata name. What metadata named is remembered until
 * it no longer answers as a token endpoint does. Safe for use by several threads.
 */
final class TokenSource implements TokenFetch, Closeable {
    private final AuthorizationServerConnection connection;
    private final @Nullable String issuer;
    private final String clientId;
    private final ClientAuthentication authentication;
    private volatile @Nullable TokenEndpoint endpoint;

    /**
     * Of issuer and address exactly one is not null.
     *
     * @throws IllegalArgumentException if it is no issuer, or no https address
     */
    TokenSource(
            AuthorizationServerConnection connection,
            @Nullable String issuer,
            @Nullable URI address,
            String clientId,
            ClientAuthentication authentication) {
        this.connection = connection;
        this.issuer = issuer;
        this.clientId = clientId;
        this.authentication = authentication;
        this.endpoint = address != null ? at(address) : null;
        if (issuer != null) {
            MetadataDiscovery.addresses(issuer); // throws now rather than with the first request
        }
    }

    private TokenEndpoint at(URI address) {
        return new TokenEndpoint(connection, address, clientId, authentication);
    }

    @Override
    public TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        TokenEndpoint known = endpoint;
        if (known != null && issuer == null) {
            return known.request(request);
        }
        if (known == null) {
            known = at(new MetadataDiscovery(connection)
                    .discover(String.valueOf(issuer))
                    .mtlsTokenEndpoint());
        }
        try {
            TokenResponse response = known.request(request);
            endpoint = known;
            return response;
        } catch (AuthorizationServerException e) {
            endpoint = null; // it may have moved
            throw e;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
