package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates, and the files they are written to. */
class TestIdentityTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

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
    void replacesAFileWithoutTouchingWhatIsBeingRead(@TempDir Path directory) throws Exception {
        Path file = pki.serverA().writePkcs12(directory, "a", PASSWORD);
        byte[] old = Files.readAllBytes(file);

        try (InputStream open = Files.newInputStream(file)) {
            byte[] start = open.readNBytes(100);
            pki.serverA().renewed().writePkcs12(directory, "a", PASSWORD);

            assertThat(start).isEqualTo(Arrays.copyOf(old, 100));
            assertThat(open.readAllBytes()).isEqualTo(Arrays.copyOfRange(old, 100, old.length));
        }
        assertThat(Files.readAllBytes(file)).isNotEqualTo(old);
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
}
