package io.holdfast.tokenservice;

import io.holdfast.config.SettingsException;
import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.client.ClientAuthorities;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token service that is started: its registrations are loaded and its signing key is made. It needs a server that
 * hands it the requests for its {@link #paths()}, on two ports: one that asks for no client certificate, and one that
 * asks for a certificate, does without, and accepts any. Safe for use by many threads.
 */
public final class TokenService implements HttpHandler {
    static final String TOKEN_PATH = "/token";
    static final String JWKS_PATH = "/jwks";

    private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);

    private final Map<String, HttpHandler> endpoints;
    private final AccessTokenMint mint;
    private volatile boolean suspended;

    private TokenService(Map<String, HttpHandler> endpoints, AccessTokenMint mint) {
        this.endpoints = Collections.unmodifiableMap(endpoints);
        this.mint = mint;
    }

    /**
     * Loads and checks everything the service needs.
     *
     * @throws SettingsException if the authorities or the registrations cannot be used; with every problem
     */
    public static TokenService start(TokenServiceSettings settings) throws SettingsException {
        ClientAuthorities authorities = authorities(settings.clientAuthoritiesFile());
        Registrations registrations = Registrations.load(settings.registrationsFile(), authorities);
        registrations.clients().stream()
                .filter(client -> !client.bound())
                .forEach(client -> LOG.warn(
                        "Client '{}' gets tokens that work for whoever steals them; set "
                                + "tls_client_certificate_bound_access_tokens to true to bind them to its certificate",
                        client.id()));
        SigningKey key = SigningKey.generate();
        AccessTokenMint mint = new AccessTokenMint(
                settings.issuer().toString(), key, settings.tokenLifetime().getSeconds(), settings.clock());
        ClientAuthenticator authenticator = ClientAuthenticator.of(registrations)
                .assertionAudiences(Arrays.asList(
                        settings.issuer().toString(),
                        settings.issuer() + TOKEN_PATH,
                        settings.mtlsBaseUrl() + TOKEN_PATH))
                .clock(settings.clock())
                .build();
        TokenEndpoint tokens = new TokenEndpoint(authenticator, registrations, mint);
        Map<String, HttpHandler> endpoints = new LinkedHashMap<>();
        endpoints.put(TOKEN_PATH, new FormEndpoint("token", tokens::answer));
        endpoints.put(JWKS_PATH, new DocumentEndpoint(key::jwksDocument));
        DocumentEndpoint metadata = new DocumentEndpoint(() -> TokenServiceMetadata.document(settings));
        endpoints.put("/.well-known/oauth-authorization-server", metadata);
        endpoints.put("/.well-known/openid-configuration", metadata);
        return new TokenService(endpoints, mint);
    }

    /** The paths of its endpoints, each exact. */
    public Set<String> paths() {
        return endpoints.keySet();
    }

    /** The answer of the endpoint of the request's path; 503 from all of them while the service is suspended. */
    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        HttpHandler endpoint = endpoints.get(request.path());
        if (endpoint == null) {
            return HttpResponse.of(404);
        }
        return suspended ? HttpResponse.of(503).header("Retry-After", "1").notStored() : endpoint.handle(request);
    }

    /**
     * A JWT that nobody could get from the service: one with any claims, signed with its key.
     *
     * @param type its {@code typ}
     */
    public String sign(String type, Map<String, ?> claims) {
        return mint.sign(type, claims);
    }

    /** Answers 503 to everything until {@link #resume()}; tokens and keys stay. */
    public void suspend() {
        suspended = true;
    }

    /** Ends {@link #suspend()}. */
    public void resume() {
        suspended = false;
    }

    public boolean suspended() {
        return suspended;
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
}
