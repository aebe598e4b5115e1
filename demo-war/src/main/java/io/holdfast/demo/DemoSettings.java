package io.holdfast.demo;

import io.holdfast.config.SettingsException;
import io.holdfast.tokenservice.TokenServiceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the whole WAR, read once from its context parameters. Immutable.
 *
 * <p>What the partner APIs accept is not here but in {@code web.xml}, in the {@code init-param}s of their Holdfast
 * filters.
 */
public final class DemoSettings {
    private final Set<DemoRole> roles;
    private final URI issuer;
    private final URI mtlsBaseUrl;
    private final @Nullable Path serverAuthoritiesFile;
    private final @Nullable Path partiesDirectory;
    private final boolean remoteClientsAllowed;
    private final @Nullable TokenServiceSettings tokenService;

    DemoSettings(
            Set<DemoRole> roles,
            URI issuer,
            URI mtlsBaseUrl,
            @Nullable Path serverAuthoritiesFile,
            @Nullable Path partiesDirectory,
            boolean remoteClientsAllowed,
            @Nullable TokenServiceSettings tokenService) {
        this.roles = roles;
        this.issuer = issuer;
        this.mtlsBaseUrl = mtlsBaseUrl;
        this.serverAuthoritiesFile = serverAuthoritiesFile;
        this.partiesDirectory = partiesDirectory;
        this.remoteClientsAllowed = remoteClientsAllowed;
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

    /** The {@code iss} of every token, and the base URL of the port that asks for no certificate. */
    public URI issuer() {
        return issuer;
    }

    /** The base URL of the same WAR on the port that asks for a client certificate. */
    public URI mtlsBaseUrl() {
        return mtlsBaseUrl;
    }

    /** A PEM file of the authorities of the servers; empty means the platform's. */
    public Optional<Path> serverAuthoritiesFile() {
        return Optional.ofNullable(serverAuthoritiesFile);
    }

    /** Where the key stores of the partners are; empty means that the console plays none of them. */
    public Optional<Path> partiesDirectory() {
        return Optional.ofNullable(partiesDirectory);
    }

    /** Whether anybody but this machine itself is answered. */
    public boolean remoteClientsAllowed() {
        return remoteClientsAllowed;
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
}
