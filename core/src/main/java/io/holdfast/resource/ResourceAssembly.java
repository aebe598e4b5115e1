package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.BackgroundThread;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
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
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.SignatureProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a protected resource together, as its settings say. */
final class ResourceAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final ResourceSettings settings;
    private final Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector;

    /** For all issuers: refreshing keys is little work, and a request that needs it sooner does it itself. */
    private final BackgroundThread background;

    private final OpenParts parts = new OpenParts();
    private final StartProblems problems = new StartProblems();
    private SignatureProvider signatures = SignatureProvider.platform();

    /**
     * An assembly.
     *
     * @param connector makes the connections to authorization servers
     * @param background works for all issuers, and is closed with them
     */
    ResourceAssembly(
            ResourceSettings settings,
            Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector,
            BackgroundThread background) {
        this.settings = settings;
        this.connector = connector;
        this.background = parts.add(background); // first, so that it ends last: closed connections end its call at once
    }

    static ProtectedResource open(ResourceSettings settings) throws SettingsException {
        return new ResourceAssembly(
                        settings,
                        AuthorizationServerConnection.Builder::build,
                        new BackgroundThread("holdfast-key-refresh"))
                .open();
    }

    /** The whole resource, or an exception and nothing that is still open. */
    ProtectedResource open() throws SettingsException {
        boolean whole = false;
        try {
            ProtectedResource resource = new ProtectedResource(settings, certificates(), issuers(), Clock.systemUTC());
            whole = true;
            return resource;
        } finally {
            if (!whole) {
                parts.close();
            }
        }
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
        signatures = problems.collect(this::signatureProvider).orElse(signatures);
        for (IssuerSettings issuer : settings.issuers()) {
            issuer(issuer).ifPresent(issuers::add);
        }
        problems.requireNone();
        settings.issuers()
                .forEach(issuer -> LOG.info(
                        "Guards {} for tokens of {}, binding {}.",
                        issuer.audience(),
                        issuer.issuer(),
                        issuer.binding()));
        return new TrustedIssuers(issuers, settings.opaqueTokens(), settings.maxTokenLength(), parts);
    }

    /** Who verifies signatures: proven with every algorithm that any issuer's settings allow. */
    private SignatureProvider signatureProvider() throws SettingsException {
        String name = settings.signatureProvider().orElse(null);
        if (name == null) {
            return SignatureProvider.platform();
        }
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        settings.issuers().stream()
                .filter(IssuerSettings::usesKeys)
                .forEach(issuer -> algorithms.addAll(issuer.algorithms()));
        try {
            SignatureProvider provider = SignatureProvider.named(name);
            provider.requireAll(algorithms);
            LOG.info("Signatures are verified by the provider {}: {}.", provider, algorithms);
            return provider;
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Collections.singleton("The setting '"
                    + ResourceSetting.SIGNATURE_PROVIDER.settingName() + "' = '" + name + "' cannot be used. "
                    + e.getMessage()));
        }
    }

    /** Empty if the issuer's settings have a problem, which is noted. */
    private Optional<TrustedIssuer> issuer(IssuerSettings issuer) {
        Optional<TrustedCertificates> trusted = problems.collect(() -> trustedCertificates(issuer));
        IntrospectionSettings introspection = issuer.introspection().orElse(null);
        if (introspection == null) {
            return trusted.map(certificates -> ofJwts(issuer, certificates));
        }
        Optional<IntrospectionAssembly> assembly =
                problems.collect(() -> new IntrospectionAssembly(issuer, introspection, signatures));
        return trusted.flatMap(
                certificates -> assembly.map(introspecting -> ofOpaqueTokens(issuer, introspecting, certificates)));
    }

    private TrustedIssuer ofJwts(IssuerSettings issuer, TrustedCertificates trusted) {
        AuthorizationServerConnection connection =
                connection(AuthorizationServerConnection.builder().trust(trusted), issuer.connection());
        return new TrustedIssuer(issuer, verifier(issuer, connection));
    }

    private TrustedIssuer ofOpaqueTokens(
            IssuerSettings issuer, IntrospectionAssembly assembly, TrustedCertificates trusted) {
        AuthorizationServerConnection connection = connection(assembly.connection(trusted), issuer.connection());
        return new TrustedIssuer(
                issuer, assembly.verifier(settings.maxTokenLength(), connection, source -> keys(issuer, source)));
    }

    private AuthorizationServerConnection connection(
            AuthorizationServerConnection.Builder builder, ConnectionSettings times) {
        return parts.add(connector.apply(builder.connectTimeout(times.connectTimeout())
                .responseTimeout(times.responseTimeout())
                .totalTimeout(times.responseTimeout())));
    }

    private static TrustedCertificates trustedCertificates(IssuerSettings issuer) throws SettingsException {
        ConnectionSettings settings = issuer.connection();
        Path file = settings.trustStore().orElse(null);
        if (file == null) {
            return TrustedCertificates.ofPlatform();
        }
        try {
            return TrustedCertificates.load(
                    file, settings.trustStoreType().orElse(null), settings.trustStorePassword());
        } catch (KeyMaterialException e) {
            throw StartProblems.unusableFile(
                    issuer.settingName(ResourceSetting.TRUST_STORE), file, String.valueOf(e.getMessage()));
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
                .cacheSize(issuer.tokenCacheSize())
                .keepClaim(issuer.principalClaim())
                .signatureProvider(signatures)
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

    private static EndpointLocation jwksUri(IssuerSettings issuer, AuthorizationServerConnection connection) {
        URI configured = issuer.keys().jwksUri().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return DiscoveredEndpoint.ofKeys(issuer.issuer(), new MetadataDiscovery(connection), System::nanoTime);
    }
}
