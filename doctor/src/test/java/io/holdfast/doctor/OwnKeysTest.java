package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the options for your own certificate and key")
class OwnKeysTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity CLIENT = PKI.serverA();

    @TempDir
    Path files;

    private static Run thumbprint(String... identity) {
        return Run.of(Parties.concat(java.util.List.of("-q"), concat("thumbprint", identity)));
    }

    private static String[] concat(String first, String... more) {
        return Parties.concat(java.util.List.of(more), first);
    }

    @Test
    @DisplayName("name the option whose file is missing")
    void nameTheOptionWhoseFileIsMissing() throws Exception {
        String certificate = CLIENT.writePemCertificates(files, "a").toString();
        String key = CLIENT.writePemKey(files, "a").toString();
        String none = files.resolve("missing.key").toString();

        assertThat(Run.of("call", "https://localhost:1/", "--cert", certificate, "--key", none)
                        .err())
                .contains("The file of --key cannot be used. There is no file", none)
                .doesNotContain("password");
        assertThat(Run.of("call", "https://localhost:1/", "--cert", none, "--key", key)
                        .err())
                .contains("The file of --cert cannot be used. There is no file", none);
        assertThat(thumbprint("--keystore", none).err())
                .contains("The file of --keystore cannot be used. There is no file", none)
                .doesNotContain("password");
    }

    @Test
    @DisplayName("take PEM in UTF-16 as a Windows editor saves it, without asking for a password")
    void takePemInUtf16() throws Exception {
        String pem = Files.readString(CLIENT.writePem(files, "plain"));
        Path utf16 = Files.write(files.resolve("utf16.pem"), ("\uFEFF" + pem).getBytes(StandardCharsets.UTF_16LE));

        Run run = thumbprint("--keystore", utf16.toString());

        assertThat(run.out().trim()).as(run.all()).isEqualTo(CLIENT.thumbprint());
    }

    @Test
    @DisplayName("take a key with a password of its own in a key store")
    void takeAKeyWithAPasswordOfItsOwn() throws Exception {
        Path store = files.resolve("store.jks");
        KeyStore jks = KeyStore.getInstance("JKS");
        jks.load(null, null);
        jks.setKeyEntry(
                "a",
                CLIENT.privateKey(),
                "key-word".toCharArray(),
                CLIENT.chain().toArray(new Certificate[0]));
        try (OutputStream out = Files.newOutputStream(store)) {
            jks.store(out, "store-word".toCharArray());
        }
        String ofStore = Parties.file(files, "store.txt", "store-word\n").toString();
        String ofKey = Parties.file(files, "key.txt", "key-word\n").toString();

        assertThat(thumbprint("--keystore", store.toString(), "--password-file", ofStore)
                        .code())
                .as("without it the key stays shut")
                .isEqualTo(2);
        Run run = thumbprint("--keystore", store.toString(), "--password-file", ofStore, "--key-password-file", ofKey);
        assertThat(run.out().trim()).as(run.all()).isEqualTo(CLIENT.thumbprint());
    }

    @Test
    @DisplayName("name a PKCS#11 provider or its configuration, and nothing beside it")
    void nameAPkcs11Provider() throws Exception {
        String key = CLIENT.writePem(files, "a").toString();

        assertThat(thumbprint("--pkcs11", "SunPKCS11-nowhere"))
                .matches(run -> run.code() == 2
                        && run.err().contains("--pkcs11, SunPKCS11-nowhere, is neither a file nor a provider"));
        Path configuration = Parties.file(files, "hsm.cfg", "name = hsm\nlibrary = " + files.resolve("none.so") + "\n");
        assertThat(thumbprint("--pkcs11", configuration.toString()))
                .matches(run -> run.code() == 2
                        && run.err().contains("The configuration " + configuration)
                        && !run.err().contains("is missing"));
        assertThat(thumbprint("--pkcs11", "SunPKCS11-hsm", "--keystore", key))
                .matches(run -> run.code() == 2 && run.err().contains("both --pkcs11 and --keystore"));
    }
}
