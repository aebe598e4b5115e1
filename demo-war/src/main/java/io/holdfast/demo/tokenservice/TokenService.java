package io.holdfast.demo.tokenservice;

import io.holdfast.config.SettingsException;
import io.holdfast.demo.DemoSettings.TokenServiceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Collections;
import javax.servlet.Servlet;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token service, ready to register: its clients are loaded and its signing key is made. */
public final class TokenService {
    static final String TOKEN_PATH = "/token";
    static final String JWKS_PATH = "/jwks";

    private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);

    private final TokenEndpoint endpoint;
    private final String jwks;
    private final String metadata;

    private TokenService(TokenEndpoint endpoint, String jwks, String metadata) {
        this.endpoint = endpoint;
        this.jwks = jwks;
        this.metadata = metadata;
    }

    /**
     * Loads and checks everything the service needs.
     *
     * @throws SettingsException if the authorities or the clients cannot be used; with every problem
     */
    public static TokenService start(TokenServiceSettings settings) throws SettingsException {
        ClientAuthorities authorities = authorities(settings.clientAuthoritiesFile());
        ClientRegistrations clients = ClientRegistrations.load(settings.clientsFile(), authorities);
        clients.all().stream()
                .filter(client -> !client.bound())
                .forEach(client -> LOG.warn(
                        "Client '{}' gets tokens that work for whoever steals them; set "
                                + "tls_client_certificate_bound_access_tokens to true to bind them to its certificate",
                        client.id()));
        SigningKey key = SigningKey.generate();
        AccessTokenMint mint = new AccessTokenMint(
                settings.issuer().toString(), key, settings.tokenLifetimeSeconds(), Clock.systemUTC());
        return new TokenService(
                new TokenEndpoint(clients, mint, settings.resources()),
                key.jwksDocument(),
                TokenServiceMetadata.document(settings));
    }

    /** Adds the endpoints to an application that is starting. */
    public void register(ServletContext context) {
        add(context, "token", new TokenServlet(endpoint), TOKEN_PATH);
        add(context, "jwks", new DocumentServlet(jwks), JWKS_PATH);
        add(
                context,
                "metadata",
                new DocumentServlet(metadata),
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration");
    }

    private static void add(ServletContext context, String name, Servlet servlet, String... paths) {
        ServletRegistration.Dynamic registration = context.addServlet("token-service-" + name, servlet);
        if (registration == null || !registration.addMapping(paths).isEmpty()) {
            throw new IllegalStateException("Another servlet of this application has the name or path of " + name);
        }
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
