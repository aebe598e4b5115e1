package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
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

    @Test
    @DisplayName("opens BCFKS by its content and by its type, with keys of the platform's kind")
    void opensBcfks() throws Exception {
        Provider[] before = Security.getProviders();
        for (TestIdentity identity : List.of(
                PKI.serverA(),
                PKI.identity("CN=RSA").rsa(2048).build(),
                PKI.identity("CN=Ed").ed25519().build())) {
            Path file = bcfks(identity);
            KeyMaterial byContent =
                    KeyStoreFile.at(file).password(password()).build().load();
            KeyMaterial byType = KeyStoreFile.at(file)
                    .type("bcfks")
                    .password(password())
                    .build()
                    .load();

            assertThat(byContent.certificateChain()).isEqualTo(identity.chain());
            assertThat(byType.privateKey().getClass().getName()).startsWith("sun.");
        }
        assertThat(Security.getProviders()).containsExactly(before);
    }

    @Test
    @DisplayName("finds an alias in another case also where the key store distinguishes cases")
    void findsAnAliasInAnotherCase() throws Exception {
        Path file = bcfks(PKI.serverA());

        assertThat(KeyStoreFile.at(file)
                        .password(password())
                        .alias("IDENTITY")
                        .build()
                        .load()
                        .certificate())
                .isEqualTo(PKI.serverA().certificate());
    }

    @Test
    @DisplayName("F7 a wrong password of a BCFKS file is never shown")
    void neverShowsAWrongBcfksPassword() throws Exception {
        KeyStoreFile source = KeyStoreFile.at(bcfks(PKI.serverA()))
                .password("hunter2-hunter2".toCharArray())
                .build();

        KeyMaterialException failure = catchThrowableOfType(KeyMaterialException.class, source::load);

        assertThat(failure).hasMessageContaining("password");
        assertThat(stackTrace(failure)).doesNotContain("hunter2").doesNotContain(SECRET);
    }

    @Test
    @DisplayName("a certificate alone is not taken for BCFKS")
    void knowsACertificateFromBcfks() throws Exception {
        Path der = Files.write(
                directory.resolve("a.cer"), PKI.serverA().certificate().getEncoded());

        assertThatThrownBy(load(der)).hasMessageContaining("PKCS12");
    }

    @Test
    @DisplayName("without Bouncy Castle BCFKS says what is missing")
    void saysThatBouncyCastleIsMissing() throws Exception {
        Path file = bcfks(PKI.serverA());
        try (URLClassLoader without = new WithoutBouncyCastle()) {
            Class<?> type = without.loadClass(KeyStoreFile.class.getName());
            Object builder = type.getMethod("at", Path.class).invoke(null, file);
            builder.getClass().getMethod("password", char[].class).invoke(builder, password());
            Object source = builder.getClass().getMethod("build").invoke(builder);

            assertThatThrownBy(() -> type.getMethod("load").invoke(source))
                    .cause()
                    .hasMessageContaining("BCFKS key stores need Bouncy Castle")
                    .hasMessageContaining("bcprov-jdk18on");
        }
    }

    @Test
    @DisplayName("the passwords are asked for at each load, and wiped after use")
    void asksForThePasswordsEachTime() throws Exception {
        Path file = PKI.serverA().writePkcs12(directory, "a", password());
        List<char[]> given = new ArrayList<>();
        PasswordSource asked = () -> {
            char[] password = password();
            given.add(password);
            return password;
        };
        KeyStoreFile one = KeyStoreFile.at(file).password(asked).build();
        KeyStoreFile two =
                KeyStoreFile.at(file).password(asked).keyPassword(password()).build();

        one.load();
        one.load();
        two.load();

        assertThat(given).hasSize(3).allSatisfy(password -> assertThat(password).containsOnly('\0'));
    }

    @Test
    @DisplayName("C-5 a new password in a file comes with the new key store")
    void takesANewPassword() throws Exception {
        Path file = PKI.serverA().writePkcs12(directory, "a", password());
        Path passwordFile = Files.writeString(directory.resolve("password"), SECRET + "\n");
        CredentialReloader reloader = new CredentialReloader(
                CredentialSource.of(
                        KeyStoreFile.at(file)
                                .password(PasswordSource.file(passwordFile))
                                .build(),
                        TrustedCertificates.ofPlatform()),
                Clock.systemUTC());
        reloader.loadIfChanged();

        PKI.partnerB().writePkcs12(directory, "a", "another".toCharArray());
        assertThatThrownBy(reloader::loadIfChanged).hasMessageContaining("password");
        Files.writeString(passwordFile, "another\n");

        assertThat(reloader.loadIfChanged().thumbprint().value())
                .isEqualTo(PKI.partnerB().thumbprint());
    }

    @Test
    @DisplayName("C-5 names its file and those of its passwords, for them to be watched")
    void namesItsFiles() {
        Path file = directory.resolve("a.p12");
        Path store = directory.resolve("store");
        Path key = directory.resolve("key");

        assertThat(KeyStoreFile.at(file).password(password()).build().files()).containsExactly(file);
        assertThat(KeyStoreFile.at(file)
                        .password(PasswordSource.file(store))
                        .keyPassword(PasswordSource.file(key))
                        .build()
                        .files())
                .containsExactly(file, store, key);
    }

    private Path bcfks(TestIdentity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
        store.load(null, null);
        store.setKeyEntry(
                "identity", identity.privateKey(), password(), identity.chain().toArray(new Certificate[0]));
        Path file = directory.resolve("a.bcfks");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password());
        }
        return file;
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
