package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates, and the files they are written to. */
class TestIdentityTest {

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
    void writesKeyStoresThatOpenAgain(@TempDir Path directory) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore pkcs12 = KeyStore.getInstance(
                pki.serverA().writePkcs12(directory, "a", password).toFile(), password);
        KeyStore jks = KeyStore.getInstance(
                pki.serverA().writeJks(directory, "a", password).toFile(), password);

        assertThat(pkcs12.getCertificate("identity")).isEqualTo(pki.serverA().certificate());
        assertThat(jks.getKey("identity", password)).isEqualTo(pki.serverA().privateKey());
        assertThat(PemText.encryptedPrivateKey(pki.serverA().privateKey(), password))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(PemText.traditionalPrivateKey(pki.serverA().privateKey()))
                .startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(pki.serverA().writePem(directory, "a")).content().contains("BEGIN PRIVATE KEY");
    }
}
