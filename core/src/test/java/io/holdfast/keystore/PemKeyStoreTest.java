package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.PemText;
import io.holdfast.testkit.TestIdentity;
import io.holdfast.testkit.TestPki;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PemKeyStoreTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity RSA =
            PKI.identity("CN=RSA Client").rsa(2048).build();
    private static final TestIdentity ED =
            PKI.identity("CN=Ed25519 Client").ed25519().build();
    private static final String SECRET = "correct horse battery";

    @TempDir
    private Path directory;

    static Stream<Arguments> forms() throws Exception {
        TestIdentity ec = PKI.serverA();
        return Stream.of(
                Arguments.of("PKCS#8, EC", ec, PemText.privateKey(ec.privateKey())),
                Arguments.of("PKCS#8, RSA", RSA, PemText.privateKey(RSA.privateKey())),
                Arguments.of("PKCS#8, Ed25519", ED, PemText.privateKey(ED.privateKey())),
                Arguments.of("encrypted PKCS#8, EC", ec, PemText.encryptedPrivateKey(ec.privateKey(), password())),
                Arguments.of("encrypted PKCS#8, RSA", RSA, PemText.encryptedPrivateKey(RSA.privateKey(), password())),
                Arguments.of("PKCS#1", RSA, PemText.traditionalPrivateKey(RSA.privateKey())),
                Arguments.of("SEC1", ec, PemText.traditionalPrivateKey(ec.privateKey())),
                Arguments.of(
                        "SEC1 after its parameters",
                        ec,
                        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                                + PemText.traditionalPrivateKey(ec.privateKey())),
                Arguments.of("DEK-Info, RSA", RSA, dekInfo(RSA, "AES-256-CBC")),
                Arguments.of("DEK-Info, EC", ec, dekInfo(ec, "DES-EDE3-CBC")));
    }

    @ParameterizedTest(name = "opens {0}")
    @MethodSource("forms")
    void opensEveryForm(String form, TestIdentity identity, String key) throws Exception {
        Path keyFile = Files.writeString(directory.resolve("client.key"), key);
        Path certificates = identity.writePemCertificates(directory, "client");
        Path both = Files.writeString(directory.resolve("both.pem"), key + Files.readString(certificates));

        KeyMaterial fromTwo = PemKeyStore.at(keyFile)
                .certificates(certificates)
                .keyPassword(password())
                .build()
                .load();
        KeyMaterial fromOne =
                PemKeyStore.at(both).keyPassword(password()).build().load();

        assertThat(fromTwo.certificateChain()).isEqualTo(identity.chain());
        assertThat(fromTwo.privateKey()).isEqualTo(identity.privateKey());
        assertThat(fromOne.certificateChain()).isEqualTo(identity.chain());
        assertThat(fromOne.privateKey()).isEqualTo(identity.privateKey());
    }

    @Test
    @DisplayName("puts the chain in order and leaves strangers out")
    void putsTheChainInOrder() throws Exception {
        TestIdentity shuffled = PKI.authority()
                .withChainAfter(PKI.thief().certificate(), PKI.serverA().certificate());
        Path certificates = shuffled.writePemCertificates(directory, "shuffled");
        Path key = PKI.serverA().writePemKey(directory, "a");

        KeyMaterial material =
                PemKeyStore.at(key).certificates(certificates).build().load();

        assertThat(material.certificateChain())
                .containsExactly(PKI.serverA().certificate(), PKI.authority().certificate());
    }

    @Test
    @DisplayName("F7 C-31 wrong and missing passwords are named as such and never shown")
    void neverShowsAPassword() throws Exception {
        for (String key : List.of(
                PemText.encryptedPrivateKey(PKI.serverA().privateKey(), password()), dekInfo(RSA, "AES-256-CBC"))) {
            Path file = Files.writeString(
                    directory.resolve("a.pem"),
                    key + PemText.certificates(PKI.serverA().chain()));
            PemKeyStore wrong = PemKeyStore.at(file)
                    .keyPassword("hunter2-hunter2".toCharArray())
                    .build();

            KeyMaterialException failure = catchThrowableOfType(KeyMaterialException.class, wrong::load);

            assertThat(failure).hasMessageContaining("password is wrong");
            assertThat(KeyStoreFileTest.stackTrace(failure) + wrong).doesNotContain("hunter2");
            assertThatThrownBy(() -> PemKeyStore.at(file).build().load())
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining("encrypted")
                    .hasMessageContaining("Give its password");
        }
    }

    @Test
    @DisplayName("says what is wrong with a file without, with too many, or with broken blocks")
    void saysWhatIsWrongWithAFile() throws Exception {
        String key = PemText.privateKey(PKI.serverA().privateKey());
        String certificates = PemText.certificates(PKI.serverA().chain());

        assertThatThrownBy(load(certificates)).hasMessageContaining("holds no private key");
        assertThatThrownBy(load(key)).hasMessageContaining("holds no certificate");
        assertThatThrownBy(load(key + key + certificates)).hasMessageContaining("several private keys");
        assertThatThrownBy(load(key.replaceFirst("KEY-----\n....", "KEY-----\nAAAA") + certificates))
                .hasMessageContaining("Export the key anew");
        assertThatThrownBy(load(key + certificates.replaceFirst("-----END CERTIFICATE-----", "")))
                .hasMessageContaining("begins 2 certificates");
        assertThatThrownBy(load(key + certificates.replaceFirst("MII", "AAA")))
                .hasMessageContaining("Certificate 1")
                .hasMessageContaining("cannot be read");
    }

    @Test
    @DisplayName("refuses a key that is not the certificate's")
    void refusesAKeyThatIsNotTheCertificates() throws Exception {
        String certificates = PemText.certificates(PKI.serverA().chain());

        assertThatThrownBy(load(PemText.privateKey(PKI.thief().privateKey()) + certificates))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("belongs to none of the certificates");
        assertThatThrownBy(load(PemText.privateKey(RSA.privateKey()) + certificates))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("is no key for the certificates");
    }

    @Test
    @DisplayName("registers no provider")
    void registersNoProvider() throws Exception {
        Provider[] before = Security.getProviders();

        assertThatCode(load(PemText.encryptedPrivateKey(PKI.serverA().privateKey(), password())
                        + PemText.certificates(PKI.serverA().chain())))
                .doesNotThrowAnyException();

        assertThat(Security.getProviders()).containsExactly(before);
    }

    @Test
    @DisplayName("without Bouncy Castle PEM keys say what is missing, and everything else works")
    void saysThatBouncyCastleIsMissing() throws Exception {
        Path pem = PKI.serverA().writePem(directory, "a");
        try (URLClassLoader without = new WithoutBouncyCastle()) {
            Class<?> type = without.loadClass(PemKeyStore.class.getName());
            Object builder = type.getMethod("at", Path.class).invoke(null, pem);
            Object source = builder.getClass().getMethod("build").invoke(builder);
            Class<?> trusted = without.loadClass(TrustedCertificates.class.getName());

            assertThatThrownBy(() -> type.getMethod("load").invoke(source))
                    .cause()
                    .hasMessageContaining("Bouncy Castle")
                    .hasMessageContaining("bcpkix-jdk18on")
                    .hasMessageContaining("NoClassDefFoundError");
            assertThat(trusted.getMethod("load", Path.class, String.class, char[].class)
                            .invoke(null, pem, null, null))
                    .isNotNull();
        }
    }

    private org.assertj.core.api.ThrowableAssert.ThrowingCallable load(String pem) throws Exception {
        Path file = Files.createTempFile(directory, "key", ".pem");
        Files.writeString(file, pem);
        return () -> PemKeyStore.at(file).keyPassword(password()).build().load();
    }

    private static String dekInfo(TestIdentity identity, String cipher) throws Exception {
        PemObject plain;
        try (PemReader reader = new PemReader(new StringReader(PemText.traditionalPrivateKey(identity.privateKey())))) {
            plain = reader.readPemObject();
        }
        PEMEncryptor encryptor = new JcePEMEncryptorBuilder(cipher)
                .setProvider(new BouncyCastleProvider())
                .build(password());
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            String iv = HexFormat.of().withUpperCase().formatHex(encryptor.getIV());
            writer.writeObject(new PemObject(
                    plain.getType(),
                    List.of(new PemHeader("Proc-Type", "4,ENCRYPTED"), new PemHeader("DEK-Info", cipher + "," + iv)),
                    encryptor.encrypt(plain.getContent())));
        }
        return text.toString();
    }

    private static char[] password() {
        return SECRET.toCharArray();
    }

    /** Loads Holdfast anew and hides Bouncy Castle from it. */
    private static final class WithoutBouncyCastle extends URLClassLoader {
        WithoutBouncyCastle() throws Exception {
            super(classPath(), PemKeyStoreTest.class.getClassLoader());
        }

        private static URL[] classPath() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (URL url :
                    Collections.list(PemKeyStoreTest.class.getClassLoader().getResources("io/holdfast/keystore/"))) {
                String folder = url.toString();
                urls.add(new java.net.URI(folder.substring(0, folder.length() - "io/holdfast/keystore/".length()))
                        .toURL());
            }
            return urls.toArray(new URL[0]);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bouncycastle.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith("io.holdfast.")) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : findClass(name);
                }
            }
            return super.loadClass(name, resolve);
        }
    }
}
