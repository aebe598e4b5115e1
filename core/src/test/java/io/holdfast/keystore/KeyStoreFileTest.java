package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.TestIdentity;
import io.holdfast.testkit.TestPki;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreFileTest {
    private static final TestPki PKI = TestPki.create();
    private static final String SECRET = "correct horse battery";

    @TempDir
    private Path directory;

    @Test
    @DisplayName("opens PKCS#12 and JKS by their content")
    void opensPkcs12AndJksByTheirContent() throws Exception {
        for (Path file : new Path[] {
            PKI.serverA().writePkcs12(directory, "a", password()), PKI.serverA().writeJks(directory, "a", password())
        }) {
            KeyMaterial material =
                    KeyStoreFile.at(file).password(password()).build().load();

            assertThat(material.certificateChain()).isEqualTo(PKI.serverA().chain());
            assertThat(material.privateKey()).isEqualTo(PKI.serverA().privateKey());
            assertThat(material.thumbprint().value()).isEqualTo(PKI.serverA().thumbprint());
        }
    }

    @Test
    @DisplayName("takes a given type instead of the content's")
    void takesAGivenType() throws Exception {
        Path file = PKI.serverA().writePkcs12(directory, "a", password());

        assertThat(KeyStoreFile.at(file)
                        .type("PKCS12")
                        .password(password())
                        .build()
                        .load()
                        .certificate())
                .isEqualTo(PKI.serverA().certificate());
        assertThatThrownBy(() -> KeyStoreFile.at(file)
                        .type("JCEKS")
                        .password(password())
                        .build()
                        .load())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("JCEKS");
        assertThatThrownBy(() -> KeyStoreFile.at(file)
                        .type("XYZ")
                        .password(password())
                        .build()
                        .load())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("XYZ");
    }

    @Test
    @DisplayName("F7 C-31 a wrong password is named as such and never shown")
    void neverShowsAWrongPassword() {
        for (Path file : new Path[] {
            PKI.serverA().writePkcs12(directory, "a", password()), PKI.serverA().writeJks(directory, "a", password())
        }) {
            KeyStoreFile source = KeyStoreFile.at(file)
                    .password("hunter2-hunter2".toCharArray())
                    .keyPassword("hunter2-hunter2".toCharArray())
                    .build();

            KeyMaterialException failure = catchThrowableOfType(KeyMaterialException.class, source::load);

            assertThat(failure).hasMessageContaining("password").hasMessageContaining(file.toString());
            assertThat(stackTrace(failure) + source).doesNotContain("hunter2").doesNotContain(SECRET);
        }
    }

    @Test
    @DisplayName("F7 a wrong key password is named as such and never shown")
    void neverShowsAWrongKeyPassword() {
        Path file = PKI.serverA().writeJks(directory, "a", password());
        KeyStoreFile source = KeyStoreFile.at(file)
                .password(password())
                .keyPassword("hunter2-hunter2".toCharArray())
                .build();

        KeyMaterialException failure = catchThrowableOfType(KeyMaterialException.class, source::load);

        assertThat(failure).hasMessageContaining("key password");
        assertThat(stackTrace(failure)).doesNotContain("hunter2").doesNotContain(SECRET);
    }

    @Test
    @DisplayName("of several key entries one must be chosen, and the message lists them")
    void wantsAnAliasWhenThereAreSeveralKeys() throws Exception {
        Path file = several();

        assertThatThrownBy(
                        () -> KeyStoreFile.at(file).password(password()).build().load())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("first")
                .hasMessageContaining("second")
                .hasMessageContaining("alias");
        assertThat(KeyStoreFile.at(file)
                        .password(password())
                        .alias("second")
                        .build()
                        .load()
                        .certificate())
                .isEqualTo(PKI.partnerB().certificate());
        assertThatThrownBy(() -> KeyStoreFile.at(file)
                        .password(password())
                        .alias("third")
                        .build()
                        .load())
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("third")
                .hasMessageContaining("first");
    }

    @Test
    @DisplayName("refuses a key that is not the certificate's")
    void refusesAKeyThatIsNotTheCertificates() {
        TestIdentity mixed = PKI.serverA().withKeyOf(PKI.thief());

        for (Path file : new Path[] {
            mixed.writePkcs12(directory, "mixed", password()), mixed.writeJks(directory, "mixed", password())
        }) {
            assertThatThrownBy(() ->
                            KeyStoreFile.at(file).password(password()).build().load())
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining("belongs to none of the certificates")
                    .hasMessageContaining("CN=Server A");
        }
    }

    @Test
    @DisplayName("says what is wrong with a file that is no key store")
    void saysWhatIsWrongWithAFileThatIsNoKeyStore() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "hello");
        Path pem = PKI.serverA().writePem(directory, "a");
        Path trust = PKI.authority().writeTrustStore(directory, "trust", password());

        assertThatThrownBy(load(directory.resolve("none"))).hasMessageContaining("There is no file");
        assertThatThrownBy(load(directory)).hasMessageContaining("cannot be read");
        assertThatThrownBy(load(text)).hasMessageContaining("neither PKCS12 nor JKS");
        assertThatThrownBy(load(pem)).hasMessageContaining("PemKeyStore");
        assertThatThrownBy(load(trust)).hasMessageContaining("no key entry");
    }

    @Test
    @DisplayName("wants a password, even if it is empty")
    void wantsAPassword() {
        assertThatThrownBy(() -> KeyStoreFile.at(directory).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("password");
    }

    @Test
    @DisplayName("the caller may wipe the password after handing it over")
    void keepsACopyOfThePassword() throws Exception {
        char[] mine = password();
        KeyStoreFile source = KeyStoreFile.at(PKI.serverA().writePkcs12(directory, "a", password()))
                .password(mine)
                .build();

        java.util.Arrays.fill(mine, 'x');

        assertThat(source.load().certificate()).isEqualTo(PKI.serverA().certificate());
    }

    private org.assertj.core.api.ThrowableAssert.ThrowingCallable load(Path file) {
        return () -> KeyStoreFile.at(file).password(password()).build().load();
    }

    private Path several() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "first",
                PKI.serverA().privateKey(),
                password(),
                PKI.serverA().chain().toArray(new Certificate[0]));
        store.setKeyEntry(
                "second",
                PKI.partnerB().privateKey(),
                password(),
                PKI.partnerB().chain().toArray(new Certificate[0]));
        Path file = directory.resolve("several.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password());
        }
        return file;
    }

    private static char[] password() {
        return SECRET.toCharArray();
    }

    static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
