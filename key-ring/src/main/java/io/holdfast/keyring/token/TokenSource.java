package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.TokenEndpoint;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.keystore.KeyMaterialException;
import java.io.Closeable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the tokens of one generation from the token endpoint, over a connection made with the generation's
 * certificate. When the server refuses the client, its secret or key may have been replaced: it is read again before
 * the next call. Safe for use by several threads.
 */
public final class TokenSource implements TokenFetch, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

    private final AuthorizationServerConnection connection;
    private final EndpointLocation location;
    private final ClientLoader loader;
    private volatile TokenEndpoint endpoint;
    private volatile boolean refused;

    /**
     * @param connection made with the generation's credentials; closed with this source
     * @param location of the token endpoint; generations may share one, since the place depends on no certificate
     * @param client the client of the first call
     * @param loader reads the client's secret or key anew
     * @throws IllegalArgumentException if the connection has no client certificate
     */
    public TokenSource(
            AuthorizationServerConnection connection,
            EndpointLocation location,
            AuthenticatedClient client,
            ClientLoader loader) {
        this.connection = connection;
        this.location = location;
        this.loader = loader;
        this.endpoint = new TokenEndpoint(connection, location, client);
    }

    @Override
    public TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        if (refused) {
            readAgain();
        }
        try {
            return endpoint.request(request);
        } catch (TokenErrorException e) {
            refused = refused || e.isAboutTheClient();
            throw e;
        }
    }

    private void readAgain() {
        try {
            endpoint = new TokenEndpoint(connection, location, loader.load());
            refused = false;
        } catch (KeyMaterialException e) {
            LOG.warn("The server refuses the client, whose secret or key cannot be read again. {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Reads the client's secret or key. */
    public interface ClientLoader {
        AuthenticatedClient load() throws KeyMaterialException;
    }
}
