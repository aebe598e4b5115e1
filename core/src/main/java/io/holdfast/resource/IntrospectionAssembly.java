package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.config.ClientSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.SettingsException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PemKeyStore;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.CachingAccessTokenVerifier;
import io.holdfast.token.IntrospectedAccessTokenVerifier;
import io.holdfast.token.JwkSetSource;
import io.holdfast.token.SignedIntrospectionVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the parts together that an issuer needs whose tokens are introspected, as its settings say. */
final class IntrospectionAssembly {
    private final IssuerSettings issuer;
    private final IntrospectionSettings settings;
    private final @Nullable KeyMaterial key;
    private final AuthenticatedClient client;

    /**
     * Reads what the client proves itself with: the key store, or the file of the secret.
     *
     * @throws SettingsException if it cannot be used
     */
    IntrospectionAssembly(IssuerSettings issuer, IntrospectionSettings settings) throws SettingsException {
        this.issuer = issuer;
        this.settings = settings;
        this.key = key(issuer, settings.client());
        this.client = client(issuer, settings.client(), key);
    }

    private static @Nullable KeyMaterial key(IssuerSettings issuer, ClientSettings client) throws SettingsException {
        Path file = client.keyStore().orElse(null);
        if (file == null) {
            return null;
        }
        try {
            return keyStore(file, client).load();
        } catch (KeyMaterialException e) {
            throw problem(issuer.settingName(ResourceSetting.KEY_STORE), file, String.valueOf(e.getMessage()));
        }
    }

    private static KeyStoreSource keyStore(Path file, ClientSettings client) {
        char[] password = client.keyStorePassword();
        String type = client.keyStoreType().orElse(null);
        if ("PEM".equals(type)) {
            PemKeyStore.Builder pem = PemKeyStore.at(file);
            return (password.length == 0 ? pem : pem.keyPassword(password)).build();
        }
        KeyStoreFile.Builder store = KeyStoreFile.at(file).password(password);
        return (type == null ? store : store.type(type)).build();
    }

    /** Offers the certificate where it is the proof, and nowhere else. */
    AuthorizationServerConnection.Builder connection(TrustedCertificates trusted) {
        AuthorizationServerConnection.Builder connection =
                AuthorizationServerConnection.builder().keepAlive();
        return key != null && settings.client().authentication().isMutualTls()
                ? connection.credentials(CredentialGeneration.of(key, trusted))
                : connection.trust(trusted);
    }

    /**
     * The verifier.
     *
     * @param keys makes the source of the issuer's keys, where answers are signed
     */
    AccessTokenVerifier verifier(
            int maxTokenLength,
            AuthorizationServerConnection connection,
            Function<AuthorizationServerConnection, JwkSetSource> keys) {
        IntrospectionEndpoint.Builder endpoint = IntrospectionEndpoint.of(connection, location(connection), client)
                .rest(issuer.retryAfter());
        if (settings.signed()) {
            endpoint.signedAnswers(signed(keys.apply(connection)));
        }
        IntrospectedAccessTokenVerifier.Builder verifier = IntrospectedAccessTokenVerifier.of(
                        issuer.issuer(), issuer.audience())
                .profile(issuer.profile())
                .clockSkew(issuer.clockSkew())
                .lifetimeWithoutExp(settings.cache())
                .maxTokenLength(maxTokenLength);
        if (issuer.optionalClaims().contains("aud")) {
            verifier.allowMissingAudience();
        }
        return CachingAccessTokenVerifier.before(verifier.build(endpoint.build()))
                .lifetime(settings.cache())
                .rejectionLifetime(settings.negativeCache())
                .size(settings.cacheSize())
                .longestWait(issuer.connection().responseTimeout())
                .build();
    }

    private EndpointLocation location(AuthorizationServerConnection connection) {
        URI configured = settings.endpoint().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return DiscoveredEndpoint.ofIntrospection(
                issuer.issuer(),
                new MetadataDiscovery(connection),
                settings.client().authentication(),
                System::nanoTime);
    }

    private static AuthenticatedClient client(IssuerSettings issuer, ClientSettings client, @Nullable KeyMaterial key)
            throws SettingsException {
        if (client.authentication() == ClientAuthentication.CLIENT_SECRET_BASIC) {
            return AuthenticatedClient.bySecret(client.clientId(), secret(issuer, client));
        }
        if (client.authentication() == ClientAuthentication.PRIVATE_KEY_JWT && key != null) {
            return byAssertion(issuer, client, key);
        }
        return AuthenticatedClient.byCertificate(client.clientId(), client.authentication());
    }

    private static String secret(IssuerSettings issuer, ClientSettings client) throws SettingsException {
        Path file = client.secretFile().orElse(null);
        return file == null
                ? client.secret().orElse("")
                : ClientSecretFile.read(file, issuer.settingName(ResourceSetting.CLIENT_SECRET_FILE));
    }

    private static AuthenticatedClient byAssertion(IssuerSettings issuer, ClientSettings client, KeyMaterial material)
            throws SettingsException {
        try {
            return AuthenticatedClient.byAssertion(
                    client.clientId(), issuer.issuer(), material, client.assertionAlgorithm(), Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Collections.singleton("The setting '"
                    + issuer.settingName(ResourceSetting.CLIENT_AUTHENTICATION)
                    + "' = 'private_key_jwt' cannot be used. "
                    + e.getMessage()));
        }
    }

    private SignedIntrospectionVerifier signed(JwkSetSource keys) {
        return new SignedIntrospectionVerifier(
                issuer.issuer(),
                settings.client().clientId(),
                issuer.algorithms(),
                keys,
                issuer.clockSkew(),
                Clock.systemUTC());
    }

    static SettingsException problem(String setting, Path file, String why) {
        return new SettingsException(
                Collections.singleton("The setting '" + setting + "' = '" + file + "' cannot be used. " + why));
    }
}
