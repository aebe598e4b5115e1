package io.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @BeforeEach
    void goodParameters(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        parameters.put("holdfast.demo.issuer", "https://localhost:8443");
        parameters.put("holdfast.demo.mtlsBaseUrl", "https://localhost:8444");
        parameters.put("holdfast.demo.resources", "https://localhost:8444/partners urn:example:other");
        parameters.put("holdfast.demo.clientsFile", file.toString());
        parameters.put("holdfast.demo.clientAuthoritiesFile", file.toString());
        parameters.put("somebody.else", "ignored");
    }

    @Test
    void readsGoodSettings() throws SettingsException {
        DemoSettings settings = DemoSettings.parse(parameters);

        assertThat(DemoRole.values()).allMatch(settings::enabled);
        assertThat(settings.tokenService().issuer()).hasToString("https://localhost:8443");
        assertThat(settings.tokenService().mtlsBaseUrl()).hasToString("https://localhost:8444");
        assertThat(settings.tokenService().resources())
                .containsExactly("https://localhost:8444/partners", "urn:example:other");
        assertThat(settings.tokenService().tokenLifetimeSeconds()).isEqualTo(300);
    }

    @Test
    void needsNothingOfTheTokenServiceWithoutThatRole() throws SettingsException {
        DemoSettings settings = DemoSettings.parse(Map.of("holdfast.demo.roles", " partner-api , console "));

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
        parameters.put("holdfast.demo.resources", "partners");
        parameters.put("holdfast.demo.clientsFile", "/nowhere/clients.json");
        parameters.put("holdfast.demo.clientAuthoritiesFile", " ");
        parameters.put("holdfast.demo.tokenLifetimeSeconds", "5 min");

        assertThat(problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("roles", "'parnter-api'", "partner-api"),
                        problem -> assertThat(problem).contains("holdfast.demo.isuer is not a setting"),
                        problem -> assertThat(problem).contains("issuer", "'http://localhost:8443'", "https"),
                        problem -> assertThat(problem).contains("mtlsBaseUrl is missing", "https://localhost:8444"),
                        problem -> assertThat(problem).contains("resources", "'partners'", "absolute"),
                        problem -> assertThat(problem).contains("clientsFile", "/nowhere/clients.json"),
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
