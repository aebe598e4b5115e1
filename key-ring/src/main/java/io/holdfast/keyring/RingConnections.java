package io.holdfast.keyring;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.keystore.CredentialGeneration;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the ways to the authorization server, one for each generation. Immutable. */
final class RingConnections {
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final Duration totalTimeout;
    private final @Nullable URI proxy;

    RingConnections(KeyRingSettings settings) {
        this.connectTimeout = settings.connectTimeout;
        this.responseTimeout = settings.responseTimeout;
        this.totalTimeout = settings.totalTimeout;
        this.proxy = settings.proxy;
    }

    AuthorizationServerConnection with(CredentialGeneration credentials) {
        AuthorizationServerConnection.Builder connection = AuthorizationServerConnection.builder()
                .credentials(credentials)
                .connectTimeout(connectTimeout)
                .responseTimeout(responseTimeout)
                .totalTimeout(totalTimeout);
        return (proxy != null ? connection.proxy(proxy) : connection).build();
    }
}
