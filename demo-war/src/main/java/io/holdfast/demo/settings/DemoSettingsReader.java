package io.holdfast.demo.settings;

import io.holdfast.config.SettingsException;
import io.holdfast.tokenservice.TokenServiceSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@link DemoSettings} and collects every problem until the end. Used once, by one thread. */
final class DemoSettingsReader {
    private static final long LONGEST_LIFETIME_SECONDS = 3600;

    private final Map<String, String> parameters;
    private final List<String> problems = new ArrayList<>();

    DemoSettingsReader(Map<String, String> parameters) {
        this.parameters = new TreeMap<>(parameters);
    }

    DemoSettings read() throws SettingsException {
        refuseUnknownNames();
        Set<DemoRole> roles = roles();
        URI issuer = baseUrl(DemoSetting.ISSUER, "https://localhost:8443");
        URI mtlsBaseUrl = baseUrl(DemoSetting.MTLS_BASE_URL, "https://localhost:8444");
        Path serverAuthorities = optionalFile(DemoSetting.SERVER_AUTHORITIES_FILE);
        Path parties = partiesDirectory();
        boolean remoteClients = remoteClientsAllowed();
        TokenServiceSettings tokenService =
                roles.contains(DemoRole.TOKEN_SERVICE) ? tokenService(issuer, mtlsBaseUrl) : null;
        if (!problems.isEmpty() || issuer == null || mtlsBaseUrl == null) {
            throw new SettingsException(problems);
        }
        return new DemoSettings(roles, issuer, mtlsBaseUrl, serverAuthorities, parties, remoteClients, tokenService);
    }

    private void refuseUnknownNames() {
        for (String name : parameters.keySet()) {
            if (name.startsWith(DemoSetting.PREFIX) && !DemoSetting.named(name).isPresent()) {
                problems.add(name + " is not a setting. Known are "
                        + Arrays.stream(DemoSetting.values())
                                .map(DemoSetting::settingName)
                                .collect(Collectors.joining(", "))
                        + ".");
            }
        }
    }

    private Set<DemoRole> roles() {
        Set<DemoRole> roles = EnumSet.noneOf(DemoRole.class);
        String value = parameters.get(DemoSetting.ROLES.settingName());
        if (value == null) {
            return EnumSet.allOf(DemoRole.class);
        }
        String known =
                Arrays.stream(DemoRole.values()).map(DemoRole::settingValue).collect(Collectors.joining(", "));
        for (String word : value.trim().split("\\s*,\\s*", -1)) {
            DemoRole role = DemoRole.named(word).orElse(null);
            if (role == null) {
                problems.add(DemoSetting.ROLES + " has '" + word + "', which is no role. Use one or more of " + known
                        + ", separated by commas, or leave the setting out for all.");
            } else {
                roles.add(role);
            }
        }
        return roles;
    }

    private @Nullable TokenServiceSettings tokenService(@Nullable URI issuer, @Nullable URI mtlsBaseUrl) {
        Path registrations =
                file(DemoSetting.REGISTRATIONS_FILE, "the JSON file of protected resources, clients and users");
        Path authorities =
                file(DemoSetting.CLIENT_AUTHORITIES_FILE, "a PEM file with the authorities of client certificates");
        long lifetime = tokenLifetimeSeconds();
        if (issuer == null || mtlsBaseUrl == null || registrations == null || authorities == null) {
            return null;
        }
        return TokenServiceSettings.builder()
                .issuer(issuer)
                .mtlsBaseUrl(mtlsBaseUrl)
                .registrationsFile(registrations)
                .clientAuthoritiesFile(authorities)
                .tokenLifetime(Duration.ofSeconds(lifetime))
                .build();
    }

    private boolean remoteClientsAllowed() {
        String value = parameters
                .getOrDefault(DemoSetting.REMOTE_CLIENTS.settingName(), "refuse")
                .trim();
        if (!value.equals("refuse") && !value.equals("allow")) {
            problems.add(DemoSetting.REMOTE_CLIENTS + " is '" + value
                    + "'. Set it to allow, or leave it out to answer only this machine itself.");
        }
        return value.equals("allow");
    }

    private @Nullable Path optionalFile(DemoSetting setting) {
        return parameters.getOrDefault(setting.settingName(), "").trim().isEmpty()
                ? null
                : file(setting, "a PEM file of the servers' authorities, or leave it out");
    }

    private @Nullable Path partiesDirectory() {
        String value = parameters
                .getOrDefault(DemoSetting.PARTIES_DIRECTORY.settingName(), "")
                .trim();
        if (value.isEmpty()) {
            return null;
        }
        try {
            Path directory = Paths.get(value);
            if (Files.isDirectory(directory)) {
                return directory;
            }
        } catch (InvalidPathException e) {
            // Reported below: to the operator it is the same mistake.
        }
        problems.add(DemoSetting.PARTIES_DIRECTORY + " is '" + value
                + "', which is no directory. Set it to the one that mvn -Pdemo makes, or leave it out.");
        return null;
    }

    private @Nullable String required(DemoSetting setting, String expected) {
        String value = parameters.get(setting.settingName());
        if (value == null || value.trim().isEmpty()) {
            problems.add(setting + " is missing. Set it to " + expected + ".");
            return null;
        }
        return value.trim();
    }

    private @Nullable URI baseUrl(DemoSetting setting, String example) {
        String expected = "an https URL without query, fragment and final slash, such as " + example;
        String value = required(setting, expected);
        if (value == null) {
            return null;
        }
        URI url = absolute(value);
        if (url == null
                || !"https".equals(url.getScheme())
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || value.endsWith("/")) {
            problems.add(setting + " is '" + value + "'. Set it to " + expected + ".");
            return null;
        }
        return url;
    }

    private static @Nullable URI absolute(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private @Nullable Path file(DemoSetting setting, String expected) {
        String value = required(setting, expected);
        if (value == null) {
            return null;
        }
        try {
            Path file = Paths.get(value);
            if (Files.isReadable(file) && Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Reported below: to the operator it is the same mistake.
        }
        problems.add(setting + " is '" + value + "', which is no readable file. Set it to " + expected + ".");
        return null;
    }

    private long tokenLifetimeSeconds() {
        String value = parameters
                .getOrDefault(
                        DemoSetting.TOKEN_LIFETIME_SECONDS.settingName(),
                        DemoSetting.TOKEN_LIFETIME_SECONDS.defaultValue().orElse(""))
                .trim();
        long seconds = value.matches("[0-9]{1,4}") ? Long.parseLong(value) : 0;
        if (seconds < 1 || seconds > LONGEST_LIFETIME_SECONDS) {
            problems.add(DemoSetting.TOKEN_LIFETIME_SECONDS + " is '" + value
                    + "'. Set it to a whole number of seconds from 1 to " + LONGEST_LIFETIME_SECONDS
                    + ", or leave it out for 300.");
        }
        return seconds;
    }
}
