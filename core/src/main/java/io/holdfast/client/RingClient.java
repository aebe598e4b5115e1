package io.holdfast.client;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Who the client is at the authorization server, with whatever generation of credentials. Immutable. */
final class RingClient {
    private final String id;
    private final ClientAuthentication method;
    private final @Nullable String secret;
    private final @Nullable KeyStoreSource assertionKey;
    private final String audience;
    private final Clock clock;

    /** Of settings without problems. */
    RingClient(KeyRingSettings settings) {
        this.id = settings.client();
        this.method = settings.clientAuthentication;
        this.secret = settings.clientSecret;
        this.assertionKey = settings.assertionKey;
        this.audience = String.valueOf(settings.issuer != null ? settings.issuer : settings.tokenEndpoint);
        this.clock = settings.clock;
    }

    /** @throws KeyMaterialException if the client has no key to sign with, or one that cannot be used */
    AuthenticatedClient with(CredentialGeneration credentials) throws KeyMaterialException {
        if (method.isMutualTls()) {
            return AuthenticatedClient.byCertificate(id, method);
        }
        if (method.isBySecret()) {
            return AuthenticatedClient.bySecret(id, method, String.valueOf(secret));
        }
        KeyMaterial key = signingKey(credentials);
        try {
            return AuthenticatedClient.byAssertion(id, audience, key, null, clock);
        } catch (IllegalArgumentException e) {
            throw new KeyMaterialException("The key " + key + " cannot sign the client's assertions.", e);
        }
    }

    private KeyMaterial signingKey(CredentialGeneration credentials) throws KeyMaterialException {
        KeyStoreSource own = assertionKey;
        if (own != null) {
            return own.load();
        }
        return credentials
                .keyMaterial()
                .orElseThrow(() -> new KeyMaterialException("There is no key to sign the client's assertions with: a"
                        + " ready TLS context keeps its own to itself. Give assertionKey."));
    }

    /** The client id and the method; no secret. */
    @Override
    public String toString() {
        return id + " by " + method.methodName();
    }
}
