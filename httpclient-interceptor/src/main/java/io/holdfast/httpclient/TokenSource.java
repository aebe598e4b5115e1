package io.holdfast.httpclient;

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
final class TokenSource implements Closeable {
    private final AuthorizationServerConnection connection;
    private final @Nullable String issuer;
    private final String clientId;
    private final ClientAuthentication authentication;
    private volatile @Nullable URI endpoint;

    /** Of issuer and endpoint exactly one is not null. */
    TokenSource(
            AuthorizationServerConnection connection,
            @Nullable String issuer,
            @Nullable URI endpoint,
            String clientId,
            ClientAuthentication authentication) {
        this.connection = connection;
        this.issuer = issuer;
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.authentication = authentication;
    }

    /** The issuer, or the endpoint where there is none. */
    String authorizationServer() {
        return issuer != null ? issuer : String.valueOf(endpoint);
    }

    TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        URI uri = endpoint;
        if (uri == null) {
            uri = discovered();
        }
        try {
            return new TokenEndpoint(connection, uri, clientId, authentication).request(request);
        } catch (AuthorizationServerException e) {
            if (issuer != null) {
                endpoint = null; // it may have moved
            }
            throw e;
        }
    }

    private URI discovered() throws AuthorizationServerException {
        if (issuer == null) {
            throw new IllegalStateException("A source without issuer has an endpoint.");
        }
        URI found = new MetadataDiscovery(connection).discover(issuer).mtlsTokenEndpoint();
        endpoint = found;
        return found;
    }

    @Override
    public void close() {
        connection.close();
    }
}
