package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.DoorKeyStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that OpenSSL, keytool, iconv and Python wrote, by the script {@code make.sh} beside them. */
class FilesOfToolsTest {
    /** Where the files are. */
    Path files() throws Exception {
        return Paths.get(FilesOfToolsTest.class.getResource("tools/make.sh").toURI())
                .getParent();
    }

    @ParameterizedTest(name = "opens the key file {0}")
    @ValueSource(
            strings = {
                "ecparam.key",
                "pkcs8.key",
                "pkcs8.der",
                "sec1.der",
                "indented.pem",
                "powershell.pem",
                "one-line.pem",
                "with-text.pem",
                "encrypted-default.key",
                "encrypted-scrypt.key",
                "encrypted-sha512.key",
                "encrypted-3des.key",
                "encrypted-dek-info.key"
            })
    void opensTheKeyFile(String name) throws Exception {
        for (String certificates :
                new String[] {"certificate.pem", "certificate.cer", "certificate.p7b", "certificate.p7c"}) {
            KeyMaterial material = PemKeyStore.at(files().resolve(name))
                    .certificates(files().resolve(certificates))
                    .keyPassword("tools".toCharArray())
                    .build()
                    .load();

            assertThat(material.certificate()).isEqualTo(certificate());
        }
    }

    @ParameterizedTest(name = "opens {0}, which holds key and certificate")
    @ValueSource(strings = {"indented.pem", "powershell.pem", "one-line.pem", "with-text.pem"})
    void opensTheFileOfBoth(String name) throws Exception {
        assertThat(PemKeyStore.at(files().resolve(name)).build().load().certificate())
                .isEqualTo(certificate());
    }

    @ParameterizedTest(name = "opens the key store {0}")
    @CsvSource({
        "openssl-new.p12, tools",
        "openssl-legacy.p12, tools",
        "openssl-named.p12, tools",
        "openssl-mac-sha512.p12, tools",
        "openssl-no-mac.p12, tools",
        "openssl-empty-password.p12, ''",
        "openssl-unencrypted.p12, tools",
        "openssl-plain.p12, ''",
        "openssl-plain.p12, anything",
        "keytool.p12, tools-1",
        "keytool.jks, tools-1",
        "python.p12, tools",
        "python-nameless.p12, tools",
        "python-unencrypted.p12, ''"
    })
    void opensTheKeyStore(String name, String password) throws Exception {
        assertThat(keyStore(name, password).build().load().certificate()).isEqualTo(certificate());
    }

