package io.holdfast.client;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.TokenEndpoint;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import java.io.Closeable;

/**
 * Where the tokens of one generation come from: the token endpoint, asked over a connection made with the generation's
 * certificate. Safe for use by several threads.
 */
final class TokenSource implements TokenFetch, Closeable {
    private final AuthorizationServerConnection connection;
    private final TokenEndpoint endpoint;

    /**
     * @param connection made with the generation's credentials; it is closed with this
     * @param location of the token endpoint; generations may share one, since the place depends on no certificate
     * @throws IllegalArgumentException if the connection offers no certificate
     */
    TokenSource(AuthorizationServerConnection connection, EndpointLocation location, AuthenticatedClient client) {
        this.connection = connection;
        this.endpoint = new TokenEndpoint(connection, location, client);
    }

    @Override
    public TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        return endpoint.request(request);
    }

    @Override
    public void close() {
        connection.close();
    }
}
