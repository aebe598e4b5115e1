package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.BackgroundThread;
import io.holdfast.authorizationserver.DiscoveredJwksUri;
import io.holdfast.authorizationserver.KeyLifetime;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.ForwardedCertificateSource;
import io.holdfast.certificate.TlsCertificateSource;
import io.holdfast.config.ConnectionSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.KeySettings;
import io.holdfast.config.ProxySettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a protected resource together, as its settings say. */
final class ResourceAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final ResourceSettings settings;

    /** For all issuers: refreshing keys is little work, and a request that needs it sooner does it itself. */
    private final BackgroundThread background = new BackgroundThread("holdfast-key-refresh");

    private ResourceAssembly(ResourceSettings settings) {
        this.settings = settings;
    }

    static ProtectedResource open(ResourceSettings settings) throws SettingsException {
        ResourceAssembly assembly = new ResourceAssembly(settings);
        return new ProtectedResource(settings, assembly.certificates(), assembly.issuers(), Clock.systemUTC());
    }

    private ClientCertificateSource certificates() {
        ProxySettings proxy = settings.proxy().orElse(null);
        if (proxy == null) {
            return new TlsCertificateSource();
        }
        LOG.info(
                "Takes client certificates from the header {} of trusted proxies, in the format '{}', and from nowhere"
                        + " else.",
                proxy.header(),
                proxy.format().settingValue());
        return new ForwardedCertificateSource(proxy.format(), proxy.header(), proxy.proxies(), proxy.peerAddress());
    }

    private TrustedIssuers issuers() throws SettingsException {
        List<TrustedIssuer> issuers = new ArrayList<>();
        try {
            for (IssuerSettings issuer : settings.issuers()) {
                issuers.add(issuer(issuer));
            }
        } catch (SettingsException | RuntimeException e) {
            issuers.forEach(TrustedIssuer::close);
            background.close();
            throw e;
        }
        return new TrustedIssuers(issuers, settings.opaqueTokens(), settings.maxTokenLength(), background);
    }

    private TrustedIssuer issuer(IssuerSettings issuer) throws SettingsException {
        IntrospectionSettings introspection = issuer.introspection().orElse(null);
        TrustedIssuer trusted = introspection == null ? ofJwts(issuer) : ofOpaqueTokens(issuer, introspection);
        LOG.info("Guards {} for tokens of {}, binding {}.", issuer.audience(), issuer.issuer(), issuer.binding());
        return trusted;
    }

    private TrustedIssuer ofJwts(IssuerSettings issuer) throws SettingsException {
        AuthorizationServerConnection connection = connection(
                AuthorizationServerConnection.builder().trust(trustedCertificates(issuer.connection())),
                issuer.connection());
        return new TrustedIssuer(issuer, verifier(issuer, connection), connection);
    }

    private TrustedIssuer ofOpaqueTokens(IssuerSettings issuer, IntrospectionSettings settings)
            throws SettingsException {
        IntrospectionAssembly assembly = new IntrospectionAssembly(issuer, settings);
        AuthorizationServerConnection connection =
                connection(assembly.connection(trustedCertificates(issuer.connection())), issuer.connection());
        try {
            AccessTokenVerifier verifier =
                    assembly.verifier(this.settings.maxTokenLength(), connection, source -> keys(issuer, source));
            return new TrustedIssuer(issuer, verifier, connection);
        } catch (SettingsException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static AuthorizationServerConnection connection(
            AuthorizationServerConnection.Builder builder, ConnectionSettings settings) {
        return builder.connectTimeout(settings.connectTimeout())
                .responseTimeout(settings.responseTimeout())
                .totalTimeout(settings.responseTimeout())
                .build();
    }

    private static TrustedCertificates trustedCertificates(ConnectionSettings settings) throws SettingsException {
        Path file = settings.trustStore().orElse(null);
        if (file == null) {
            return TrustedCertificates.ofPlatform();
        }
        try {
            return TrustedCertificates.load(
                    file, settings.trustStoreType().orElse(null), settings.trustStorePassword());
        } catch (KeyMaterialException e) {
            throw IntrospectionAssembly.problem(ResourceSetting.TRUST_STORE, file, String.valueOf(e.getMessage()));
        }
    }

    private AccessTokenVerifier verifier(IssuerSettings issuer, AuthorizationServerConnection connection) {
        return JwtAccessTokenVerifier.of(issuer.issuer(), issuer.audience())
                .algorithms(issuer.algorithms())
                .profile(issuer.profile())
                .types(issuer.tokenTypes())
                .allowMissing(issuer.optionalClaims())
                .clockSkew(issuer.clockSkew())
                .maxTokenLength(settings.maxTokenLength())
                .build(keys(issuer, connection));
    }

    private RemoteJwkSet keys(IssuerSettings issuer, AuthorizationServerConnection connection) {
        KeySettings keys = issuer.keys();
        return new RemoteJwkSet(
                jwksUri(issuer, connection),
                connection,
                KeyLifetime.of(keys.jwksCache(), keys.jwksOutage(), keys.jwksReload()),
                System::nanoTime,
                background);
    }

    private static RemoteJwkSet.JwksUri jwksUri(IssuerSettings issuer, AuthorizationServerConnection connection) {
        URI configured = issuer.keys().jwksUri().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return new DiscoveredJwksUri(issuer.issuer(), new MetadataDiscovery(connection), System::nanoTime);
    }
}
