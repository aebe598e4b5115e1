package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
