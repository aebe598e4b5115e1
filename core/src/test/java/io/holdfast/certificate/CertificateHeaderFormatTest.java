package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.testkit.ForwardedHeader;
import io.holdfast.testkit.RfcVectors;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each format's grammar, on what the proxies are known to send and on everything that is nearly that. */
final class CertificateHeaderFormatTest {
    private static final TestPki PKI = TestPki.create();
    private static final X509Certificate CERTIFICATE = withPlusAndSlash();
    private static final byte[] DER = der(CERTIFICATE);
    private static final String BASE64 = Base64.getEncoder().encodeToString(DER);

    /** A certificate in whose base64 stands what proxies escape, and only most have that by chance. */
    private static X509Certificate withPlusAndSlash() {
        TestIdentity client = PKI.serverA();
        String base64 = Base64.getEncoder().encodeToString(der(client.certificate()));
        while (!base64.contains("+") || !base64.contains("/")) {
            client = client.renewed();
            base64 = Base64.getEncoder().encodeToString(der(client.certificate()));
        }
        return client.certificate();
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(CertificateHeaderFormat format, byte... der) {
        return ForwardedHeader.value(format.settingValue(), der);
    }

    private static void assertMalformed(CertificateHeaderFormat format, String value) {
        assertThatThrownBy(() -> format.certificate(value))
                .isInstanceOf(MalformedCertificateException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(BASE64.substring(8, 40)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-19 S-22 takes the very bytes that the proxy sends")
    void takesTheVeryBytes(CertificateHeaderFormat format) throws Exception {
        assertThat(format.certificate(value(format, DER)).getEncoded()).isEqualTo(DER);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-6 S-44 takes the certificate of RFC 8705 Appendix A, expired as it is")
    void takesTheCertificateOfTheRfc(CertificateHeaderFormat format) throws Exception {
        X509Certificate certificate = format.certificate(value(format, RfcVectors.appendixACertificateDer()));

        assertThat(TestIdentity.thumbprintOf(certificate)).isEqualTo(RfcVectors.APPENDIX_A_THUMBPRINT);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-18 takes a certificate of 16384 octets")
    void takesALargeCertificate(CertificateHeaderFormat format) throws Exception {
        byte[] large = ForwardedHeader.certificateOf(16384, PKI);
        assertThat(large).hasSize(16384);

        assertThat(format.certificate(value(format, large)).getEncoded()).isEqualTo(large);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-18 refuses a value over 32768 characters before it decodes it")
    void refusesOversizedValues(CertificateHeaderFormat format) {
        assertThatThrownBy(() -> format.certificate("A".repeat(32769)))
                .isInstanceOf(MalformedCertificateException.class)
                .hasMessage("it is longer than 32768 characters");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-19 D11 refuses bytes behind the certificate, a second certificate too")
    void refusesTrailingBytes(CertificateHeaderFormat format) {
        byte[] authority = der(PKI.authority().certificate());
        byte[] two = Arrays.copyOf(DER, DER.length + authority.length);
        System.arraycopy(authority, 0, two, DER.length, authority.length);

        assertMalformed(format, value(format, Arrays.copyOf(DER, DER.length + 1)));
        assertMalformed(format, value(format, Arrays.copyOf(DER, DER.length - 1)));
        assertMalformed(format, value(format, two));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-15 D11 refuses a list, and a chain behind the certificate where the format has none")
    void refusesLists(CertificateHeaderFormat format) {
        boolean hasChain =
                format == CertificateHeaderFormat.TRAEFIK || format == CertificateHeaderFormat.AWS_ALB_PASSTHROUGH;
        String one = value(format, DER);
        String other = value(
                format,
                der(hasChain ? PKI.thief().certificate() : PKI.authority().certificate()));

        for (String separator : List.of(",", ", ", " ", ";", "%2C", "%0A", "")) {
            assertMalformed(format, one + separator + other);
        }
        assertMalformed(format, one + ",");
        assertMalformed(format, "," + one);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-16 refuses text before and behind, and every value of another format")
    void refusesOtherFormats(CertificateHeaderFormat format) throws Exception {
        assertMalformed(format, value(format, DER) + "x;");
        assertMalformed(format, "x;" + value(format, DER));
        for (CertificateHeaderFormat other : CertificateHeaderFormat.values()) {
            String foreign = value(other, DER);
            if (!ForwardedHeader.same(format.settingValue(), other.settingValue())) {
                assertMalformed(format, foreign);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S-19 takes no PEM text, no key and no garbage for a certificate's bytes")
    void refusesOtherBytes(CertificateHeaderFormat format) {
        byte[] pem = RfcVectors.appendixACertificatePem().getBytes(StandardCharsets.US_ASCII);
        assertMalformed(format, value(format, pem));
        assertMalformed(format, value(format, PKI.serverA().privateKey().getEncoded()));
        assertMalformed(format, value(format, CERTIFICATE.getPublicKey().getEncoded()));
        assertMalformed(format, value(format, new byte[] {0x30, 0}));
        assertMalformed(format, value(format, new byte[] {0x30, (byte) 0x80, 0, 0}));
        assertMalformed(format, value(format, new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1}));
        assertMalformed(format, value(format, new byte[] {0x30}));
        assertMalformed(format, value(format, new byte[0]));
    }

    @Test
    @DisplayName("S-19 refuses a length that is not encoded as short as can be")
    void refusesLongLengths() {
        byte[] longer = new byte[DER.length + 1];
        System.arraycopy(DER, 4, longer, 5, DER.length - 4);
        longer[0] = 0x30;
        longer[1] = (byte) 0x83;
        longer[3] = DER[2];
        longer[4] = DER[3];

        assertMalformed(CertificateHeaderFormat.RFC9440, value(CertificateHeaderFormat.RFC9440, longer));
    }

    static Stream<String> badByteSequences() {
        String quoted = '"' + BASE64 + '"';
        return Stream.of(
                BASE64,
                ":" + BASE64,
                ":" + BASE64 + "x",
                "x" + BASE64 + ":",
                BASE64 + ":",
                "::" + BASE64 + "::",
                ":" + BASE64 + "::",
                ":" + BASE64 + ":;q=1",
                ":" + BASE64 + ":;a",
                ":" + BASE64 + ":, :" + BASE64 + ":",
                "(:" + BASE64 + ":)",
                quoted,
                "*" + BASE64 + "*",
                "?1",
                "1",
                "@1659578233",
                "%\"" + BASE64 + "\"",
                ": " + BASE64 + ":",
                ":" + BASE64 + " :",
                ":" + BASE64.substring(0, 64) + " " + BASE64.substring(64) + ":",
                ":" + BASE64.substring(0, 64) + "\n" + BASE64.substring(64) + ":",
                ":" + BASE64.substring(0, 64) + "\t" + BASE64.substring(64) + ":",
                ":" + BASE64.substring(0, 64) + "\r\n " + BASE64.substring(64) + ":",
                ":" + BASE64.substring(0, 64) + "\0" + BASE64.substring(64) + ":",
                ":" + BASE64.substring(0, 64) + "=" + BASE64.substring(64) + ":",
                ":" + BASE64.substring(0, 64) + "-_" + BASE64.substring(66) + ":",
                ":" + BASE64 + "====:",
                ":" + Base64.getMimeEncoder().encodeToString(DER) + ":",
                ":%4D" + BASE64.substring(1) + ":",
                ":",
                ":::",
                ":=:",
                ":A:",
                " ",
                "");
    }

    @ParameterizedTest
    @MethodSource("badByteSequences")
    @DisplayName("S-16 D15 RFC 9440: refuses parameters, lists, other types, other alphabets and inner space")
    void refusesBadByteSequences(String value) {
        assertMalformed(CertificateHeaderFormat.RFC9440, value);
    }

    @Test
    @DisplayName("S-17 RFC 9440: bears left out padding and stray bits in the last character")
    void bearsLeftOutPadding() throws Exception {
        byte[] padded = ForwardedHeader.certificateOf(1501, PKI);
        String base64 = Base64.getEncoder().encodeToString(padded);
        assumeThat(base64).endsWith("=");
        String bare = base64.replace("=", "");
        char last = bare.charAt(bare.length() - 1);
        String stray = bare.substring(0, bare.length() - 1) + (char) (last + 1);

        for (String text : List.of(base64, bare, stray, stray + base64.substring(bare.length()))) {
            assertThat(CertificateHeaderFormat.RFC9440
                            .certificate(":" + text + ":")
                            .getEncoded())
                    .isEqualTo(padded);
        }
    }

    static Stream<CertificateHeaderFormat> percentEncoded() {
        return Stream.of(
                CertificateHeaderFormat.NGINX,
                CertificateHeaderFormat.HTTPD_ESCAPE,
                CertificateHeaderFormat.AWS_ALB,
                CertificateHeaderFormat.ENVOY);
    }

    @ParameterizedTest
    @MethodSource("percentEncoded")
    @DisplayName("D7 keeps a plus sign, escaped or not")
    void keepsThePlus(CertificateHeaderFormat format) throws Exception {
        String escaped = ForwardedHeader.escapedPem(DER);

        for (String text : List.of(escaped, escaped.replace("%2B", "+"), escaped.replace("%2B", "%2b"))) {
            assertThat(format.certificate(in(format, text)).getEncoded()).isEqualTo(DER);
        }
    }

    private static String in(CertificateHeaderFormat format, String escaped) {
        return format == CertificateHeaderFormat.ENVOY
                ? "Hash=" + ForwardedHeader.hexSha256(DER) + ";Cert=\"" + escaped + "\""
                : escaped;
    }

    @ParameterizedTest
    @MethodSource("percentEncoded")
    @DisplayName("D9 refuses bad percent-encoding, NUL, octets outside ASCII and overlong UTF-8")
    void refusesBadPercentEncoding(CertificateHeaderFormat format) {
        String good = ForwardedHeader.escapedPem(DER);
        // Before a letter that is no hexadecimal digit: "%4" before an E would be a good N.
        int place = good.indexOf("%0A", 40) - 1;
        while (!Character.isLetter(good.charAt(place))
                || Character.digit(good.charAt(place), 16) >= 0
                || good.lastIndexOf('%', place) > place - 3) {
            place--;
        }
        String middle = good.substring(0, place);
        String rest = good.substring(place);
        for (String bad : List.of(
                "%",
                "%4",
                "%zz",
                "%4z",
                "%-1",
                "%+4",
                "% 4",
                "%00",
                "%80",
                "%C0%8A",
                "%ff",
                "%20",
                "%09",
                "%0D",
                "+%2B%",
                "%25%32%42",
                "%\uff12\uff11",
                "\u00e9",
                "\u0000",
                " ",
                "\t",
                "%0A%0A")) {
            assertMalformed(format, in(format, middle + bad + rest));
            assertMalformed(format, in(format, good + bad));
            assertMalformed(format, in(format, bad + good));
        }
        assertMalformed(format, in(format, good.replace("%0A", "%0D%0A")));
        assertMalformed(format, in(format, good.replace("%0A", "%20")));
        assertMalformed(format, in(format, good.replace("%", "%25")));
        assertMalformed(format, in(format, good.replace("%20", "+")));
        assertMalformed(format, in(format, good + "%0A"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUSTED CERTIFICATE",
                "X509 CERTIFICATE",
                "CERTIFICATE REQUEST",
                "certificate",
                "PRIVATE KEY",
                "PKCS7"
            })
    @DisplayName("S-19 refuses every other kind of PEM block")
    void refusesOtherLabels(String label) {
        String httpd = value(CertificateHeaderFormat.HTTPD, DER);
        assertMalformed(CertificateHeaderFormat.HTTPD, httpd.replace("CERTIFICATE", label));
    }

    @Test
    @DisplayName("S-16 httpd: refuses folded lines, doubled spaces and a PEM without its lines")
    void refusesOtherLineEnds() throws Exception {
        String good = value(CertificateHeaderFormat.HTTPD, DER);
        assertThat(CertificateHeaderFormat.HTTPD.certificate(good.trim()).getEncoded())
                .isEqualTo(DER);

        assertMalformed(CertificateHeaderFormat.HTTPD, good.replace(" M", "\tM"));
        assertMalformed(CertificateHeaderFormat.HTTPD, good.replace("----- M", "-----  M"));
        assertMalformed(CertificateHeaderFormat.HTTPD, good.replace("----- M", "-----M"));
        assertMalformed(CertificateHeaderFormat.HTTPD, good.replace(" -----END", "-----END"));
        assertMalformed(CertificateHeaderFormat.HTTPD, good.replace(" -----END", "  -----END"));
        assertMalformed(CertificateHeaderFormat.HTTPD, "-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----");
        assertMalformed(CertificateHeaderFormat.HTTPD, "-----BEGIN CERTIFICATE-----  -----END CERTIFICATE-----");
        assertMalformed(CertificateHeaderFormat.HTTPD, "-----BEGIN CERTIFICATE-----");
    }

    @Test
    @DisplayName("S-22 envoy: takes the client's own certificate among all that Envoy may tell")
    void takesEnvoysCertificate() throws Exception {
        String cert = ForwardedHeader.escapedPem(DER);
        String chain = cert + ForwardedHeader.escapedPem(der(PKI.authority().certificate()));
        String hash = ForwardedHeader.hexSha256(DER);

        for (String value : List.of(
                "Hash=" + hash + ";Cert=\"" + cert + "\"",
                "cert=" + cert + ";hash=" + hash,
                "By=spiffe://test.example/app;By=spiffe://test.example/other;Hash=" + hash + ";Cert=\"" + cert
                        + "\";Chain=\"" + chain + "\";Subject=\"CN=Server A,O=\\\"Partner; A\\\", Cert=x\";"
                        + "URI=;URI=https://a.example/?a=b;DNS=a.example;DNS=b.example",
                "Hash=" + hash + ";Subject=\"CN=x\\\\\";Cert=\"" + cert + "\"",
                "CERT=\"" + cert + "\";HASH=" + hash.toUpperCase(Locale.ROOT))) {
            assertThat(CertificateHeaderFormat.ENVOY.certificate(value).getEncoded())
                    .isEqualTo(DER);
        }
    }

    @Test
    @DisplayName("S-15 S-16 envoy: refuses several elements, doubled keys, another hash and broken pairs")
    void refusesEnvoysOtherValues() {
        String cert = "Cert=\"" + ForwardedHeader.escapedPem(DER) + "\"";
        String hash = "Hash=" + ForwardedHeader.hexSha256(DER);
        for (String value : List.of(
                hash,
                cert,
                cert + ";Subject=\"CN=x\"",
                hash + ";Subject=\"CN=x\"",
                cert + "," + hash,
                hash + "," + cert,
                cert + "," + cert,
                cert + ";" + cert,
                cert + ";" + hash + ";" + hash,
                cert + ";Hash=" + "0".repeat(64),
                cert + ";Hash=",
                cert + ";",
                ";" + cert,
                "=;" + cert,
                "x;" + cert,
                " " + cert,
                cert + "x",
                cert + "\"",
                cert + " ;" + hash,
                cert.substring(0, cert.length() - 1),
                cert.substring(0, cert.length() - 1) + "\\\"",
                "Cert=\"\"",
                "Cert=",
                "Cert",
                "Chain=" + cert.substring(5),
                "Subject=\"" + cert,
                "Cert=\"-----BEGIN%20CERTIFICATE-----\"")) {
            assertMalformed(CertificateHeaderFormat.ENVOY, value);
        }
    }

    @Test
    @DisplayName(
            "S-22 traefik: takes base64, percent-encoded or not, and of a chain the client's own, which comes first")
    void takesTraefiks() throws Exception {
        String escaped = BASE64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
        assertThat(CertificateHeaderFormat.TRAEFIK.certificate(escaped).getEncoded())
                .isEqualTo(DER);

        String authority =
                Base64.getEncoder().encodeToString(der(PKI.authority().certificate()));
        for (String chain : List.of(BASE64 + "," + authority, escaped + "%2C" + authority)) {
            assertThat(CertificateHeaderFormat.TRAEFIK.certificate(chain).getEncoded())
                    .isEqualTo(DER);
        }
        assertMalformed(CertificateHeaderFormat.TRAEFIK, BASE64.replace("+", " "));
    }

    @Test
    @DisplayName("S-22 aws-alb-passthrough: takes of a chain the client's own certificate, which comes first")
    void takesTheFirstOfAPassedChain() throws Exception {
        String chain = ForwardedHeader.value("aws-alb-passthrough", DER)
                + ForwardedHeader.value("aws-alb-passthrough", PKI.authority().certificate());

        assertThat(CertificateHeaderFormat.AWS_ALB_PASSTHROUGH
                        .certificate(chain)
                        .getEncoded())
                .isEqualTo(DER);
        assertMalformed(CertificateHeaderFormat.AWS_ALB, chain);
        assertMalformed(CertificateHeaderFormat.NGINX, chain);
    }

    @Test
    @DisplayName("S-15 S-22 no certificate is taken from a list whose members do not certify each other in their order")
    void takesNothingFromAListThatIsNoChain() throws Exception {
        byte[] authority = der(PKI.authority().certificate());
        byte[] thief = der(PKI.thief().certificate());
        byte[] sameName = der(TestPki.create().authority().certificate());
        assertThat(PKI.authority().certificate().getSubjectX500Principal())
                .isEqualTo(DerCertificate.parse(sameName).getSubjectX500Principal());
        List<byte[][]> lists = List.of(
                new byte[][] {DER, thief},
                new byte[][] {DER, DER},
                new byte[][] {authority, authority},
                new byte[][] {authority, DER},
                new byte[][] {DER, sameName},
                new byte[][] {DER, authority, thief},
                new byte[][] {DER, authority, authority, authority, authority, authority});
        for (byte[][] list : lists) {
            String between = Arrays.stream(list)
                    .map(der -> Base64.getEncoder().encodeToString(der))
                    .collect(Collectors.joining(","));
            String blocks = Arrays.stream(list)
                    .map(der -> ForwardedHeader.value("aws-alb-passthrough", der))
                    .collect(Collectors.joining());
            assertMalformed(CertificateHeaderFormat.TRAEFIK, between);
            assertMalformed(CertificateHeaderFormat.AWS_ALB_PASSTHROUGH, blocks);
        }
        for (String value : List.of(BASE64 + ",", "," + BASE64, BASE64 + ",,", BASE64 + ", " + BASE64)) {
            assertMalformed(CertificateHeaderFormat.TRAEFIK, value);
        }
        String block = ForwardedHeader.value("aws-alb-passthrough", DER);
        for (String value :
                List.of(block + "x", "x" + block, block + "%0A" + block, block + "-----BEGIN%20CERTIFICATE-----")) {
            assertMalformed(CertificateHeaderFormat.AWS_ALB_PASSTHROUGH, value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    @DisplayName("S-22 takes a chain whose issuer's key is of a usual kind")
    void takesChainsOfUsualKeys(String algorithm) throws Exception {
        TestIdentity client =
                certifiedBy(KeyPairGenerator.getInstance(algorithm).generateKeyPair());

        assertThat(CertificateHeaderFormat.TRAEFIK.certificate(listed(client))).isEqualTo(client.certificate());
    }

    @ParameterizedTest
    @CsvSource({"DSA, 2048, 0", "RSA, 4104, 65537", "RSA, 2048, 4294967311"})
    @DisplayName(
            "S-15 S-22 verifies with no key that costs much, or holds numbers of any size, though the chain is right")
    void verifiesWithNoCostlyKey(String algorithm, int bits, BigInteger exponent) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
        }
        TestIdentity client = certifiedBy(generator.generateKeyPair());
        client.certificate().verify(client.chain().get(1).getPublicKey());

        assertMalformed(CertificateHeaderFormat.TRAEFIK, listed(client));
    }

    private static TestIdentity certifiedBy(KeyPair keys) {
        TestIdentity authority = CertificateBuilder.selfSigned("CN=Any")
                .keyPair(keys)
                .authority()
                .build();
        return CertificateBuilder.identity("CN=Server A", authority).build();
    }

    private static String listed(TestIdentity client) {
        return client.chain().stream()
                .map(certificate -> Base64.getEncoder().encodeToString(der(certificate)))
                .collect(Collectors.joining(","));
    }

    @Test
    @DisplayName("S-16 says that PEM is not escaped as nginx does it, and that a plus sign stands for a space")
    void saysWhichEncodingCame() throws Exception {
        String pem = ForwardedHeader.value("httpd", DER);

        assertThatThrownBy(() -> CertificateHeaderFormat.NGINX.certificate(pem.replace(" M", "\tM")))
                .hasMessageContaining("forward $ssl_client_escaped_cert");
        assertThatThrownBy(() -> CertificateHeaderFormat.NGINX.certificate(
                        ForwardedHeader.escapedPem(DER).replace("%20", "+")))
                .hasMessageContaining("it has + for a space");
    }

    @Test
    @DisplayName("S-19 nothing that a broken certificate holds is more than malformed")
    void hostileBytesAreMalformedAtMost() throws Exception {
        Random random = new Random(8705);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = DER.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(CertificateHeaderFormat.HAPROXY
                                .certificate(Base64.getEncoder().encodeToString(mutated))
                                .getEncoded())
                        .isEqualTo(mutated);
            } catch (MalformedCertificateException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    @DisplayName("S-19 a certificate that is nothing but nested sequences is malformed")
    void deepNestingIsMalformed() {
        byte[] nested = ForwardedHeader.nestedSequences(24_000);
        assertMalformed(CertificateHeaderFormat.HAPROXY, Base64.getEncoder().encodeToString(nested));
    }

    @Test
    @DisplayName("S-77 knows a format by its exact name only")
    void knowsFormatsByName() {
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            assertThat(CertificateHeaderFormat.named(format.settingValue())).contains(format);
        }
        assertThat(CertificateHeaderFormat.named("NGINX")).isEmpty();
        assertThat(CertificateHeaderFormat.named("")).isEmpty();
    }
}
