package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener learns of a refused request. */
final class AccessRefusalTest {
    private static final TestPki PKI = TestPki.create();

    private static RefusedException noToken() {
        return new RefusedException(RefusalReason.CREDENTIALS_MISSING, "no token came");
    }

    private static AccessRefusal refusal(StubRequest request, X509Certificate certificate) {
        PresentedCertificate shown = new PresentedCertificate(certificate, CertificateThumbprint.of(certificate));
        return new AccessRefusal("shop.example.com/orders", request, noToken(), shown, true);
    }

    private static AccessRefusal refusal(X509Certificate certificate) {
        return refusal(StubRequest.with(), certificate);
    }

    private static String subject(CertificateBuilder certificate) {
        return refusal(certificate.build().certificate()).certificateSubject().orElseThrow();
    }

    private static CertificateBuilder of(RDN... names) throws IOException {
        return CertificateBuilder.selfSigned("CN=placeholder").subject(new X500Name(names).getEncoded());
    }

    @Test
    @DisplayName("S-100 tells a listener door, addresses and certificate")
    void tellsWhoFromWhereAtWhichDoor() {
        AccessRefusal refusal = refusal(
                StubRequest.with().peer("192.0.2.7", "198.51.100.1"),
                PKI.serverA().certificate());

        assertThat(refusal.door()).contains("shop.example.com/orders");
        assertThat(refusal.peerAddress()).contains("192.0.2.7");
        assertThat(refusal.remoteAddress()).contains("198.51.100.1");
        assertThat(refusal.certificate()).contains(PKI.serverA().thumbprint().substring(0, 8));
        assertThat(refusal.certificateSubject()).contains("CN=Server A,OU=Orders,O=Partner A");
        assertThat(refusal.certificateSerialNumber()).get().asString().matches("([0-9A-F]{2})+");
    }

    @Test
    @DisplayName("tells nothing of a certificate, an address or a name that there is not")
    void tellsNothingOfWhatThereIsNot() {
        AccessRefusal refusal = new AccessRefusal(null, StubRequest.with().peer(null, null), noToken(), null, true);

        assertThat(Stream.of(
                        refusal.door(),
                        refusal.peerAddress(),
                        refusal.remoteAddress(),
                        refusal.certificate(),
                        refusal.certificateSubject(),
                        refusal.certificateSerialNumber()))
                .allMatch(part -> part.isEmpty());
    }

    @Test
    @DisplayName("S-100 tells no address where a wrapper of the request fails, and everything else")
    void doesNotDependOnAddresses() {
        ResourceRequest failing = (ResourceRequest) Proxy.newProxyInstance(
                ResourceRequest.class.getClassLoader(),
                new Class<?>[] {ResourceRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "method" -> "GET";
                    case "path" -> "/orders";
                    default -> throw new IllegalStateException(method.getName());
                });

        AccessRefusal refusal = new AccessRefusal("orders", failing, noToken(), null, true);

        assertThat(refusal.peerAddress()).isEmpty();
        assertThat(refusal.remoteAddress()).isEmpty();
        assertThat(refusal).hasToString("credentials_missing GET /orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=Server A,O=Partner A",
                "CN=Müller \\\"Söhne\\\" GmbH,C=DE",
                "CN=a\\, b\\+c\\\\d\\;e\\<f\\>g\\=h\\#i",
                "CN=\\ both ends\\ ",
                "CN={}${jndi:ldap://x}",
                "CN=pile of \uD83D\uDCA9,O=\u202Eevil",
                "CN=a+OU=b,O=c",
            })
    @DisplayName("S-66 a certificate's name is one that RFC 4514 reads back, in ASCII without quotes and braces")
    void namesCanBeReadBack(String name) throws InvalidNameException {
        String subject =
                subject(CertificateBuilder.identity(name, PKI.authority()).dns("client.example.com"));

        assertThat(subject).matches("[ -~&&[^\"{}]]*");
        assertThat(new LdapName(subject)).isEqualTo(new LdapName(new X500Principal(name).getName()));
    }

    private static Stream<RDN> oddNames() {
        return Stream.of(
                rdn(new DERUTF8String("line\r\nbreak\u0000\u001b[31m\u007f\u0085\u2028")),
                rdn(new DERBMPString("lonely \uD800 half")),
                rdn(new DERT61String("t61 \u00fc \"quoted\"")),
                rdn(new DEROctetString(new byte[] {'"', '\n'})),
                rdn(new DERUTF8String("trailing \\")),
                rdn(new DERUTF8String("\"")),
                new RDN(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("\" reason=\"x")));
    }

    private static RDN rdn(ASN1Encodable value) {
        return new RDN(BCStyle.CN, value);
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    @DisplayName("S-66 whatever a name is made of, it stays between its quotes and opens no other field")
    void oddNamesStayBetweenTheirQuotes(RDN name) throws IOException {
        assertThat(subject(of(name)))
                .matches("[ -~&&[^\"{}]]*")
                .doesNotContain("reason=")
                .isNotEmpty();
    }

    @Test
    @DisplayName("S-66 long names are cut between two characters, however they are made")
    void longNamesAreCut() throws IOException {
        RDN[] many = new RDN[5_000];
        Arrays.setAll(many, i -> rdn(new DERUTF8String("x")));
        AttributeTypeAndValue[] values = new AttributeTypeAndValue[5_000];
        Arrays.setAll(values, i -> new AttributeTypeAndValue(BCStyle.OU, new DERUTF8String("y" + i)));

        assertThat(subject(of(many))).hasSize(200).startsWith("CN=x,CN=x,");
        assertThat(subject(of(new RDN(values)))).hasSize(200).startsWith("OU=y");
        assertThat(subject(of(rdn(new DERUTF8String("ü".repeat(30_000)))))).matches("CN=(\\\\C3\\\\BC){32}");
        assertThat(subject(of(rdn(new DERUTF8String(",".repeat(60_000)))))).matches("CN=(\\\\,){98}");
        assertThat(subject(of(rdn(new DEROctetString(new byte[60_000]))))).hasSize(200);
    }

    @ParameterizedTest
    @CsvSource({"0,00", "1,01", "-1,-01", "128,80", "255,FF", "256,0100", "-32768,-8000"})
    @DisplayName("a serial number stands there as openssl prints it")
    void serialNumbersAreAsOpensslPrintsThem(BigInteger number, String printed) {
        assertThat(serialNumber(number)).isEqualTo(printed);
    }

    @Test
    @DisplayName("S-66 a long serial number is cut")
    void longSerialNumbersAreCut() {
        assertThat(serialNumber(BigInteger.ONE.shiftLeft(400_007))).hasSize(200).startsWith("8000");
        assertThat(serialNumber(BigInteger.ONE.shiftLeft(400_007).negate()))
                .hasSize(199)
                .startsWith("-8000");
    }

    private static String serialNumber(BigInteger number) {
        return refusal(CertificateBuilder.selfSigned("CN=x")
                        .serial(number)
                        .build()
                        .certificate())
                .certificateSerialNumber()
                .orElseThrow();
    }
}
