package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedCertificatesTest {
    private static final TestPki PKI = TestPki.create();
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path directory;

    @Test
    @DisplayName("reads a PEM bundle with text between the certificates, a PKCS#12 file and a chain of several")
    void readsEveryKindOfFile() throws Exception {
        Path bundle = Files.writeString(
                directory.resolve("bundle.pem"),
                "# ours\n" + PemText.certificates(List.of(PKI.authority().certificate())) + "\nAnother: CN=x\n"
                        + PemText.certificates(List.of(PKI.secondAuthority().certificate())));
        Path pkcs12 = PKI.authority().writeTrustStore(directory, "trust", PASSWORD);

        assertThat(accepted(TrustedCertificates.load(bundle, null, null)))
                .containsExactlyInAnyOrder(
                        PKI.authority().certificate(), PKI.secondAuthority().certificate());
        assertThat(accepted(TrustedCertificates.load(bundle, "pem", null))).hasSize(2);
        assertThat(accepted(TrustedCertificates.load(pkcs12, null, PASSWORD)))
                .containsExactly(PKI.authority().certificate());
        assertThat(accepted(TrustedCertificates.load(pkcs12, "PKCS12", PASSWORD)))
                .containsExactly(PKI.authority().certificate());
    }

    @ParameterizedTest
    @CsvSource({
        "'\n(.)', '\n> $1', the character '>' in line 2",
        "'\n(.)', '\n# $1', the character '#' in line 2",
        "'([^-])\n', '$1\u00a0\n', the character one beyond ASCII in line 2",
        "'([^-])\n', '$1\u200b\n', the character one beyond ASCII in line 2",
        "'\\n([^-])', '\\\\\\\\n$1', the character '\\' in line 1",
        "'\n(M)([^-])', '\n$1_$2', the character '_' in line 2",
        "'\nM', '\n=M', the character '=' in line 2",
        "'=*\n-----END', '=====\n-----END', characters are missing"
    })
    @DisplayName("says of a certificate that is no base64 which character in which line is too much")
    void saysWhatIsNoBase64(String pattern, String replacement, String message) throws Exception {
        String pem = PemText.certificates(List.of(PKI.authority().certificate()));
        Path file = Files.writeString(
                directory.resolve("odd.pem"),
                pem.replaceFirst("-----BEGIN", "\u0001")
                        .replaceFirst("-----END", "\u0002")
                        .replaceAll(pattern.replace("-----END", "\u0002"), replacement.replace("-----END", "\u0002"))
                        .replace("\u0001", "-----BEGIN")
                        .replace("\u0002", "-----END"));
        assertThatThrownBy(() -> TrustedCertificates.load(file, null, null))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("is no base64")
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("C-7 trusts what the named certificates vouch for and nothing else")
    void trustsNothingElse() throws Exception {
        X509TrustManager ours =
                TrustedCertificates.of(List.of(PKI.authority().certificate())).trustManager();
        X509TrustManager others = TrustedCertificates.of(
                        List.of(PKI.secondAuthority().certificate()))
                .trustManager();
        X509TrustManager platform = TrustedCertificates.ofPlatform().trustManager();
        X509Certificate[] chain = PKI.server().chain().toArray(new X509Certificate[0]);

        assertThatCode(() -> ours.checkServerTrusted(chain, "ECDHE_ECDSA")).doesNotThrowAnyException();
        assertThatThrownBy(() -> others.checkServerTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> platform.checkServerTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
        assertThat(platform.getAcceptedIssuers()).isNotEmpty();
    }

    @Test
    @DisplayName("trust in nobody is an error, not trust in everybody")
    void refusesToTrustNobody() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "-----BEGIN NOTHING-----\n");
        Path keysOnly = PKI.serverA().writePkcs12(directory, "keys", PASSWORD);

        assertThatThrownBy(() -> TrustedCertificates.of(Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no certificate to trust");
        assertThatThrownBy(() -> TrustedCertificates.load(empty, null, null))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("no trusted certificate");
        assertThatThrownBy(() -> TrustedCertificates.load(keysOnly, null, PASSWORD))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("no trusted certificate");
        assertThatThrownBy(() -> TrustedCertificates.load(
                        PKI.authority().writeTrustStore(directory, "trust", PASSWORD), null, "wrong".toCharArray()))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("password");
    }

    private static List<X509Certificate> accepted(TrustedCertificates trusted) {
        return List.of(trusted.trustManager().getAcceptedIssuers());
    }
}
