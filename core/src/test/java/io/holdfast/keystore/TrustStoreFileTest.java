package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreFileTest {
    private static final TestPki PKI = TestPki.create();
    private static final String SECRET = "correct horse battery";

    @TempDir
    private Path directory;

    @Test
    @DisplayName("reads a PEM bundle and a trust store, anew each time")
    void readsAnew() throws Exception {
        TrustStoreFile pem = TrustStoreFile.at(PKI.authority().writePemCertificates(directory, "trust"))
                .build();
        Path store = PKI.authority().writeTrustStore(directory, "trust", SECRET.toCharArray());
        TrustStoreFile pkcs12 = TrustStoreFile.at(store)
                .type("PKCS12")
                .password(SECRET.toCharArray())
                .build();

        for (TrustStoreFile file : new TrustStoreFile[] {pem, pkcs12}) {
            assertThat(file.load().trustManager().getAcceptedIssuers())
                    .containsExactly(PKI.authority().certificate());
        }
        PKI.secondAuthority().writePemCertificates(directory, "trust");
        assertThat(pem.load().trustManager().getAcceptedIssuers())
                .containsExactly(PKI.secondAuthority().certificate());
    }

    @Test
    @DisplayName("C-5 names its file and its password's, for them to be watched")
    void namesItsFiles() {
        Path store = directory.resolve("trust.p12");
        Path password = directory.resolve("password");

        assertThat(TrustStoreFile.at(store).build().files()).containsExactly(store);
        assertThat(TrustStoreFile.at(store)
                        .password(PasswordSource.file(password))
                        .build()
                        .files())
                .containsExactly(store, password);
    }

    @Test
    @DisplayName("F7 a wrong password is named as such and never shown")
    void neverShowsAPassword() throws Exception {
        Path store = PKI.authority().writeTrustStore(directory, "trust", SECRET.toCharArray());
        Path password = Files.writeString(directory.resolve("password"), "hunter2-hunter2");
        TrustStoreFile file =
                TrustStoreFile.at(store).password(PasswordSource.file(password)).build();

        assertThatThrownBy(file::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("password")
                .satisfies(failure ->
                        assertThat(KeyStoreFileTest.stackTrace(failure) + file).doesNotContain("hunter2"));
    }
}
