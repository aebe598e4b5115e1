package io.holdfast.tokenservice.client;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.DocumentSource;
import io.holdfast.keystore.TrustedCertificates;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Fetches JWK sets of clients. Each fetch has a connection of its own that is closed at once: they are rare, and so no
 * thread is left that somebody would have to end.
 */
final class ClientKeyDocuments implements DocumentSource {
    private final @Nullable TrustedCertificates trusted;

    /** @param trusted whom to trust; null for the platform's certificates, which are not read before they are needed */
    ClientKeyDocuments(@Nullable TrustedCertificates trusted) {
        this.trusted = trusted;
    }

    @Override
    public String get(URI uri) throws AuthorizationServerException {
        AuthorizationServerConnection.Builder builder = AuthorizationServerConnection.builder();
        if (trusted != null) {
            builder.trust(trusted);
        }
        try (AuthorizationServerConnection connection = builder.build()) {
            return connection.get(uri);
        }
    }
}
