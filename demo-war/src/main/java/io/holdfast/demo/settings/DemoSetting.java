package io.holdfast.demo.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one table of the WAR's own settings; tests compare reader and documentation with it. */
public enum DemoSetting {
    ROLES(
            "roles",
            Arrays.stream(DemoRole.values()).map(DemoRole::settingValue).collect(Collectors.joining(",")),
            "What this server is: one or more roles, separated by commas."),
    ISSUER(
            "issuer",
            null,
            "The `iss` of the tokens and base URL of the port that asks for no certificate: https, no final slash."),
    MTLS_BASE_URL("mtlsBaseUrl", null, "Base URL of the same WAR on the port that asks for a client certificate."),
    REGISTRATIONS_FILE("registrationsFile", null, "The JSON file of protected resources, clients and users, as below."),
    CLIENT_AUTHORITIES_FILE(
            "clientAuthoritiesFile",
            null,
            "PEM file of the authorities, and of no others, whose client certificates `tls_client_auth` believes."),
    SERVER_AUTHORITIES_FILE(
            "serverAuthoritiesFile",
            "",
            "PEM file of the authorities whose server certificates are trusted in calls to the token service and the APIs. Left out, the Java platform's."),
    PARTIES_DIRECTORY(
            "partiesDirectory",
            "",
            "Directory with the partners' key stores, as `mvn -Pdemo` makes it, for the console's buttons. Left out, it has none."),
    REMOTE_CLIENTS(
            "remoteClients",
            "refuse",
            "`refuse`: only this machine itself is answered. `allow`: everybody who can reach the server."),
    TOKEN_LIFETIME_SECONDS("tokenLifetimeSeconds", "300", "How long a token is valid, 1 to 3600.");

    static final String PREFIX = "holdfast.demo.";

    private final String settingName;
    private final @Nullable String defaultValue;
    private final String description;

    DemoSetting(String name, @Nullable String defaultValue, String description) {
        this.settingName = "holdfast.demo." + name;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The name of the context parameter. */
    String settingName() {
        return settingName;
    }

    /** The default value; empty if the token service needs a value. */
    Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    String description() {
        return description;
    }

    /** The name, for messages. */
    @Override
    public String toString() {
        return settingName;
    }

    static Optional<DemoSetting> named(String settingName) {
        return Arrays.stream(values())
                .filter(setting -> setting.settingName.equals(settingName))
                .findFirst();
    }
}
