package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RfcVectors;
import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbprintCommandTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    Path directory;

    @Test
    void showsTheThumbprintOfAFileInBothSpellings() throws Exception {
        TestIdentity client = PKI.serverA();
        Path pem = client.writePemCertificates(directory, "client");
        Path der = Files.write(
                directory.resolve("client.der"), client.certificate().getEncoded());

        for (Path file : List.of(pem, der)) {
            Run run = Run.of("thumbprint", file.toString());
            assertThat(run.code()).as(run.all()).isZero();
            assertThat(run.out()).contains(client.thumbprint()).contains("CN=Server A");
            assertThat(run.err()).isEmpty();
        }
        assertThat(Run.of("thumbprint", pem.toString(), "-q").out().trim()).isEqualTo(client.thumbprint());
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                .digest(client.certificate().getEncoded());
        assertThat(Run.of("thumbprint", pem.toString(), "--json").out())
                .contains("\"sha256\": \"" + java.util.HexFormat.of().formatHex(digest) + "\"");
    }

    @Test
    void passesOverTheKeyInTheSameFileWhateverItsOrder() throws Exception {
        TestIdentity client = PKI.serverA();
        String certificate = Files.readString(client.writePemCertificates(directory, "certificate"));
        String key = Files.readString(client.writePemKey(directory, "key"));

        for (String text : List.of(key + certificate, certificate + key)) {
            Run run = Run.of(
                    "thumbprint",
                    Files.writeString(directory.resolve("both.pem"), text).toString(),
                    "-q");
            assertThat(run.out().trim()).as(run.all()).isEqualTo(client.thumbprint());
            assertThat(run.all()).doesNotContain("PRIVATE");
        }
    }

    @Test
    void showsTheThumbprintOfAKeyStoreWhosePasswordIsInAFileOnInputOrAsked() throws Exception {
        Path store = PKI.serverA().writePkcs12(directory, "a", "opensesame".toCharArray());
        Path password = Files.writeString(directory.resolve("password"), "opensesame\nmore");

        assertThat(Run.of("thumbprint", "--keystore", store.toString(), "--password-file", password.toString(), "-q")
                        .out())
                .contains(PKI.serverA().thumbprint());
        assertThat(Run.with("opensesame\n", "thumbprint", "--keystore=" + store, "--password-file=-", "-q")
                        .out())
                .contains(PKI.serverA().thumbprint());
        Run asked = Run.of(
                java.util.Map.of(), "", question -> "opensesame".toCharArray(), "thumbprint", "--keystore", "" + store);
        assertThat(asked.out()).contains(PKI.serverA().thumbprint());
        assertThat(Run.of("thumbprint", "--keystore", store.toString()))
                .matches(run -> run.code() == 2 && run.err().contains("--password-file"));
    }

    @Test
    void showsTheThumbprintOfAHeaderValueAsADoorReadsIt() throws Exception {
        String pem = PemText.certificates(List.of(PKI.serverA().certificate()));
        Path value = Files.writeString(
                directory.resolve("header"),
                URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20"));

        assertThat(Run.of("thumbprint", "--header-value", value.toString(), "--format", "nginx", "-q")
                        .out())
                .contains(PKI.serverA().thumbprint());
        assertThat(Run.of("thumbprint", "--header-value", value.toString(), "--format", "haproxy"))
                .matches(run -> run.code() == 2 && run.err().contains("haproxy"));
        assertThat(Run.of("thumbprint", "--header-value", value.toString(), "--format", "ngnix"))
                .matches(run -> run.code() == 2
                        && run.err().contains("ngnix")
                        && run.err().contains("nginx,"));
    }

    @Test
    void showsTheThumbprintOfTheExampleOfTheRfc() throws Exception {
        Path file = Files.write(
                directory.resolve("rfc.pem"), RfcVectors.appendixACertificate().getEncoded());

        assertThat(Run.of("thumbprint", file.toString(), "-q").out())
                .contains("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0");
    }

    @Test
    void saysWhatItNeedsInOneSentence() throws Exception {
        assertThat(Run.of("thumbprint"))
                .matches(run -> run.code() == 2 && run.err().contains("--header-value"));
        Path no = Files.writeString(directory.resolve("no.pem"), "nothing");
        assertThat(Run.of("thumbprint", no.toString()))
                .matches(run -> run.code() == 2 && run.err().contains("holds no certificate"));
        assertThat(Run.of("thumbprint", directory.resolve("none").toString()))
                .matches(run -> run.code() == 2 && run.err().contains("There is no file"));
    }

    /** The certificate with a letter in the year that it begins in: its form is right, and nobody can read it. */
    private static byte[] damaged() throws Exception {
        byte[] der = PKI.serverA().certificate().getEncoded();
        for (int i = 0; i < der.length - 2; i++) {
            if (der[i] == 0x17 && der[i + 1] == 0x0d) {
                der[i + 2] = 'x';
                return der;
            }
        }
        throw new AssertionError("The certificate has no UTCTime.");
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    @Test
    void saysWhyTheCertificateOfAFileCannotBeRead() throws Exception {
        byte[] whole = PKI.serverA().certificate().getEncoded();
        String pem = block("CERTIFICATE", whole);
        Map<String, String> reasons = Map.of(
                block("TRUSTED CERTIFICATE", whole), "not with openssl's -trustout",
                pem.substring(0, pem.length() / 2), "only 0 are whole",
                block("CERTIFICATE REQUEST", new byte[] {0x30, 0}), "holds no certificate. It",
                Files.readString(PKI.serverA().writePemKey(directory, "key")), "--cert beside --key",
                block("CERTIFICATE", damaged()), "Certificate 1 in");

        for (Map.Entry<String, String> each : reasons.entrySet()) {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                saysOf(Files.writeString(directory.resolve("a.pem"), each.getKey(), charset), each.getValue());
            }
        }
        saysOf(Files.write(directory.resolve("a.der"), damaged()), "Certificate 1 in");
        String copied = block("CERTIFICATE", damaged()) + "HTTP/1.1 404\n";
        assertThat(Run.with(copied, "explain"))
                .matches(run ->
                        run.err().contains("The certificate in the text is left out. Certificate 1 in the text"));
        assertThat(Run.of(
                                "thumbprint",
                                PKI.serverA()
                                        .writePkcs12(directory, "a", "x".toCharArray())
                                        .toString())
                        .err())
                .contains("If it is a key store, name it with --keystore");
    }

    private static void saysOf(Path file, String reason) {
        for (String[] line : new String[][] {{"thumbprint", file.toString()}, {"explain", "--cert", file.toString()}}) {
            assertThat(Run.of(line))
                    .matches(run -> run.code() == 2, "cannot be used")
                    .matches(run -> run.err().contains(reason), reason)
                    .matches(run -> !run.err().contains("If it is a key store"), "is no key store");
        }
    }
}
