package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
    @DisplayName("S-97 G10 a running door names what decides where credentials go, and which")
    void namesWhatDecides(String setting, String value) throws Exception {
        assertThat(changed(setting, value)).containsExactly(setting);
    }

    private static final Map<String, String> DOOR = Map.of(
            "issuer", "https://login.example.com",
            "audience", "https://api.example.com",
            "verification", "introspection",
            "clientId", "orders",
            "trustStore", "/etc/holdfast/authorities.p12",
            "trustStoreType", "PKCS12");

    private static final Map<String, String> BY_SECRET =
            Map.of("clientAuthentication", "client_secret_basic", "clientSecretFile", "/etc/holdfast/secret");

    private static final Map<String, String> BY_KEY = Map.of(
            "keyStore", "/etc/holdfast/door.p12",
            "keyStoreType", "PKCS12",
            "keyStorePasswordFile", "/etc/holdfast/password",
            "keyAlias", "door");

    private static final Map<String, String> BY_PEM =
            Map.of("keyStore", "/etc/holdfast/door.pem", "keyCertificate", "/etc/holdfast/door.crt");

    private static final Map<String, String> BY_TOKEN = Map.of(
            "keyStoreType", "PKCS11",
            "keyStoreProvider", "/usr/lib/softhsm.so",
            "keyStorePasswordFile", "/etc/holdfast/pin");

    /** For each deciding setting: how the door proves itself, by which method, and another value of the setting. */
    static Stream<Arguments> deciding() {
        List<Arguments> all = new ArrayList<>(List.of(
                Arguments.of(BY_SECRET, "client_secret_basic", "clientSecretFile", "/etc/shadow"),
                Arguments.of(BY_SECRET, "client_secret_basic", "clientAuthentication", "client_secret_post"),
                Arguments.of(BY_SECRET, "client_secret_post", "clientAuthentication", "client_secret_basic")));
        for (String method : List.of("private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth")) {
            all.add(Arguments.of(BY_KEY, method, "keyStore", "/tmp/thief.p12"));
            all.add(Arguments.of(BY_KEY, method, "keyStoreType", "JKS"));
            all.add(Arguments.of(BY_KEY, method, "keyAlias", "another"));
            all.add(Arguments.of(BY_PEM, method, "keyStore", "/tmp/thief.pem"));
            all.add(Arguments.of(BY_PEM, method, "keyCertificate", "/tmp/thief.crt"));
            all.add(Arguments.of(BY_TOKEN, method, "keyStoreProvider", "/tmp/thief.so"));
            all.add(Arguments.of(BY_TOKEN, method, "keyStorePasswordFile", "/tmp/pin"));
            all.add(Arguments.of(
                    BY_KEY,
                    method,
                    "clientAuthentication",
                    method.equals("private_key_jwt") ? "tls_client_auth" : "private_key_jwt"));
        }
        all.add(Arguments.of(BY_KEY, "private_key_jwt", "clientAssertionAudience", "https://thief.example.org"));
        Map<String, Map<String, String>> proofs = Map.of(
                "client_secret_basic", BY_SECRET,
                "client_secret_post", BY_SECRET,
                "private_key_jwt", BY_KEY,
                "tls_client_auth", BY_KEY,
                "self_signed_tls_client_auth", BY_PEM);
        proofs.forEach((method, proof) -> {
            all.add(Arguments.of(proof, method, "issuer", "https://thief.example.org"));
            all.add(Arguments.of(proof, method, "introspectionEndpoint", "https://thief.example.org/introspect"));
            all.add(Arguments.of(proof, method, "clientId", "another"));
            all.add(Arguments.of(proof, method, "trustStore", "/tmp/thief.p12"));
            all.add(Arguments.of(proof, method, "trustStoreType", "JKS"));
            all.add(Arguments.of(proof, method, "jwksUri", "https://thief.example.org/jwks"));
        });
        return all.stream();
    }

    private static Map<String, String> door(Map<String, String> proof, String method) {
        Map<String, String> door = new HashMap<>(DOOR);
        door.putAll(proof);
        door.put("clientAuthentication", method);
        door.put("introspectionResponse", "signed"); // so that jwksUri has an effect
        return door;
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("deciding")
    @DisplayName("S-97 G10 a running door, however it proves itself, names each setting that decides where and how")
    void namesEachDecidingSetting(Map<String, String> proof, String method, String setting, String value)
            throws Exception {
        Map<String, String> changed = door(proof, method);
        changed.put(setting, value);
        assertThat(CredentialUse.changes(ResourceSettings.parse(door(proof, method)), ResourceSettings.parse(changed)))
                .containsExactly(setting);
    }

    @Test
    @DisplayName("S-97 G10 the tests name every setting that decides")
    void testsEachDecidingSetting() throws Exception {
        Set<String> tested = deciding().map(each -> (String) each.get()[2]).collect(Collectors.toSet());
        tested.add("verification"); // below
        Field deciding = CredentialUse.class.getDeclaredField("DECIDING");
        deciding.setAccessible(true);
        assertThat((Set<?>) deciding.get(null))
                .allMatch(setting -> tested.contains(((ResourceSetting) setting).settingName()));
    }

    @Test
    @DisplayName("S-97 G10 verification by keys first and by introspection then sends nobody the credentials")
    void refusesTwoSteps() throws Exception {
        Map<String, String> byKeys = new HashMap<>(DOOR);
        byKeys.remove("clientId");
        byKeys.put("verification", "jwt");
        byKeys.put("issuer", "https://thief.example.org");
        Map<String, String> first = door(BY_SECRET, "client_secret_basic");
        Map<String, String> last = door(BY_SECRET, "client_secret_basic");
        last.put("issuer", "https://thief.example.org");

        ResourceSettings between = ResourceSettings.parse(byKeys);
        assertThat(CredentialUse.changes(ResourceSettings.parse(first), between))
                .as("it sends nothing")
                .isEmpty();
        assertThat(CredentialUse.changes(between, ResourceSettings.parse(last)))
                .singleElement()
                .asString()
                .contains("issuer", "verification", "clientId", "clientSecretFile")
                .doesNotContain("thief", "/etc");
    }

    @Test
    @DisplayName("S-97 G10 a running door lets everything else change, and issuers come and go that get no credentials")
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
            "S-97 G10 a running door names all that is set of an issuer that gets credentials and is new, or got none before")
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
