package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
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
    @DisplayName("without Bouncy Castle encrypted PEM keys say what is missing, and everything else works")
    void saysThatBouncyCastleIsMissing() throws Exception {
        Path pem = Files.writeString(
                directory.resolve("a.pem"),
                PemText.encryptedPrivateKey(PKI.serverA().privateKey(), password())
                        + PemText.certificates(PKI.serverA().chain()));
        try (URLClassLoader without = new WithoutBouncyCastle()) {
            Class<?> type = without.loadClass(PemKeyStore.class.getName());
            Object builder = type.getMethod("at", Path.class).invoke(null, pem);
            builder.getClass().getMethod("keyPassword", char[].class).invoke(builder, password());
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

    @ParameterizedTest(name = "without Bouncy Castle opens {0}, if it is not encrypted")
    @MethodSource("forms")
    void opensUnencryptedKeysWithoutBouncyCastle(String form, TestIdentity identity, String key) throws Exception {
        boolean encrypted = key.contains("ENCRYPTED");
        Path pem = Files.writeString(directory.resolve("a.pem"), key + PemText.certificates(identity.chain()));
        try (URLClassLoader without = new WithoutBouncyCastle()) {
            Class<?> type = without.loadClass(PemKeyStore.class.getName());
            Object builder = type.getMethod("at", Path.class).invoke(null, pem);
            builder.getClass().getMethod("keyPassword", char[].class).invoke(builder, password());
            Object source = builder.getClass().getMethod("build").invoke(builder);

            if (encrypted) {
                assertThatThrownBy(() -> type.getMethod("load").invoke(source))
                        .cause()
                        .hasMessageContaining("Encrypted PEM keys need Bouncy Castle")
                        .hasMessageContaining("bcpkix-jdk18on");
            } else {
                Object material = type.getMethod("load").invoke(source);
                assertThat(material.getClass().getMethod("privateKey").invoke(material))
                        .isEqualTo(identity.privateKey());
            }
        }
    }

    static Stream<Arguments> otherCiphers() {
        return Stream.of(
                Arguments.of("1.2.392.200011.61.1.1.1.4", "camellia-256-cbc"),
                Arguments.of("1.2.410.200046.1.1.12", "aria-256-cbc"),
                Arguments.of("1.3.6.1.4.1.3029.1.2", "bf-cbc"),
                Arguments.of("1.2.3.4", "the cipher 1.2.3.4"));
    }

    @ParameterizedTest(name = "names the cipher {1}, and not the password, where that is not supported")
    @MethodSource("otherCiphers")
    void namesTheCipher(String identifier, String name) throws Exception {
        EncryptedPrivateKeyInfo key;
        try (PEMParser parser = new PEMParser(
                new StringReader(PemText.encryptedPrivateKey(PKI.serverA().privateKey(), password())))) {
            key = ((PKCS8EncryptedPrivateKeyInfo) parser.readObject()).toASN1Structure();
        }
        PBES2Parameters scheme =
                PBES2Parameters.getInstance(key.getEncryptionAlgorithm().getParameters());
        ASN1Sequence other = new DERSequence(new ASN1Encodable[] {
            scheme.getKeyDerivationFunc(),
            new AlgorithmIdentifier(
                    new ASN1ObjectIdentifier(identifier),
                    scheme.getEncryptionScheme().getParameters())
        });
        EncryptedPrivateKeyInfo changed = new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(key.getEncryptionAlgorithm().getAlgorithm(), other), key.getEncryptedData());
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject("ENCRYPTED PRIVATE KEY", changed.getEncoded()));
        }

        assertThatThrownBy(load(text + PemText.certificates(PKI.serverA().chain())))
                .hasMessageContaining("is encrypted with " + name + ", which is not supported")
                .hasMessageContaining("openssl pkcs8 -topk8 -v2 aes-256-cbc")
                .hasMessageNotContaining("password");
        assertThatThrownBy(load(dekInfo(RSA, "AES-256-CBC").replace("AES-256-CBC", "CAMELLIA-256-CBC")
                        + PemText.certificates(RSA.chain())))
                .hasMessageContaining("is encrypted with CAMELLIA-256-CBC")
                .hasMessageNotContaining("password");
    }

    @Test
    @DisplayName("passes over parameters, revocation lists, comments and blocks of unknown kinds")
    void passesOverForeignBlocks() throws Exception {
        String foreign = """
                # friendlyName: client
                -----BEGIN DH PARAMETERS-----
                MAYCAQsCAQI=
                -----END DH PARAMETERS-----
                -----BEGIN X509 CRL-----
                AAAA
                -----END X509 CRL-----
                -----BEGIN PUBLIC KEY-----
                AAAA
                -----END PUBLIC KEY-----
                -----BEGIN ATTRIBUTE CERTIFICATE-----
                AAAA
                -----END ATTRIBUTE CERTIFICATE-----
                -----BEGIN SOMETHING ELSE-----
                AAAA
                -----END SOMETHING ELSE-----
                Bag Attributes
                    localKeyID: 01
                """;

        Path file = Files.writeString(
                directory.resolve("mixed.pem"),
                foreign
                        + PemText.certificates(PKI.serverA().chain())
                        + foreign
                        + PemText.privateKey(PKI.serverA().privateKey())
                        + foreign);

        assertThat(PemKeyStore.at(file).build().load().certificateChain())
                .isEqualTo(PKI.serverA().chain());
    }

    @Test
    @DisplayName("a certificate with OpenSSL's trust settings is refused with what to do")
    void refusesATrustedCertificate() throws Exception {
        String trusted = PemText.certificates(PKI.serverA().chain()).replace(" CERTIFICATE-", " TRUSTED CERTIFICATE-");

        assertThatThrownBy(load(PemText.privateKey(PKI.serverA().privateKey()) + trusted))
                .hasMessageContaining("-trustout");
    }

    @Test
    @DisplayName(
            "C-5 of an old and a renewed certificate of one key the one that ends last is taken, and named in the log")
    void takesTheRenewedCertificate() throws Exception {
        Instant now = Instant.now();
        TestIdentity renewed = sameKey(now.minusSeconds(60), now.plus(Duration.ofDays(60)));
        TestIdentity notYet = sameKey(now.plus(Duration.ofDays(20)), now.plus(Duration.ofDays(90)));
        TestIdentity ended = sameKey(now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(1)));
        TestIdentity old = PKI.serverA();
        TestLog log = new TestLog();

        for (List<TestIdentity> order : List.of(
                List.of(old, renewed, notYet, ended),
                List.of(ended, notYet, renewed, old),
                List.of(notYet, old, ended, renewed))) {
            StringBuilder pem = new StringBuilder(PemText.privateKey(old.privateKey()));
            order.forEach(one -> pem.append(PemText.certificates(List.of(one.certificate()))));
            pem.append(PemText.certificates(List.of(PKI.authority().certificate())));
            Path file = Files.writeString(directory.resolve("several.pem"), pem);

            assertThat(PemKeyStore.at(file).build().load().certificateChain()).isEqualTo(renewed.chain());
        }
        assertThat(log.text())
                .contains("serial number "
                        + renewed.certificate().getSerialNumber().toString(16))
                .doesNotContain("will not be sent");
    }

    @Test
    @DisplayName("the password is asked for at each load, and wiped after use")
    void asksForThePasswordEachTime() throws Exception {
        Path file = Files.writeString(
                directory.resolve("a.pem"),
                PemText.encryptedPrivateKey(PKI.serverA().privateKey(), password())
                        + PemText.certificates(PKI.serverA().chain()));
        List<char[]> given = new ArrayList<>();
        PemKeyStore source = PemKeyStore.at(file)
                .keyPassword(() -> {
                    char[] password = password();
                    given.add(password);
                    return password;
                })
                .build();

        source.load();
        source.load();

        assertThat(given).hasSize(2).allSatisfy(password -> assertThat(password).containsOnly('\0'));
    }

    @Test
    @DisplayName("C-5 names both files and the password's, for them to be watched")
    void namesItsFiles() {
        Path key = directory.resolve("a.key");
        Path certificate = directory.resolve("a.crt");
        Path password = directory.resolve("password");

        assertThat(PemKeyStore.at(key).build().files()).containsExactly(key);
        assertThat(PemKeyStore.at(key)
                        .certificates(certificate)
                        .keyPassword(PasswordSource.file(password))
                        .build()
                        .files())
                .containsExactly(key, certificate, password);
    }

    private static TestIdentity sameKey(Instant from, Instant until) {
        return PKI.identity("CN=Server A,OU=Orders,O=Partner A")
                .keyPair(PKI.serverA().keyPair())
                .valid(from, until)
                .build();
    }

    private org.assertj.core.api.ThrowableAssert.ThrowingCallable load(String pem) throws Exception {
        Path file = Files.createTempFile(directory, "key", ".pem");
        Files.writeString(file, pem);
        return () -> PemKeyStore.at(file).keyPassword(password()).build().load();
    }

    static String dekInfo(TestIdentity identity, String cipher) throws Exception {
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
}
