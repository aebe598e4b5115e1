package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.token.CachingAccessTokenVerifier;
import io.holdfast.token.IntrospectedAccessTokenVerifier;
import io.holdfast.token.JwkSetSource;
import io.holdfast.token.SignatureProvider;
import io.holdfast.token.SignedIntrospectionVerifier;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together that an issuer needs whose tokens are introspected, as its settings say. */
final class IntrospectionAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final IssuerSettings issuer;
    private final IntrospectionSettings settings;
    private final IssuerCredentials credentials;
    private final SignatureProvider signatures;
    private final Clock clock;
    private final LongSupplier ticker;

    /** An assembly; it calls nobody yet. */
    IntrospectionAssembly(
            IssuerSettings issuer,
            IntrospectionSettings settings,
            IssuerCredentials credentials,
            SignatureProvider signatures,
            Clock clock,
            LongSupplier ticker) {
        this.signatures = signatures;
        this.issuer = issuer;
        this.settings = settings;
        this.credentials = credentials;
        this.clock = clock;
        this.ticker = ticker;
        warnOfLogs();
    }

    /** The HTTP client's own log of a call holds the token, and the secret if there is one. */
    private static void warnOfLogs() {
        for (String name : new String[] {"org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers"}) {
            if (LoggerFactory.getLogger(name).isDebugEnabled()) {
                LOG.warn("The logger {} writes access tokens and client secrets at DEBUG. Set it to INFO.", name);
            }
        }
    }

    /**
     * The client of the issuer's introspection endpoint.
     *
     * @param location the endpoint's location
     * @param keys the issuer's keys, needed where answers are signed
     */
    IntrospectionEndpoint endpoint(
            AuthorizationServerConnection connection, EndpointLocation location, @Nullable JwkSetSource keys) {
        IntrospectionEndpoint.Builder endpoint = IntrospectionEndpoint.of(connection, location, credentials::client)
                .rest(issuer.retryAfter())
                .ticker(ticker);
        if (settings.signed()) {
            endpoint.signedAnswers(signed(Objects.requireNonNull(keys)));
        }
        return endpoint.build();
    }

    /** The verifier, which asks there. */
    CachingAccessTokenVerifier verifier(int maxTokenLength, IntrospectionEndpoint endpoint) {
        IntrospectedAccessTokenVerifier.Builder verifier = IntrospectedAccessTokenVerifier.of(
                        issuer.issuer(), issuer.audience())
                .profile(issuer.profile())
                .clockSkew(issuer.clockSkew())
                .lifetimeWithoutExp(settings.cache())
                .maxTokenLength(maxTokenLength)
                .clock(clock);
        if (issuer.optionalClaims().contains("aud")) {
            verifier.allowMissingAudience();
        }
        return CachingAccessTokenVerifier.before(verifier.build(endpoint))
                .lifetime(settings.cache())
                .rejectionLifetime(settings.negativeCache())
                .size(settings.cacheSize())
                .longestWait(issuer.connection().responseTimeout())
                .clock(clock)
                .ticker(ticker)
                .build();
    }

    /** The introspection endpoint's location: a fixed address, or one that the issuer's metadata name. */
    EndpointLocation location(AuthorizationServerConnection connection) {
        URI configured = settings.endpoint().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return DiscoveredEndpoint.ofIntrospection(
                issuer.issuer(),
                new MetadataDiscovery(connection),
                settings.client().authentication(),
                ticker);
    }

    private SignedIntrospectionVerifier signed(JwkSetSource keys) {
        List<String> ourNames = new ArrayList<>(issuer.audience());
        ourNames.add(0, settings.client().clientId());
        return new SignedIntrospectionVerifier(
                issuer.issuer(), ourNames, issuer.algorithms(), keys, issuer.clockSkew(), clock, signatures);
    }
}
