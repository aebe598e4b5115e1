package io.holdfast.client;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.MetadataRemarks;
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
    private final TokenEndpoint endpoint;

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
        this.endpoint = new TokenEndpoint(
                connection,
                address != null
                        ? EndpointLocation.at(address)
                        : discovered(String.valueOf(issuer), connection, authentication),
                AuthenticatedClient.byCertificate(clientId, authentication));
    }

    private static EndpointLocation discovered(
            String issuer, AuthorizationServerConnection connection, ClientAuthentication authentication) {
        MetadataDiscovery.addresses(issuer); // throws now rather than with the first request
        return DiscoveredEndpoint.ofToken(
                issuer, new MetadataDiscovery(connection), authentication, MetadataRemarks.warning(), System::nanoTime);
    }

    TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        return endpoint.request(request);
    }

    @Override
    public void close() {
        connection.close();
    }
}
