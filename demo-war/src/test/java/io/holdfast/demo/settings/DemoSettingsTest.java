package io.holdfast.demo.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoSettingsTest {
    private final Map<String, String> parameters = new HashMap<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void goodParameters() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        parameters.put("holdfast.demo.issuer", "https://localhost:8443");
        parameters.put("holdfast.demo.mtlsBaseUrl", "https://localhost:8444");
        parameters.put("holdfast.demo.registrationsFile", file.toString());
        parameters.put("holdfast.demo.clientAuthoritiesFile", file.toString());
        parameters.put("somebody.else", "ignored");
    }

    @Test
    void readsGoodSettings() throws SettingsException {
        DemoSettings settings = DemoSettings.parse(parameters);

        assertThat(DemoRole.values()).allMatch(settings::enabled);
        assertThat(settings.issuer()).hasToString("https://localhost:8443");
        assertThat(settings.mtlsBaseUrl()).hasToString("https://localhost:8444");
        assertThat(settings.tokenService().issuer()).isEqualTo(settings.issuer());
        assertThat(settings.tokenService().mtlsBaseUrl()).isEqualTo(settings.mtlsBaseUrl());
        assertThat(settings.tokenService().registrationsFile()).isEqualTo(directory.resolve("file"));
        assertThat(settings.tokenService().clientAuthoritiesFile()).isEqualTo(directory.resolve("file"));
        assertThat(settings.tokenService().tokenLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.serverAuthoritiesFile()).isEmpty();
        assertThat(settings.partiesDirectory()).isEmpty();
        assertThat(settings.remoteClientsAllowed()).isFalse();
    }

    @Test
    void readsWhatMayBeLeftOut() throws SettingsException {
        parameters.put(
                "holdfast.demo.serverAuthoritiesFile", directory.resolve("file").toString());
        parameters.put("holdfast.demo.partiesDirectory", directory.toString());
        parameters.put("holdfast.demo.remoteClients", "allow");

        DemoSettings settings = DemoSettings.parse(parameters);

        assertThat(settings.serverAuthoritiesFile()).contains(directory.resolve("file"));
        assertThat(settings.partiesDirectory()).contains(directory);
        assertThat(settings.remoteClientsAllowed()).isTrue();
    }

    @Test
    void needsNoFileOfTheTokenServiceWithoutThatRole() throws SettingsException {
        parameters.put("holdfast.demo.roles", " partner-api , console ");
        parameters.remove("holdfast.demo.registrationsFile");
        parameters.remove("holdfast.demo.clientAuthoritiesFile");

        DemoSettings settings = DemoSettings.parse(parameters);

        assertThat(settings.enabled(DemoRole.TOKEN_SERVICE)).isFalse();
        assertThat(settings.enabled(DemoRole.PARTNER_API)).isTrue();
        assertThat(settings.enabled(DemoRole.CONSOLE)).isTrue();
        assertThatThrownBy(settings::tokenService).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesEveryProblemAtOnce() {
        parameters.put("holdfast.demo.roles", "token-service,parnter-api");
        parameters.put("holdfast.demo.isuer", "https://localhost:8443");
        parameters.put("holdfast.demo.issuer", "http://localhost:8443");
        parameters.remove("holdfast.demo.mtlsBaseUrl");
        parameters.put("holdfast.demo.registrationsFile", "/nowhere/registrations.json");
        parameters.put("holdfast.demo.serverAuthoritiesFile", "/nowhere/authorities.pem");
        parameters.put("holdfast.demo.partiesDirectory", "/nowhere");
        parameters.put("holdfast.demo.remoteClients", "yes");
        parameters.put("holdfast.demo.clientAuthoritiesFile", " ");
        parameters.put("holdfast.demo.tokenLifetimeSeconds", "5 min");

        assertThat(problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("roles", "'parnter-api'", "partner-api"),
                        problem -> assertThat(problem).contains("holdfast.demo.isuer is not a setting"),
                        problem -> assertThat(problem).contains("issuer", "'http://localhost:8443'", "https"),
                        problem -> assertThat(problem).contains("mtlsBaseUrl is missing", "https://localhost:8444"),
                        problem -> assertThat(problem).contains("registrationsFile", "/nowhere/registrations.json"),
                        problem -> assertThat(problem).contains("serverAuthoritiesFile", "/nowhere/authorities.pem"),
                        problem -> assertThat(problem).contains("partiesDirectory", "'/nowhere'", "no directory"),
                        problem -> assertThat(problem).contains("remoteClients", "'yes'", "allow"),
                        problem -> assertThat(problem).contains("clientAuthoritiesFile is missing", "PEM"),
                        problem -> assertThat(problem).contains("tokenLifetimeSeconds", "'5 min'", "1 to 3600"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "https://",
                "https:localhost",
                "https://localhost/",
                "https://localhost?a=b",
                "https://localhost#a",
                "https://user@localhost",
                "https://local host"
            })
    void refusesWhatIsNoIssuer(String issuer) {
        parameters.put("holdfast.demo.issuer", issuer);

        assertThat(problems()).singleElement().asString().contains("holdfast.demo.issuer", issuer);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "3601", "99999", "1.5", "''"})
    void refusesWhatIsNoLifetime(String lifetime) {
        parameters.put("holdfast.demo.tokenLifetimeSeconds", lifetime);

        assertThat(problems()).singleElement().asString().contains("tokenLifetimeSeconds", "'" + lifetime + "'");
    }

    @Test
    void refusesAnEmptyListOfRoles() {
        parameters.put("holdfast.demo.roles", "");

        assertThat(problems()).singleElement().asString().contains("token-service, partner-api, console");
    }

    private Iterable<String> problems() {
        return catchThrowableOfType(SettingsException.class, () -> DemoSettings.parse(parameters))
                .problems();
    }
}
