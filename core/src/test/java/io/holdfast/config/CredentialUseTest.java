package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialUseTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "issuers", "main other",
            "audience", "https://api.example.com",
            "main.issuer", "https://login.example.com",
            "main.verification", "introspection",
            "main.introspectionEndpoint", "https://login.example.com/introspect",
            "main.clientId", "orders",
            "main.clientAuthentication", "client_secret_basic",
            "main.clientSecretFile", "/etc/holdfast/secret",
            "other.issuer", "https://login.example.net"));

    private List<String> changed(String... namesAndValues) throws SettingsException {
        ResourceSettings before = ResourceSettings.parse(settings);
        Map<String, String> after = new HashMap<>(settings);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1].isEmpty()) {
                after.remove(namesAndValues[i]);
            } else {
                after.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return CredentialUse.changes(before, ResourceSettings.parse(after));
    }

    @ParameterizedTest
    @CsvSource({
        "main.issuer, https://login.example.org",
        "main.introspectionEndpoint, https://thief.example.org/introspect",
        "main.introspectionEndpoint, ''",
        "main.clientId, another",
        "main.clientAuthentication, client_secret_post",
        "main.clientSecretFile, /etc/shadow",
        "main.trustStore, /tmp/thief.pem"
    })
    @DisplayName("A running door: names what decides where credentials go, and which")
    void namesWhatDecides(String setting, String value) throws Exception {
        assertThat(changed(setting, value)).containsExactly(setting);
    }

    @Test
    @DisplayName("A running door: lets everything else change, and issuers come and go that get no credentials")
    void letsTheRestChange() throws Exception {
        assertThat(changed()).isEmpty();
        assertThat(changed("mode", "report-only", "main.binding", "when-present"))
                .isEmpty();
        assertThat(changed("other.issuer", "https://login.example.org", "other.trustStore", "/tmp/a.pem"))
                .isEmpty();
        assertThat(changed("issuers", "main", "other.issuer", "")).isEmpty();
        assertThat(changed("issuers", "main other third", "third.issuer", "https://third.example.com"))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "A running door: names all that is set of an issuer that gets credentials and is new, or got none before")
    void namesANewUse() throws Exception {
        assertThat(changed(
                        "opaqueTokens", "main",
                        "other.verification", "introspection",
                        "other.clientId", "orders",
                        "other.clientAuthentication", "client_secret_basic",
                        "other.clientSecretFile", "/etc/holdfast/secret"))
                .singleElement()
                .asString()
                .contains("other.issuer", "other.clientId", "other.clientSecretFile")
                .doesNotContain("/etc");
    }
}
