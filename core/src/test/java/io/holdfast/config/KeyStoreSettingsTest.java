package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.testkit.DoorKeyStore;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door's own key and certificate, in all the ways in which a client has them. */
final class KeyStoreSettingsTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "issuer", "https://login.example.com",
            "audience", "https://api.example.com",
            "verification", "introspection",
            "clientId", "orders-api"));

    /** Two keys with passwords of their own under the password {@code store}. */
    private Path keyStore;

    @BeforeEach
    void writeKeyStore() throws Exception {
        keyStore = directory.resolve("keys.jks");
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        for (TestIdentity identity : List.of(PKI.serverA(), PKI.partnerB())) {
            store.setKeyEntry(
                    identity == PKI.serverA() ? "a" : "b",
                    identity.privateKey(),
                    "hunter2".toCharArray(),
                    identity.chain().toArray(new Certificate[0]));
        }
        try (OutputStream out = Files.newOutputStream(keyStore)) {
            store.store(out, "store".toCharArray());
        }
    }

    private KeyMaterial loaded() throws Exception {
        return DoorKeyStore.in(settings).load();
    }

    private KeyStoreSettings parsed() throws SettingsException {
        return DoorKeyStore.settings(settings);
    }

    private List<String> problems() {
        SettingsException e = catchThrowableOfType(SettingsException.class, () -> ResourceSettings.parse(settings));
        assertThat(e).as("the settings were accepted").isNotNull();
        return e.problems();
    }

    @Test
    @DisplayName("S-55 takes one of several keys by its alias, with a password of its own")
    void takesAKeyByItsAlias() throws Exception {
        settings.putAll(Map.of("keyStore", keyStore.toString(), "keyStorePassword", "store", "keyPassword", "hunter2"));
        assertThatThrownBy(this::loaded)
                .hasMessageContaining("has several key entries")
                .hasMessageContaining("keyAlias");

        settings.put("keyAlias", "b");
        assertThat(loaded().certificateChain()).isEqualTo(PKI.partnerB().chain());
        settings.put("keyAlias", "A");
        assertThat(loaded().certificateChain()).isEqualTo(PKI.serverA().chain());
        settings.remove("keyPassword");
        assertThatThrownBy(this::loaded).hasMessageContaining("the setting keyPassword");
    }

    @Test
    @DisplayName("S-55 reads both passwords from files, anew each time, and shows neither")
    void readsPasswordsFromFiles() throws Exception {
        Path ofStore = Files.writeString(directory.resolve("store.txt"), "store\n");
        Path ofKey = Files.writeString(directory.resolve("key.txt"), "wrong");
        settings.putAll(Map.of(
                "keyStore", keyStore.toString(),
                "keyAlias", "b",
                "keyStorePasswordFile", ofStore.toString(),
                "keyPasswordFile", ofKey.toString()));
        KeyStoreSettings parsed = parsed();
        assertThatThrownBy(parsed.source().orElseThrow()::load)
                .hasMessageContaining("cannot be opened with this password")
                .hasMessageNotContaining("wrong");
        Files.writeString(ofKey, "hunter2\n");

        assertThat(parsed.source().orElseThrow().load().certificate())
                .isEqualTo(PKI.partnerB().certificate());
        assertThat(parsed.source().orElseThrow().files()).containsExactly(keyStore, ofStore, ofKey);
    }

    @Test
    @DisplayName("S-55 keeps the spaces of a password")
    void keepsSpaces() throws Exception {
        Path store = PKI.partnerB().writePkcs12(directory, "spaces", " store ".toCharArray());
        settings.putAll(Map.of("keyStore", store.toString(), "keyStorePassword", " store "));

        assertThat(loaded().certificate()).isEqualTo(PKI.partnerB().certificate());
    }

    @Test
    @DisplayName("S-55 takes a certificate beside its key, and PEM without being told the type")
    void takesACertificateBesideItsKey() throws Exception {
        settings.put("keyStore", PKI.partnerB().writePem(directory, "both").toString());
        assertThat(loaded().certificateChain()).isEqualTo(PKI.partnerB().chain());

        Path certificate = PKI.partnerB().writePemCertificates(directory, "tls-crt");
        settings.put(
                "keyStore", PKI.partnerB().writePemKey(directory, "tls-key").toString());
        assertThatThrownBy(this::loaded)
                .hasMessageContaining("holds no certificate")
                .hasMessageContaining("a door has the setting keyCertificate");
        settings.put("keyCertificate", certificate.toString());
        assertThat(loaded().certificateChain()).isEqualTo(PKI.partnerB().chain());
        settings.put("keyStoreType", "PEM");
        assertThat(loaded().certificateChain()).isEqualTo(PKI.partnerB().chain());
        assertThat(parsed().source().orElseThrow().files())
                .containsExactly(Path.of(settings.get("keyStore")), certificate);
    }

    @Test
    @DisplayName("S-77 a certificate's file in the place of the key's is named, with the setting that it belongs to")
    void namesTheSettingOfACertificate() {
        settings.put(
                "keyStore",
                PKI.partnerB().writePemCertificates(directory, "tls-crt").toString());

        assertThatThrownBy(this::loaded)
                .hasMessageContaining("holds no private key")
                .hasMessageContaining("in keyStore and this one in keyCertificate");
    }

    @Test
    @DisplayName("S-55 an alias for a file that turns out to be PEM is named")
    void namesAnAliasForPem() throws Exception {
        settings.put("keyStore", PKI.partnerB().writePem(directory, "both").toString());
        settings.put("keyAlias", "b");

        assertThatThrownBy(this::loaded)
                .hasMessageContaining("is PEM by its content")
                .hasMessageContaining("\"b\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keyStoreProvider     | hsm    | PKCS12 | is for keyStoreType PKCS11 alone",
                "keyCertificate       | /c.pem | PKCS12 | is for a private key in PEM alone",
                "keyAlias             | a      | PEM    | is not used with PEM",
                "keyPassword          | hunter2 | PEM   | stands beside the key store's password",
                "keyPasswordFile      | /p     | PEM    | stands beside the key store's password",
                "keyStorePasswordFile | /p     | PKCS12 | stands beside keyStorePassword",
                "keyStoreProvider     | hsm    | PKCS11 | needs either keyStore or keyStoreProvider",
                "keyPassword          | hunter2 | PKCS11 | which has a PIN",
                "keyCertificate       | /c.pem | PKCS11 | is not used by keyStoreType PKCS11"
            })
    @DisplayName("S-77 refuses what has no effect or contradicts, and shows no password")
    void refusesWhatHasNoEffect(String name, String value, String type, String part) {
        settings.putAll(Map.of("keyStore", "/k", "keyStorePassword", "changeit", "keyStoreType", type, name, value));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(part)
                .doesNotContain("hunter2")
                .doesNotContain("changeit");
    }

    @Test
    @DisplayName("S-77 a key in hardware needs its provider, registered or by its configuration")
    void needsAProvider() throws Exception {
        settings.put("keyStoreType", "PKCS11");
        assertThat(problems()).singleElement().asString().contains("needs either keyStore or keyStoreProvider");

        settings.put("keyStoreProvider", "SunPKCS11-nowhere");
        settings.put("keyAlias", "b");
        assertThat(parsed().source().orElseThrow()).hasToString("Pkcs11KeyStore[SunPKCS11-nowhere, alias b]");
        assertThat(parsed().place()).isEqualTo("SunPKCS11-nowhere");
        assertThat(parsed().placeSetting()).isEqualTo(ResourceSetting.KEY_STORE_PROVIDER);
        assertThatThrownBy(this::loaded).hasMessageContaining("There is no registered provider SunPKCS11-nowhere");
    }

    @Test
    @DisplayName("S-77 what is set for all issuers has no effect on those that cannot use it")
    void leavesOutWhatIsForAnotherIssuer() throws Exception {
        settings.remove("issuer");
        settings.remove("clientId");
        settings.putAll(Map.of(
                "issuers", "one two",
                "opaqueTokens", "one",
                "one.issuer", "https://one.example.com",
                "two.issuer", "https://two.example.com",
                "clientId", "orders-api",
                "keyAlias", "b",
                "keyPassword", "hunter2",
                "one.keyStore", keyStore.toString(),
                "one.keyStorePassword", "store"));
        settings.put("two.keyStore", PKI.partnerC().writePem(directory, "both").toString());
        settings.put("two.keyStoreType", "PEM");
        for (IssuerSettings issuer : ResourceSettings.parse(settings).issuers()) {
            KeyMaterial own = issuer.introspection()
                    .orElseThrow()
                    .client()
                    .keyStore()
                    .source()
                    .orElseThrow()
                    .load();
            assertThat(own.certificate())
                    .isEqualTo(
                            issuer.name().equals("one")
                                    ? PKI.partnerB().certificate()
                                    : PKI.partnerC().certificate());
        }
    }
}
