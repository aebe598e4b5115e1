package io.holdfast.demo.settings;

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
 * <p>The settings of the partner APIs' guards are in {@code web.xml}, in the {@code init-param}s of their Holdfast
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

    /** The {@code iss} of every token, and the base URL of the port that requests no client certificate. */
    public URI issuer() {
        return issuer;
    }

    /** The base URL of the same WAR on the port that requests a client certificate. */
    public URI mtlsBaseUrl() {
        return mtlsBaseUrl;
    }

    /** A PEM file of the servers' authorities; empty for those of the platform. */
    public Optional<Path> serverAuthoritiesFile() {
        return Optional.ofNullable(serverAuthoritiesFile);
    }

    /** The directory of the partners' key stores; empty if the console plays no partner. */
    public Optional<Path> partiesDirectory() {
        return Optional.ofNullable(partiesDirectory);
    }

    /** True if clients on other machines are answered. */
    public boolean remoteClientsAllowed() {
        return remoteClientsAllowed;
    }

    /**
     * The settings of the token service.
     *
     * @throws IllegalStateException if the role is not enabled
     */
    public TokenServiceSettings tokenService() {
        if (tokenService == null) {
            throw new IllegalStateException("The role " + DemoRole.TOKEN_SERVICE.settingValue() + " is not enabled");
        }
        return tokenService;
    }
}
