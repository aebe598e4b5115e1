package io.holdfast.tokenservice;

import io.holdfast.config.SettingsException;
import io.holdfast.tokenservice.authorization.AuthorizationCodes;
import io.holdfast.tokenservice.authorization.AuthorizationEndpoint;
import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.client.ClientAuthorities;
import io.holdfast.tokenservice.client.RegisteredResources;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.endpoint.DocumentEndpoint;
import io.holdfast.tokenservice.endpoint.FormEndpoint;
import io.holdfast.tokenservice.endpoint.IntrospectionEndpoint;
import io.holdfast.tokenservice.endpoint.RevocationEndpoint;
import io.holdfast.tokenservice.endpoint.TokenEndpoint;
import io.holdfast.tokenservice.grant.AuthorizationCodeGrant;
import io.holdfast.tokenservice.grant.ClientCredentialsGrant;
import io.holdfast.tokenservice.grant.RefreshTokenGrant;
import io.holdfast.tokenservice.grant.TokenExchangeGrant;
import io.holdfast.tokenservice.grant.TokenGrant;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.key.SigningKeyRing;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.AccessTokens;
import io.holdfast.tokenservice.token.RefreshTokens;
import io.holdfast.tokenservice.token.TokenAudience;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a token service together. Used once. */
final class TokenServiceAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);

    private final TokenServiceSettings settings;
    private final Registrations registrations;
    private final SigningKeyRing keys;
    private final ClientAuthenticator authenticator;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final AccessTokenIssuer issuer;
    private final AuthorizationCodes codes;
    private final AuthorizationEndpoint authorization;

    private TokenServiceAssembly(TokenServiceSettings settings, Registrations registrations, SigningKeyRing keys) {
        Clock clock = settings.clock();
        String name = settings.issuer().toString();
        this.settings = settings;
        this.registrations = registrations;
        this.keys = keys;
        this.authenticator = authenticator(settings, registrations);
        this.accessTokens = new AccessTokens(keys, clock);
        this.refreshTokens = new RefreshTokens(clock);
        this.issuer = new AccessTokenIssuer(name, settings.tokenLifetime().getSeconds(), accessTokens, clock);
        this.codes = new AuthorizationCodes(clock);
        this.authorization = new AuthorizationEndpoint(name, registrations, codes, clock);
    }

    /** Reads what the settings name. */
    static TokenServiceAssembly of(TokenServiceSettings settings) throws SettingsException {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        Registrations registrations =
                Registrations.load(settings.registrationsFile(), authorities(settings.clientAuthoritiesFile()));
        warnOfUnboundClients(registrations);
        SigningKeyRing keys = SigningKeyRing.create(settings.signingAlgorithm(), settings.clock());
        return new TokenServiceAssembly(settings, registrations, keys);
    }

    private static ClientAuthenticator authenticator(TokenServiceSettings settings, Registrations registrations) {
        List<String> names = new ArrayList<>();
        names.add(settings.issuer().toString());
        for (URI base : Arrays.asList(settings.issuer(), settings.mtlsBaseUrl())) {
            names.add(base + TokenServicePaths.TOKEN);
            names.add(base + TokenServicePaths.INTROSPECT);
            names.add(base + TokenServicePaths.REVOKE);
        }
        ClientAuthenticator.Builder builder =
                ClientAuthenticator.of(registrations).assertionAudiences(names).clock(settings.clock());
        settings.clientKeyTrust().ifPresent(builder::keyTrust);
        return builder.build();
    }

    private static ClientAuthorities authorities(Path file) throws SettingsException {
        try {
            return ClientAuthorities.load(file, Clock.systemUTC());
        } catch (IOException | GeneralSecurityException e) {
            throw new SettingsException(Collections.singletonList("The client authorities file " + file
                    + " cannot be used: " + e.getMessage()
                    + ". Put the PEM certificates of the authorities there that issue your clients' certificates."));
        }
    }

    private static void warnOfUnboundClients(Registrations registrations) {
        registrations.clients().stream()
                .filter(client -> !client.bound())
                .forEach(client -> LOG.warn(
                        "Client '{}' gets tokens that work for whoever steals them; set "
                                + "tls_client_certificate_bound_access_tokens to true to bind them to its certificate",
                        client.id()));
    }

    TokenService service() {
        return new TokenService(
                endpoints(),
                keys,
                new TestIssues(registrations, issuer, accessTokens, authorization, keys, settings.clock()));
    }

    private Map<String, HttpHandler> endpoints() {
        List<TokenGrant> grants = grants();
        TokenServiceMetadata metadata = new TokenServiceMetadata(
                settings, registrations, grants.stream().map(TokenGrant::type).collect(Collectors.toList()));
        return new TokenServicePaths(settings.issuer(), settings.mtlsBaseUrl())
                .with(TokenServicePaths.AUTHORIZE, authorization)
                .with(TokenServicePaths.TOKEN, new FormEndpoint("token", new TokenEndpoint(authenticator, grants)))
                .with(TokenServicePaths.INTROSPECT, new FormEndpoint("introspection", introspection()))
                .with(TokenServicePaths.REVOKE, new FormEndpoint("revocation", revocation()))
                .with(TokenServicePaths.JWKS, new DocumentEndpoint(keys::document))
                .withMetadata(new DocumentEndpoint(metadata::document))
                .endpoints();
    }

    private List<TokenGrant> grants() {
        RegisteredResources resources = registrations.resources();
        return Arrays.asList(
                new ClientCredentialsGrant(resources, issuer),
                new AuthorizationCodeGrant(codes, refreshTokens, resources, issuer),
                new RefreshTokenGrant(refreshTokens, resources, issuer),
                new TokenExchangeGrant(accessTokens, resources, issuer));
    }

    private FormEndpoint.Action introspection() {
        return new IntrospectionEndpoint(
                authenticator,
                accessTokens,
                new TokenAudience(registrations.resources()),
                keys,
                settings.issuer().toString(),
                settings.clock());
    }

    private FormEndpoint.Action revocation() {
        return new RevocationEndpoint(authenticator, accessTokens, refreshTokens);
    }
}
