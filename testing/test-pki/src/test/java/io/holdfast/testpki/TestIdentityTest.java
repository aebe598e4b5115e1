package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates, and the files they are written to. */
class TestIdentityTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    private final TestPki pki = TestPki.create();

    @Test
    void renewsWithTheSameKeyAndSubject() {
        TestIdentity renewed = pki.serverA().renewed();

        assertThat(renewed.certificate().getPublicKey())
                .isEqualTo(pki.serverA().certificate().getPublicKey());
        assertThat(renewed.certificate().getSubjectX500Principal())
                .isEqualTo(pki.serverA().certificate().getSubjectX500Principal());
        assertThat(renewed.thumbprint()).isNotEqualTo(pki.serverA().thumbprint());
    }

    @Test
    void rekeysForTheSameSubjectNamesAndIssuer() throws Exception {
        TestIdentity old = pki.identity("CN=Two names,O=Partner A")
                .rsa(2048)
                .dns("one.example")
                .dns("two.example")
                .build();

        TestIdentity rekeyed = old.renewed().rekeyed();

        assertThat(rekeyed.certificate().getPublicKey())
                .isNotEqualTo(old.certificate().getPublicKey());
        assertThat(rekeyed.privateKey().getAlgorithm()).isEqualTo("RSA");
        assertThat(rekeyed.certificate().getSubjectX500Principal())
                .isEqualTo(old.certificate().getSubjectX500Principal());
        assertThat(rekeyed.certificate().getExtensionValue(SUBJECT_ALTERNATIVE_NAME))
                .isEqualTo(old.certificate().getExtensionValue(SUBJECT_ALTERNATIVE_NAME))
                .isNotEmpty();
        rekeyed.certificate().verify(pki.authority().certificate().getPublicKey());
    }

    @Test
    void readsWhatItHasWritten(@TempDir Path directory) throws Exception {
        TestIdentity read = TestIdentity.read(pki.serverA().writePkcs12(directory, "a", PASSWORD), PASSWORD);

        assertThat(read.privateKey()).isEqualTo(pki.serverA().privateKey());
        assertThat(read.keyPair().getPublic()).isEqualTo(pki.serverA().keyPair().getPublic());
        assertThat(read.chain()).isEqualTo(pki.serverA().chain());
    }

    @Test
    void readsAnAuthorityUnderAnyAliasAndIssuesAgain(@TempDir Path directory) throws Exception {
        KeyStore store = pki.authority().keyStore("PKCS12", "another alias", PASSWORD);
        store.setCertificateEntry("no key", pki.secondAuthority().certificate());

        TestIdentity read = TestIdentity.read(stored(store, directory.resolve("authority.p12")), PASSWORD);
        TestIdentity issued =
                CertificateBuilder.identity("CN=Late,O=Partner E", read).build();

        issued.certificate().verify(pki.authority().certificate().getPublicKey());
        assertThat(issued.chain())
                .containsExactly(issued.certificate(), pki.authority().certificate());
    }

    @Test
    void refusesKeyStoresThatHaveNotExactlyOneKey(@TempDir Path directory) throws Exception {
        Path none = pki.authority().writeTrustStore(directory, "none", PASSWORD);
        KeyStore both = pki.serverA().keyStore("PKCS12", "a", PASSWORD);
        both.setKeyEntry("b", pki.partnerB().privateKey(), PASSWORD, new Certificate[] {
            pki.partnerB().certificate()
        });
        Path two = stored(both, directory.resolve("two.p12"));

        assertThatThrownBy(() -> TestIdentity.read(none, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(none + " has 0 private keys with a certificate, where exactly one is expected.");
        assertThatThrownBy(() -> TestIdentity.read(two, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(two + " has 2 private keys with a certificate, where exactly one is expected.");
    }

    @Test
    void namesTheFileThatItCannotReadAndNoPassword(@TempDir Path directory) throws Exception {
        Path good = pki.serverA().writePkcs12(directory, "a", PASSWORD);
        Path bad = Files.writeString(directory.resolve("bad.p12"), "no key store");
        char[] wrong = "wrong password".toCharArray();

        assertThatThrownBy(() -> TestIdentity.read(good, wrong))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(good.toString())
                .hasMessageNotContaining("wrong password");
        assertThatThrownBy(() -> TestIdentity.read(bad, PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(bad.toString());
        assertThatThrownBy(() -> TestIdentity.read(directory.resolve("absent.p12"), PASSWORD))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent.p12");
    }

    @Test
    void cannotIssueAgainWhatItHasRead(@TempDir Path directory) throws Exception {
        TestIdentity read = TestIdentity.read(pki.serverA().writePkcs12(directory, "a", PASSWORD), PASSWORD);

        assertThatThrownBy(read::renewed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CN=Server A")
                .hasMessageContaining("CertificateBuilder.identity");
        assertThatThrownBy(read::rekeyed).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void replacesAFileWithoutTouchingWhatIsBeingRead(@TempDir Path directory) throws Exception {
        Path file = pki.serverA().writePkcs12(directory, "a", PASSWORD);
        byte[] old = Files.readAllBytes(file);

        try (InputStream open = Files.newInputStream(file)) {
            byte[] start = open.readNBytes(100);
            pki.serverA().rekeyed().writePkcs12(directory, "a", PASSWORD);

            assertThat(start).isEqualTo(Arrays.copyOf(old, 100));
            assertThat(open.readAllBytes()).isEqualTo(Arrays.copyOfRange(old, 100, old.length));
        }
        assertThat(TestIdentity.read(file, PASSWORD).thumbprint())
                .isNotEqualTo(pki.serverA().thumbprint());
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void letsOnlyTheOwnerReadKeys(@TempDir Path directory) throws Exception {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path open = Files.writeString(directory.resolve("a.p12"), "there already, and open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        TestIdentity identity = pki.serverA();

        for (Path file : List.of(
                identity.writePkcs12(directory, "a", PASSWORD),
                identity.writeJks(directory, "a", PASSWORD),
                identity.writePem(directory, "a"),
                identity.writePemKey(directory, "a"))) {
            assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
        }
        String usual = permissions(Files.createFile(directory.resolve("usual")));
        assertThat(permissions(identity.writePemCertificates(directory, "a"))).isEqualTo(usual);
        assertThat(permissions(identity.writeTrustStore(directory, "trust", PASSWORD)))
                .isEqualTo(usual);
    }

    @Test
    void writesKeyStoresThatOpenAgain(@TempDir Path directory) throws Exception {
        KeyStore pkcs12 = KeyStore.getInstance(
                pki.serverA().writePkcs12(directory, "a", PASSWORD).toFile(), PASSWORD);
        KeyStore jks = KeyStore.getInstance(
                pki.serverA().writeJks(directory, "a", PASSWORD).toFile(), PASSWORD);

        assertThat(pkcs12.getCertificate("identity")).isEqualTo(pki.serverA().certificate());
        assertThat(jks.getKey("identity", PASSWORD)).isEqualTo(pki.serverA().privateKey());
        assertThat(PemText.encryptedPrivateKey(pki.serverA().privateKey(), PASSWORD))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(PemText.traditionalPrivateKey(pki.serverA().privateKey()))
                .startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(pki.serverA().writePem(directory, "a")).content().contains("BEGIN PRIVATE KEY");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Path stored(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }
}
