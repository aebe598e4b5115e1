package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.DocumentSource;
import io.holdfast.authorizationserver.EarlyDiscovery;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.FetchLog;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.KeyLifetime;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.config.ConnectionSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.KeySettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.token.CachingAccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.SignatureProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the parts together that verify the tokens of one issuer, as its settings say. */
final class IssuerAssembly {
    private final IssuerSettings issuer;
    private final List<String> madeOf;
    private final int maxTokenLength;

    /** For the log. */
    private final String door;

    /** Closed with the verification. */
    private final OpenParts parts;

    /** Works for the issuer besides requests. */
    private final BackgroundThreads refresh;

    private final Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector;

    IssuerAssembly(
            IssuerSettings issuer,
            List<String> madeOf,
            int maxTokenLength,
            String door,
            OpenParts parts,
            BackgroundThreads refresh,
            Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector) {
        this.issuer = issuer;
        this.madeOf = madeOf;
        this.maxTokenLength = maxTokenLength;
        this.door = door;
        this.parts = parts;
        this.refresh = parts.add(refresh); // first, so that it ends last: closed connections end its call at once
        this.connector = connector;
    }

    /** Verification by introspection where the settings say so, else by the issuer's keys. */
    IssuerVerification verification(IssuerCredentials credentials, SignatureProvider signatures) {
        AuthorizationServerConnection connection = connection(credentials);
        IntrospectionSettings introspection = issuer.introspection().orElse(null);
        return introspection == null
                ? byKeys(keys(connection), signatures, credentials)
                : byIntrospection(
                        introspection,
                        new IntrospectionAssembly(
                                issuer, introspection, credentials, signatures, Clock.systemUTC(), System::nanoTime),
                        connection,
                        credentials);
    }

    /** Verification by a JWK set at hand: the issuer is not called. */
    IssuerVerification byKeySet(String keySet, SignatureProvider signatures) {
        URI nowhere = URI.create(issuer.issuer());
        // An unknown kid is looked for once more, and is then known not to be there: no server is spared by waiting.
        return byKeys(keys(() -> nowhere, uri -> keySet, Duration.ZERO), signatures, null);
    }

    private IssuerVerification byKeys(
            RemoteJwkSet keys, SignatureProvider signatures, @Nullable IssuerCredentials credentials) {
        JwtAccessTokenVerifier verifier = JwtAccessTokenVerifier.of(issuer.issuer(), issuer.audience())
                .algorithms(issuer.algorithms())
                .profile(issuer.profile())
                .types(issuer.tokenTypes())
                .allowMissing(issuer.optionalClaims())
                .clockSkew(issuer.clockSkew())
                .maxTokenLength(maxTokenLength)
                .cacheSize(issuer.tokenCacheSize())
                .keepClaim(issuer.principalClaim())
                .signatureProvider(signatures)
                .build(keys);
        return new IssuerVerification.ByKeys(madeOf, verifier, keys, parts, credentials);
    }

    private IssuerVerification byIntrospection(
            IntrospectionSettings settings,
            IntrospectionAssembly assembly,
            AuthorizationServerConnection connection,
            IssuerCredentials credentials) {
        Optional<RemoteJwkSet> keys = settings.signed() ? Optional.of(keys(connection)) : Optional.empty();
        EndpointLocation location = assembly.location(connection);
        Optional<EarlyDiscovery> place = settings.endpoint().isPresent()
                ? Optional.empty()
                : Optional.of(new EarlyDiscovery(
                        location, refresh, issuer.retryAfter(), log(ResourceSetting.INTROSPECTION_ENDPOINT)));
        IntrospectionEndpoint endpoint =
                assembly.endpoint(connection, place.isPresent() ? place.get() : location, keys.orElse(null));
        CachingAccessTokenVerifier verifier = assembly.verifier(maxTokenLength, endpoint);
        return keys.isPresent()
                ? new IssuerVerification.BySignedIntrospection(
                        madeOf, verifier, endpoint, place, keys.get(), parts, credentials)
                : new IssuerVerification.ByIntrospection(madeOf, verifier, endpoint, place, parts, credentials);
    }

    /** An issuer that is asked about tokens is called often, and a call may be repeated: its connections are kept. */
    private AuthorizationServerConnection connection(IssuerCredentials credentials) {
        ConnectionSettings times = issuer.connection();
        AuthorizationServerConnection.Builder builder = credentials
                .connection()
                .connectTimeout(times.connectTimeout())
                .responseTimeout(times.responseTimeout())
                .totalTimeout(times.responseTimeout());
        if (issuer.introspection().isPresent()) {
            builder.keepAlive();
        }
        AuthorizationServerConnection connection = parts.add(connector.apply(builder));
        credentials.serve(connection);
        return connection;
    }

    /** It is closed before the connections, whose end tells nothing of the server. */
    private FetchLog log(ResourceSetting address) {
        return parts.add(FetchLog.of(issuer.issuer() + " for " + door, new FetchAdvice(issuer, address)));
    }

    private RemoteJwkSet keys(AuthorizationServerConnection connection) {
        return keys(jwksUri(connection), connection, issuer.keys().jwksReload());
    }

    private RemoteJwkSet keys(EndpointLocation location, DocumentSource documents, Duration reload) {
        KeySettings keys = issuer.keys();
        return parts.add(new RemoteJwkSet(
                location,
                documents,
                issuer.algorithms(),
                KeyLifetime.of(keys.jwksCache(), keys.jwksOutage(), reload),
                System::nanoTime,
                refresh,
                issuer.connection().responseTimeout(),
                log(ResourceSetting.JWKS_URI)));
    }

    private EndpointLocation jwksUri(AuthorizationServerConnection connection) {
        URI configured = issuer.keys().jwksUri().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return DiscoveredEndpoint.ofKeys(issuer.issuer(), new MetadataDiscovery(connection), System::nanoTime);
    }
}
