package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.TrustSource;
import io.holdfast.testpki.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trust store of a door. */
final class ConnectionSettingsTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "issuer", "https://login.example.com",
            "audience", "https://api.example.com"));

    @BeforeEach
    void writeTrustStore() {
        Path store = PKI.authority().writeTrustStore(directory, "trust", " with spaces ".toCharArray());
        settings.put("trustStore", store.toString());
    }

    private TrustSource trust() throws SettingsException {
        return ResourceSettings.parse(settings).issuers().get(0).connection().trust();
    }

    @Test
    @DisplayName("S-31 opens the trust store with the password that is set, its spaces included")
    void opensByAPassword() throws Exception {
        settings.put("trustStorePassword", " with spaces ");

        assertThat(trust().load().trustManager().getAcceptedIssuers())
                .containsExactly(PKI.authority().certificate());
    }

    @Test
    @DisplayName("S-31 reads the trust store's password from a file, anew each time, and shows neither")
    void readsThePasswordFromAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("trust.txt"), "hunter2");
        settings.put("trustStorePasswordFile", file.toString());
        TrustSource trust = trust();
        assertThatThrownBy(trust::load).hasMessageContaining("password").hasMessageNotContaining("hunter2");

        Files.writeString(file, " with spaces \n");

        assertThat(trust.load().trustManager().getAcceptedIssuers())
                .containsExactly(PKI.authority().certificate());
        assertThat(trust.files()).containsExactly(Path.of(settings.get("trustStore")), file);
    }

    @Test
    @DisplayName("S-77 a password beside the file with the password is refused, and not shown")
    void refusesTwoPasswords() {
        settings.putAll(Map.of("trustStorePassword", "hunter2", "trustStorePasswordFile", "/run/secrets/trust"));

        assertThat(problem())
                .contains("'trustStorePasswordFile' = '/run/secrets/trust'")
                .contains("stands beside trustStorePassword. Take one of them out.")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trustStoreType", "trustStorePassword", "trustStorePasswordFile"})
    @DisplayName("S-77 refuses the type and the password of a trust store that is not there")
    void refusesWhatHasNoTrustStore(String setting) {
        settings.remove("trustStore");
        settings.put(setting, "PKCS12");

        assertThat(problem()).contains("'" + setting + "'").contains("has no trustStore. Set that too, or neither.");
    }

    private String problem() {
        SettingsException e = catchThrowableOfType(SettingsException.class, this::trust);
        assertThat(e).as("the settings were accepted").isNotNull();
        assertThat(e.problems()).hasSize(1);
        return e.problems().get(0);
    }
}
