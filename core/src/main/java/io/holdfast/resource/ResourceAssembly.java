package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.DiscoveredJwksUri;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a protected resource together, as its settings say. */
final class ResourceAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private ResourceAssembly() {}

    static ProtectedResource open(ResourceSettings settings) throws SettingsException {
        AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                .trust(trustedCertificates(settings))
                .connectTimeout(settings.connectTimeout())
                .responseTimeout(settings.responseTimeout())
                .totalTimeout(settings.responseTimeout())
                .build();
        LOG.info("Guards {} for tokens of {}, binding {}.", settings.audience(), settings.issuer(), settings.binding());
        return new ProtectedResource(settings, verifier(settings, connection), connection);
    }

    private static TrustedCertificates trustedCertificates(ResourceSettings settings) throws SettingsException {
        Path file = settings.trustStore().orElse(null);
        if (file == null) {
            return TrustedCertificates.ofPlatform();
        }
        try {
            return TrustedCertificates.load(
                    file, settings.trustStoreType().orElse(null), settings.trustStorePassword());
        } catch (KeyMaterialException e) {
            throw new SettingsException(
                    Collections.singleton("The setting '" + ResourceSetting.TRUST_STORE.settingName() + "' = '" + file
                            + "' cannot be used. " + e.getMessage()));
        }
    }

    private static AccessTokenVerifier verifier(ResourceSettings settings, AuthorizationServerConnection connection) {
        RemoteJwkSet keys = new RemoteJwkSet(
                jwksUri(settings, connection),
                connection,
                RemoteJwkSet.Lifetime.of(settings.jwksCache(), settings.jwksOutage(), settings.jwksReload()),
                System::nanoTime);
        return JwtAccessTokenVerifier.of(settings.issuer(), settings.audience())
                .algorithms(settings.algorithms())
                .types(settings.tokenTypes())
                .allowMissing(settings.optionalClaims())
                .clockSkew(settings.clockSkew())
                .maxTokenLength(settings.maxTokenLength())
                .build(keys);
    }

    private static RemoteJwkSet.JwksUri jwksUri(ResourceSettings settings, AuthorizationServerConnection connection) {
        URI configured = settings.jwksUri().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return new DiscoveredJwksUri(settings.issuer(), new MetadataDiscovery(connection));
    }
}
