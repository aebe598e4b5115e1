package io.holdfast.demo;

import io.holdfast.config.SettingsException;
import io.holdfast.demo.DemoSettings.TokenServiceSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@link DemoSettings} and keeps every problem until the end. Used once, by one thread. */
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
        TokenServiceSettings tokenService = roles.contains(DemoRole.TOKEN_SERVICE) ? tokenService() : null;
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new DemoSettings(roles, tokenService);
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

    private @Nullable TokenServiceSettings tokenService() {
        URI issuer = baseUrl(DemoSetting.ISSUER, "https://localhost:8443");
        URI mtlsBaseUrl = baseUrl(DemoSetting.MTLS_BASE_URL, "https://localhost:8444");
        List<String> resources = resources();
        Path clients = file(DemoSetting.CLIENTS_FILE, "the JSON file of registered clients");
        Path authorities =
                file(DemoSetting.CLIENT_AUTHORITIES_FILE, "a PEM file with the authorities of client certificates");
        long lifetime = tokenLifetimeSeconds();
        if (issuer == null || mtlsBaseUrl == null || clients == null || authorities == null) {
            return null;
        }
        return new TokenServiceSettings(issuer, mtlsBaseUrl, resources, clients, authorities, lifetime);
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

    /** RFC 8707 §2: an absolute URI without a fragment. */
    private List<String> resources() {
        String value = required(
                DemoSetting.RESOURCES, "one or more absolute URIs, separated by spaces; the first is the default");
        if (value == null) {
            return Collections.emptyList();
        }
        List<String> resources = Arrays.asList(value.split("\\s+"));
        for (String resource : resources) {
            if (absolute(resource) == null) {
                problems.add(DemoSetting.RESOURCES + " has '" + resource
                        + "', which is not an absolute URI without a fragment. Correct or remove it.");
            }
        }
        return Collections.unmodifiableList(resources);
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
            // Said below: for the reader it is the same mistake.
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
