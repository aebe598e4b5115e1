package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Fapi2Test {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "security", "fapi2",
            "issuer", "https://login.example.com",
            "audience", "https://api.example.com",
            "algorithms", "PS256 ES256 EdDSA"));

    @Test
    @DisplayName("S-104 settings that contradict nothing pass")
    void takesGoodSettings() {
        settings.put("accessRules", "/health open; /orders/** scope=orders:read");

        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mode, report-only, section 5.3.4, mode=enforce",
        "accessRules, /orders/** report-only scope=orders:read, section 5.3.4, Take report-only out",
        "binding, when-present, section 5.3.4, binding=required",
        "algorithms, PS256 RS256, section 5.4.1, [RS256]",
        "algorithms, ES256 ES384 PS512, section 5.4.1, '[PS512, ES384]'"
    })
    @DisplayName("S-104 a setting that contradicts FAPI 2.0 stops the start, with the clause and the remedy")
    void refusesContradictions(String name, String value, String clause, String remedy) {
        settings.put(name, value);

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'" + name + "'", clause, remedy, "take security=fapi2 out");
        settings.put("security", "standard");
        assertThat(problems()).isEmpty();
    }

    @Test
    @DisplayName("S-104 a door that only reports, and a rule that does, are two problems")
    void namesEachContradiction() {
        settings.put("mode", "report-only");
        settings.put("accessRules", "/orders/** report-only scope=orders:read");

        assertThat(problems()).hasSize(2);
    }

    @Test
    @DisplayName("S-104 an unknown algorithm is a problem like any other")
    void namesAnUnknownAlgorithm() {
        settings.put("algorithms", "RS255");

        assertThat(problems()).singleElement().asString().contains("RS255", "Allowed are");
    }

    @Test
    @DisplayName("S-104 the default algorithms have RS256, which FAPI 2.0 forbids")
    void refusesTheDefaultAlgorithms() {
        settings.remove("algorithms");

        assertThat(problems()).singleElement().asString().contains("'algorithms'", "RS256", "section 5.4.1");
    }

    @ParameterizedTest
    @CsvSource({"client_secret_basic", "client_secret_post"})
    @DisplayName("S-104 a door that proves itself by a secret does not start")
    void refusesSecrets(String method) {
        settings.remove("algorithms"); // not used for plain answers
        settings.put("verification", "introspection");
        settings.put("clientId", "orders-api");
        settings.put("clientSecretFile", "/etc/holdfast/secret");
        settings.put("clientAuthentication", method);

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'clientAuthentication'", method, "section 5.3.3.1", "private_key_jwt");
    }

    @Test
    @DisplayName("S-104 each of several issuers keeps to it")
    void looksAtEachIssuer() {
        Map<String, String> two = new HashMap<>(Map.of(
                "security", "fapi2",
                "issuers", "one two",
                "audience", "https://api.example.com",
                "algorithms", "PS256",
                "one.issuer", "https://one.example.com",
                "two.issuer", "https://two.example.com",
                "two.binding", "when-present"));
        settings.clear();
        settings.putAll(two);

        assertThat(problems()).singleElement().asString().contains("'two.binding'");
    }

    private List<String> problems() {
        try {
            ResourceSettings.parse(settings);
            return List.of();
        } catch (SettingsException e) {
            return e.problems();
        }
    }
}
