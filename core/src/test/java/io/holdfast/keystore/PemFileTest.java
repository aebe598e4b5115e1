package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of keys and certificates in every shape that tools, editors and shells write. */
class PemFileTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity EC = PKI.serverA();
    private static final TestIdentity RSA = PKI.identity("CN=RSA").rsa(2048).build();
    private static final String SECRET = "correct horse battery";

    @TempDir
    private Path directory;

    static Stream<Arguments> shapes() {
        String key = PemText.privateKey(EC.privateKey());
        String chain = PemText.certificates(EC.chain());
        String both = chain + key;
        Map<String, byte[]> shapes = new TreeMap<>();
        shapes.put("UTF-8 with byte order mark", bytes("\uFEFF" + key + chain));
        shapes.put("UTF-16 little-endian with byte order mark", ("\uFEFF" + both).getBytes(StandardCharsets.UTF_16LE));
        shapes.put("UTF-16 big-endian with byte order mark", ("\uFEFF" + both).getBytes(StandardCharsets.UTF_16BE));
        shapes.put("UTF-16 little-endian without mark", both.getBytes(StandardCharsets.UTF_16LE));
        shapes.put("UTF-16 big-endian without mark", both.getBytes(StandardCharsets.UTF_16BE));
        shapes.put("UTF-16 with words of another script", ("\uFEFF鍵\r\n" + both).getBytes(StandardCharsets.UTF_16LE));
        shapes.put("line ends CR LF", bytes(both.replace("\n", "\r\n")));
        shapes.put("line ends CR", bytes(both.replace("\n", "\r")));
        shapes.put("line ends CR CR LF", bytes(both.replace("\n", "\r\r\n")));
        shapes.put("empty lines between lines", bytes(both.replace("\n", "\n\n")));
        shapes.put("four spaces before each line", bytes(both.replaceAll("(?m)^", "    ")));
        shapes.put(
                "tabs before and spaces after each line",
                bytes(both.replaceAll("(?m)^", "\t").replace("\n", "  \n")));
        shapes.put("each block on one line", bytes(both.replace("\n", " ")));
        shapes.put("each block on one line without spaces", bytes(both.replace("\n", "")));
        shapes.put("line ends written out", bytes("KEY=\"" + both.replace("\n", "\\n") + "\""));
        shapes.put("line ends CR LF written out", bytes("{\"key\":\"" + both.replace("\n", "\\r\\n") + "\"}"));
        shapes.put("lines that go on, as in a properties file", bytes("key=" + both.replace("\n", "\\\n  ")));
        shapes.put("base64 in one long line", bytes(both.replaceAll("(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/=])", "")));
        shapes.put("no line end after the last line", bytes(both.trim()));
        shapes.put("key behind the certificate without line break", bytes(chain.trim() + key));
        shapes.put("certificate behind the key without line break", bytes(key.trim() + chain));
        shapes.put(
                "text around", bytes("Bag Attributes\n  friendlyName: a\nsubject=/CN=a\n" + both + "\n-- \nregards\n"));
        shapes.put("a rule of dashes before", bytes("--------------------\n" + both + "-----\n"));
        shapes.put("a label with two spaces", bytes(both.replace("-----BEGIN PRIVATE", "-----BEGIN  PRIVATE")));
        shapes.put("headers before the base64", bytes(both.replace("KEY-----\n", "KEY-----\nComment: my own key\n\n")));
        shapes.put("a request beside", bytes(request() + both));
        shapes.put("parameters of the curve beside", bytes(curve() + both));
        shapes.put("PKCS#8 under an EC label", bytes(both.replace("PRIVATE KEY", "EC PRIVATE KEY")));
        shapes.put("PKCS#8 under an RSA label", bytes(both.replace("PRIVATE KEY", "RSA PRIVATE KEY")));
        shapes.put("SEC 1 under the label of PKCS#8", bytes(sec1().replace("EC PRIVATE", "PRIVATE") + chain));
        shapes.put("a key under the label of a certificate", bytes(both.replace("PRIVATE KEY", "CERTIFICATE")));
        shapes.put("END with another label", bytes(both.replace("END PRIVATE KEY", "END EC PRIVATE KEY")));
        shapes.put("the chain in PKCS#7", bytes(key + pkcs7("PKCS7")));
        shapes.put("the chain in PKCS#7 under a certificate's label", bytes(key + pkcs7("CERTIFICATE")));
        shapes.put("SEC 1 without curve behind its parameters", bytes(curve() + bareSec1() + chain));
        shapes.put("PKCS#8 with public key and attributes", bytes(pkcs8Version2() + chain));
        return shapes.entrySet().stream().map(shape -> Arguments.of(shape.getKey(), shape.getValue()));
    }

    @ParameterizedTest(name = "opens a file with {0}")
    @MethodSource("shapes")
    void opensEveryShape(String shape, byte[] content) throws Exception {
        Path file = Files.write(directory.resolve("both.pem"), content);

        KeyMaterial material = PemKeyStore.at(file).build().load();

        assertThat(material.certificateChain()).isEqualTo(EC.chain());
        assertThat(material.privateKey()).isEqualTo(EC.privateKey());
        assertThat(TrustStoreFile.at(file).build().load().certificates())
                .containsExactlyInAnyOrderElementsOf(EC.chain());
    }

    static Stream<Arguments> encryptedShapes() {
        String key = PemText.encryptedPrivateKey(EC.privateKey(), SECRET.toCharArray());
        return Stream.of(
                Arguments.of("under the label PRIVATE KEY", key.replace("ENCRYPTED PRIVATE", "PRIVATE")),
                Arguments.of("under the label RSA PRIVATE KEY", key.replace("ENCRYPTED PRIVATE", "RSA PRIVATE")),
                Arguments.of("on one line", key.replace("\n", " ")));
    }

    @ParameterizedTest(name = "opens an encrypted key {0}")
    @MethodSource("encryptedShapes")
    void opensAnEncryptedKey(String shape, String key) throws Exception {
        Path file = Files.writeString(directory.resolve("a.pem"), key + PemText.certificates(EC.chain()));

        assertThat(PemKeyStore.at(file)
                        .keyPassword(SECRET.toCharArray())
                        .build()
                        .load()
                        .privateKey())
                .isEqualTo(EC.privateKey());
        assertThatThrownBy(() -> PemKeyStore.at(file).build().load()).hasMessageContaining("Give its password");
    }

    @Test
    @DisplayName("opens OpenSSL's old encrypted form on one line and with line ends written out")
    void opensTheOldEncryptedFormOnOneLine() throws Exception {
        String key = PemKeyStoreTest.dekInfo(RSA, "AES-256-CBC");
        for (String shape :
                List.of(key, key.replace("\n", " "), key.replace("\n", "\\n"), key.replaceAll("(?m)^", "  "))) {
            Path file = Files.writeString(directory.resolve("a.pem"), PemText.certificates(RSA.chain()) + shape);

            assertThat(PemKeyStore.at(file)
                            .keyPassword(SECRET.toCharArray())
                            .build()
                            .load()
                            .privateKey())
                    .isEqualTo(RSA.privateKey());
        }
    }

    @Test
    @DisplayName("opens keys and certificates in DER")
    void opensDer() throws Exception {
        for (TestIdentity identity : List.of(EC, RSA)) {
            for (byte[] key : List.of(
                    identity.privateKey().getEncoded(), body(PemText.traditionalPrivateKey(identity.privateKey())))) {
                Path keyFile = Files.write(directory.resolve("a.key"), key);
                for (byte[] certificates : List.of(identity.certificate().getEncoded(), pkcs7(identity.chain()))) {
                    Path certificateFile = Files.write(directory.resolve("a.cer"), certificates);

                    KeyMaterial material = PemKeyStore.at(keyFile)
                            .certificates(certificateFile)
                            .build()
                            .load();

                    assertThat(material.certificate()).isEqualTo(identity.certificate());
                    assertThat(material.privateKey()).isEqualTo(identity.privateKey());
                }
            }
        }
    }

    @Test
    @DisplayName("trusts what a .cer, .der, .p7b or .p7c file holds, in DER or PEM, with and without its type")
    void trustsDerAndPkcs7() throws Exception {
        X509Certificate authority = PKI.authority().certificate();
        List<X509Certificate> two = List.of(authority, PKI.secondAuthority().certificate());
        Path der = Files.write(directory.resolve("ca.cer"), authority.getEncoded());
        Path p7b = Files.write(directory.resolve("ca.p7b"), pkcs7(two));
        Path pem = Files.writeString(directory.resolve("ca.p7c"), block("PKCS7", pkcs7(two)));
        Path certutil = Files.writeString(directory.resolve("ca.crt"), block("CERTIFICATE", pkcs7(two)));

        for (String type : new String[] {null, "PEM"}) {
            assertThat(TrustedCertificates.load(der, type, null).certificates()).containsExactly(authority);
            for (Path file : List.of(p7b, pem, certutil)) {
                assertThat(TrustedCertificates.load(file, type, null).certificates())
                        .containsExactlyInAnyOrderElementsOf(two);
            }
        }
        assertThatThrownBy(() -> TrustedCertificates.load(der, "PKCS12", null))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("is PEM by its content, not PKCS12");
    }

    @Test
    @DisplayName("says what a file without private key has instead, and never that there is none where one is")
    void saysWhatWasFound() throws Exception {
        String key = PemText.privateKey(EC.privateKey());
        String chain = PemText.certificates(EC.chain());

        assertThatThrownBy(load(chain + request()))
                .hasMessageContaining("holds no private key. It has 2 × CERTIFICATE, CERTIFICATE REQUEST.");
        assertThatThrownBy(load(chain + key.replaceFirst("-----END PRIVATE KEY-----", "")))
                .hasMessageContaining("-----BEGIN PRIVATE KEY----- without its -----END PRIVATE KEY-----");
        assertThatThrownBy(load(chain + key.replaceFirst("KEY-----\n.", "KEY-----\n?")))
                .hasMessageContaining("cannot be read (no base64)")
                .hasMessageContaining("openssl pkey");
        assertThatThrownBy(load(chain
                        + key.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY").replace("KEY-----\nM", "KEY-----\nb")))
                .hasMessageContaining("ssh-keygen -p -m PKCS8");
        assertThatThrownBy(load(chain + bareSec1())).hasMessageContaining("does not name its curve");
        assertThatThrownBy(load(chain + explicitCurve())).hasMessageContaining("-param_enc named_curve");
        assertThatThrownBy(load(key + request()))
                .hasMessageContaining("holds no certificate. It has PRIVATE KEY, CERTIFICATE REQUEST.");
        assertThatThrownBy(load(Base64.getEncoder().encodeToString(bytes(key + chain))))
                .hasMessageContaining("base64 -d");
        assertThatThrownBy(load(key + block("CERTIFICATE", bytes("no certificate"))))
                .hasMessageContaining("Certificate 1");
    }

    @Test
    @DisplayName("a key store that is taken for PEM, and PEM that is taken for a key store, are named with the fix")
    void namesTheOtherKind() throws Exception {
        Path store = EC.writePkcs12(directory, "a", SECRET.toCharArray());
        Path pem = EC.writePem(directory, "a");
        Path certificate =
                Files.write(directory.resolve("a.cer"), EC.certificate().getEncoded());

        assertThatThrownBy(() -> PemKeyStore.at(store).build().load())
                .hasMessageContaining("PKCS12 key store")
                .hasMessageContaining("openssl pkcs12");
        assertThatThrownBy(() -> KeyStoreFile.at(pem)
                        .type("PKCS12")
                        .password(SECRET.toCharArray())
                        .build()
                        .load())
                .hasMessageContaining("is PEM by its content, not PKCS12");
        assertThatThrownBy(() -> KeyStoreFile.at(certificate)
                        .password(SECRET.toCharArray())
                        .build()
                        .load())
                .hasMessageContaining("It has CERTIFICATE in DER");
    }

    @Test
    @DisplayName("a file of the largest size is read in linear time, whatever it is full of")
    void readsInLinearTime() throws Exception {
        for (String unit : List.of(
                "-----BEGIN ",
                "-----BEGIN A-----",
                "-----BEGIN A----------END A-----",
                "-",
                "-----END ",
                "-----BEGIN PRIVATE KEY-----a:b ",
                "\\n",
                "a: ",
                "-----BEGIN A-----\na: b\n")) {
            String text = "-----BEGIN PUBLIC KEY-----" + unit.repeat(4_000_000 / unit.length());
            for (String end : List.of("", "-----END PUBLIC KEY-----")) {
                byte[] content = bytes(text + end);
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                    try (PemFile file = PemFile.of(content)) {
                        assertThat(file.found()).hasSizeLessThan(1_500);
                    }
                });
            }
        }
    }

    private org.assertj.core.api.ThrowableAssert.ThrowingCallable load(String pem) throws Exception {
        Path file = Files.writeString(Files.createTempFile(directory, "key", ".pem"), pem);
        return () -> PemKeyStore.at(file).build().load();
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static byte[] body(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    }

    private static String pkcs7(String label) {
        try {
            return block(label, pkcs7(EC.chain()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pkcs7(List<X509Certificate> certificates) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertPath(certificates)
                .getEncoded("PKCS7");
    }

    private static String request() {
        try {
            return block(
                    "CERTIFICATE REQUEST",
                    new JcaPKCS10CertificationRequestBuilder(
                                    EC.certificate().getSubjectX500Principal(),
                                    EC.certificate().getPublicKey())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(EC.privateKey()))
                            .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String curve() {
        return "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    }

    private static String sec1() {
        return PemText.traditionalPrivateKey(EC.privateKey());
    }

    /** Java's own: the number alone, without the curve's name. */
    private static String bareSec1() {
        try {
            return block(
                    "EC PRIVATE KEY",
                    PrivateKeyInfo.getInstance(EC.privateKey().getEncoded())
                            .parsePrivateKey()
                            .toASN1Primitive()
                            .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pkcs8Version2() {
        try {
            PrivateKeyInfo key = PrivateKeyInfo.getInstance(EC.privateKey().getEncoded());
            return block(
                    "PRIVATE KEY",
                    new PrivateKeyInfo(
                                    key.getPrivateKeyAlgorithm(),
                                    key.parsePrivateKey(),
                                    new org.bouncycastle.asn1.DERSet(),
                                    new byte[] {4, 1})
                            .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String explicitCurve() throws Exception {
        PrivateKeyInfo key = PrivateKeyInfo.getInstance(EC.privateKey().getEncoded());
        X9ECParameters curve = ECNamedCurveTable.getByName("P-256");
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new X962Parameters(curve));
        return block("PRIVATE KEY", new PrivateKeyInfo(algorithm, key.parsePrivateKey()).getEncoded());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
