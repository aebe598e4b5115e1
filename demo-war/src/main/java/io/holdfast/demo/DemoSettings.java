package io.holdfast.demo;

import io.holdfast.config.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the whole WAR, read once from its context parameters. Immutable.
 *
 * <p>The partner API is not here: it is guarded by the Holdfast filter, whose own {@code init-param}s say which tokens
 * it accepts.
 */
public final class DemoSettings {
    private final Set<DemoRole> roles;
    private final @Nullable TokenServiceSettings tokenService;

    DemoSettings(Set<DemoRole> roles, @Nullable TokenServiceSettings tokenService) {
        this.roles = roles;
        this.tokenService = tokenService;
    }

    /**
     * Reads the settings.
     *
     * @param parameters context parameters by name; names that do not begin with {@code holdfast.demo.} are ignored
     * @throws SettingsException with every problem at once: an unknown name, a missing or bad value
     */
    public static DemoSettings parse(Map<String, String> parameters) throws SettingsException {
        return new DemoSettingsReader(parameters).read();
    }

    public boolean enabled(DemoRole role) {
        return roles.contains(role);
    }

    /**
     * The settings of the token service.
     *
     * @throws IllegalStateException if that role is not enabled
     */
    public TokenServiceSettings tokenService() {
        if (tokenService == null) {
            throw new IllegalStateException("The role " + DemoRole.TOKEN_SERVICE.settingValue() + " is not enabled");
        }
        return tokenService;
    }

    /** What only the token service needs. Immutable. */
    public static final class TokenServiceSettings {
        private final URI issuer;
        private final URI mtlsBaseUrl;
        private final List<String> resources;
        private final Path clientsFile;
        private final Path clientAuthoritiesFile;
        private final long tokenLifetimeSeconds;

        TokenServiceSettings(
                URI issuer,
                URI mtlsBaseUrl,
                List<String> resources,
                Path clientsFile,
                Path clientAuthoritiesFile,
                long tokenLifetimeSeconds) {
            this.issuer = issuer;
            this.mtlsBaseUrl = mtlsBaseUrl;
            this.resources = resources;
            this.clientsFile = clientsFile;
            this.clientAuthoritiesFile = clientAuthoritiesFile;
            this.tokenLifetimeSeconds = tokenLifetimeSeconds;
        }

        /** The {@code iss} of every token, and the base URL of the endpoints that ask for no certificate. */
        public URI issuer() {
            return issuer;
        }

        /** The base URL of the same WAR on the port that asks for a client certificate. */
        public URI mtlsBaseUrl() {
            return mtlsBaseUrl;
        }

        /** The {@code aud} values that may be asked for with {@code resource}; the first is the default. */
        public List<String> resources() {
            return resources;
        }

        public Path clientsFile() {
            return clientsFile;
        }

        /** A PEM file with the certificates of the authorities whose client certificates are believed. */
        public Path clientAuthoritiesFile() {
            return clientAuthoritiesFile;
        }

        public long tokenLifetimeSeconds() {
            return tokenLifetimeSeconds;
        }
    }
}