    @ParameterizedTest(name = "S-55 a door takes {0} with the certificate {1}, and needs no type")
    @CsvSource({
        "pkcs8.key, certificate.pem,",
        "ecparam.key, certificate.p7b,",
        "pkcs8.der, certificate.cer,",
        "sec1.der, certificate.p7c,",
        "encrypted-default.key, certificate.pem, tools",
        "encrypted-dek-info.key, certificate.cer, tools",
        "powershell.pem,,",
        "one-line.pem,,",
        "openssl-new.p12,, tools",
        "openssl-plain.p12,,",
        "keytool.jks,, tools-1",
        "python-nameless.p12,, tools"
    })
    void aDoorTakes(String name, String certificates, String password) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "issuer", "https://login.example.com",
                "audience", "https://api.example.com",
                "verification", "introspection",
                "clientId", "orders-api",
                "keyStore", files().resolve(name).toString()));
        if (certificates != null) {
            settings.put("keyCertificate", files().resolve(certificates).toString());
        }
        if (password != null) {
            settings.put("keyStorePassword", password);
        }
        assertThat(DoorKeyStore.in(settings).load().certificate()).isEqualTo(certificate());
    }

    @ParameterizedTest(name = "finds the alias Server-A of {0} in any case")
    @CsvSource({"openssl-named.p12, tools", "keytool.p12, tools-1", "keytool.jks, tools-1", "python.p12, tools"})
    void findsTheAliasInAnyCase(String name, String password) throws Exception {
        for (String alias : new String[] {"Server-A", "server-a", "SERVER-A"}) {
            assertThat(keyStore(name, password).alias(alias).build().load().certificate())
                    .isEqualTo(certificate());
        }
    }

    @ParameterizedTest(name = "trusts {0}")
    @CsvSource({
        "certificate.pem,",
        "certificate.cer,",
        "certificate.p7b,",
        "certificate.p7c,",
        "powershell.pem,",
        "with-text.pem,",
        "keytool-trust.p12, tools-1",
        "openssl-trust.p12, tools",
        "openssl-trust-legacy.p12, tools",
        "openssl-trust-plain.p12,",
        "openssl-trust-plain.p12, ''",
        "python-trust.p12, tools"
    })
    void trusts(String name, String password) throws Exception {
        char[] characters = password == null ? null : password.toCharArray();

        assertThat(TrustedCertificates.load(files().resolve(name), null, characters)
                        .certificates())
                .containsExactly(certificate());
    }

    @ParameterizedTest(name = "does not trust the chain of the key in {0}")
    @CsvSource({
        "openssl-new.p12, tools",
        "openssl-unencrypted.p12, tools",
        "openssl-plain.p12, ''",
        "openssl-plain.p12,",
        "python-unencrypted.p12, ''"
    })
    void doesNotTrustAKeysChain(String name, String password) throws Exception {
        Path file = files().resolve(name);
        char[] characters = password == null ? null : password.toCharArray();

        assertThatThrownBy(() -> TrustedCertificates.load(file, null, characters))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("no trusted certificate");
    }

    @Test
    @DisplayName("names the cipher that it does not know, and not the password")
    void namesTheCipher() throws Exception {
        for (String name : new String[] {"encrypted-camellia.key", "encrypted-dek-info-camellia.key"}) {
            PemKeyStore source = PemKeyStore.at(files().resolve(name))
                    .certificates(files().resolve("certificate.pem"))
                    .keyPassword("tools".toCharArray())
                    .build();

            assertThatThrownBy(source::load)
                    .isInstanceOf(KeyMaterialException.class)
                    .message()
                    .containsIgnoringCase("is encrypted with camellia-256-cbc")
                    .contains("openssl pkcs8 -topk8 -v2 aes-256-cbc")
                    .doesNotContain("password");
        }
        assertThatThrownBy(
                        () -> keyStore("openssl-camellia.p12", "tools").build().load())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("is encrypted with camellia-256-cbc")
                .hasMessageContaining("openssl pkcs12 -export")
                .hasMessageNotContaining("password");
    }

    @Test
    @DisplayName("names the password where it is wrong, and not the cipher")
    void namesThePassword() throws Exception {
        for (String name : new String[] {
            "openssl-new.p12",
            "openssl-legacy.p12",
            "openssl-no-mac.p12",
            "openssl-unencrypted.p12",
            "keytool.jks",
            "python.p12"
        }) {
            assertThatThrownBy(() -> keyStore(name, "wrong").build().load())
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining("password")
                    .hasMessageNotContaining("encrypted with");
        }
    }

    @Test
    @DisplayName("says what to run for a curve without name and a certificate with trust settings")
    void saysWhatToRun() throws Exception {
        assertThatThrownBy(() -> PemKeyStore.at(files().resolve("explicit-curve.key"))
                        .certificates(files().resolve("certificate.pem"))
                        .build()
                        .load())
                .hasMessageContaining("openssl ec -in <key> -param_enc named_curve");
        assertThatThrownBy(() -> TrustedCertificates.load(files().resolve("trustout.pem"), null, null))
                .hasMessageContaining("-trustout");
    }

    private KeyStoreFile.Builder keyStore(String name, String password) throws Exception {
        return KeyStoreFile.at(files().resolve(name)).password(password.toCharArray());
    }

    private X509Certificate certificate() throws Exception {
        try (InputStream in = Files.newInputStream(files().resolve("certificate.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
