package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.client.CertificateSubject.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateSubjectTest {
    private static final String SUBJECT = "CN=Server A,OU=Orders,O=Partner A";
    private static final TestPki PKI = TestPki.create();
    private static final X509Certificate CERTIFICATE = PKI.identity(SUBJECT)
            .dns("a.example")
            .dns("*.b.example")
            .uri("urn:example:A")
            .ip("192.0.2.1")
            .ip("2001:db8::1")
            .email("ops@a.example")
            .build()
            .certificate();

    @ParameterizedTest
    @DisplayName("A-10 A-11 A-12 each subject member matches its own value, however it is spelt")
    @CsvSource(
            delimiter = ';',
            value = {
                "SUBJECT_DN; CN=Server A,OU=Orders,O=Partner A",
                "SUBJECT_DN; cn=server  a, ou=ORDERS, o=Partner A",
                "SUBJECT_DN; 2.5.4.3=Server A,OU=Orders,O=Partner A",
                "SUBJECT_DN; 'OID.2.5.4.3=Server A;OU=\\4frders,O=\"Partner A\"'",
                "SAN_DNS; a.example",
                "SAN_DNS; A.Example",
                "SAN_DNS; *.b.example",
                "SAN_URI; urn:example:A",
                "SAN_IP; 192.0.2.1",
                "SAN_IP; 2001:db8::1",
                "SAN_IP; 2001:0DB8:0:0:0:0:0:1",
                "SAN_EMAIL; ops@a.example"
            })
    void matches(Member member, String value) {
        assertThat(CertificateSubject.of(member, value).matches(CERTIFICATE)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("A-10 A-11 A-12 no subject member matches another value or a value of another member")
    @CsvSource(
            delimiter = ';',
            value = {
                "SUBJECT_DN; O=Partner A,OU=Orders,CN=Server A",
                "SUBJECT_DN; CN=Server A,O=Partner A",
                "SUBJECT_DN; CN=Server A,OU=Orders,O=Partner A,C=DE",
                "SUBJECT_DN; 'CN=Server A,OU=Orders,O=Partner A,OU=\\\"\\\\'",
                "SAN_DNS; Server A",
                "SAN_DNS; x.b.example",
                "SAN_DNS; example",
                "SAN_DNS; urn:example:A",
                "SAN_URI; urn:example:a",
                "SAN_URI; Server A",
                "SAN_EMAIL; Server A",
                "SAN_URI; a.example",
                "SAN_IP; 192.0.2.2",
                "SAN_IP; 2001:db8::2",
                "SAN_EMAIL; OPS@a.example",
                "SAN_EMAIL; a.example"
            })
    void doesNotMatch(Member member, String value) {
        assertThat(CertificateSubject.of(member, value).matches(CERTIFICATE)).isFalse();
    }

    @ParameterizedTest
    @DisplayName("A-9 refuses values that no certificate can have")
    @CsvSource(
            delimiter = ';',
            value = {
                "SUBJECT_DN; Server A",
                "SUBJECT_DN; ''",
                "SUBJECT_DN; CN=a+CN=b",
                "SUBJECT_DN; CN=a\\FF",
                "SUBJECT_DN; CN=a\\zz",
                "SUBJECT_DN; CN=#zz",
                "SUBJECT_DN; CN=#0c02ff",
                "SUBJECT_DN; 'CN=a,'",
                "SUBJECT_DN; NAME-OF-NOTHING=a",
                "SAN_DNS; ä.example",
                "SAN_URI; urn:example:ä",
                "SAN_EMAIL; ops@ä.example",
                "SAN_IP; localhost",
                "SAN_IP; 2001:db8::1/64",
                "SAN_IP; 192.0.2",
                "SAN_IP; 192.0.2.256",
                "SAN_IP; 192.0.2.01",
                "SAN_IP; ::ffff:192.0.2.1",
                "SAN_IP; 2001:db8:::1",
                "SAN_IP; .:",
                "SAN_IP; 2001:db8::1%eth0"
            })
    void refusesValues(Member member, String value) {
        assertThatThrownBy(() -> CertificateSubject.of(member, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write");
    }

    @Test
    @DisplayName("A-10 whether a value is a PrintableString or a UTF8String does not matter")
    void ignoresTheStringType() throws Exception {
        CertificateSubject registered = CertificateSubject.of(Member.SUBJECT_DN, SUBJECT);

        for (ASN1Encodable value : List.of(new DERUTF8String("server  a"), new DERPrintableString("SERVER A"))) {
            assertThat(registered.matches(withSubject(name(value))))
                    .as(value.toString())
                    .isTrue();
        }
    }

    @Test
    @DisplayName("A-10 string type and case do not matter in attributes without an RFC 2253 keyword either")
    void matchesEveryAttributeByItsText() throws Exception {
        byte[] name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.DC, "com")
                .addRDN(BCStyle.DC, "EXAMPLE")
                .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, new DERUTF8String("PSDDE-BAFIN-123"))
                .build()
                .getEncoded();

        assertThat(CertificateSubject.of(Member.SUBJECT_DN, "2.5.4.97=PSDDE-BAFIN-123,DC=example,DC=com")
                        .matches(withSubject(name)))
                .isTrue();
        assertThat(CertificateSubject.of(Member.SUBJECT_DN, "2.5.4.97=PSDDE-BAFIN-124,DC=example,DC=com")
                        .matches(withSubject(name)))
                .isFalse();
        assertThat(CertificateSubject.of(Member.SUBJECT_DN, "2.5.4.97=PSDDE-BAFIN-123,DC=com,DC=example")
                        .matches(withSubject(name)))
                .isFalse();
    }

    @ParameterizedTest
    @DisplayName(
            "A-10 the names that certificates of banks and companies have match, in any letter case, and no other OID does")
    @CsvSource({
        "organizationIdentifier, 2.5.4.97",
        "businessCategory, 2.5.4.15",
        "BUSINESSCATEGORY, 2.5.4.15",
        "serialNumber, 2.5.4.5",
        "postalCode, 2.5.4.17",
        "streetAddress, 2.5.4.9",
        "jurisdictionL, 1.3.6.1.4.1.311.60.2.1.1",
        "jurisdictionLocalityName, 1.3.6.1.4.1.311.60.2.1.1",
        "jurisdictionST, 1.3.6.1.4.1.311.60.2.1.2",
        "jurisdictionStateOrProvinceName, 1.3.6.1.4.1.311.60.2.1.2",
        "jurisdictionC, 1.3.6.1.4.1.311.60.2.1.3",
        "jurisdictionCountryName, 1.3.6.1.4.1.311.60.2.1.3",
        "jurisdictionOfIncorporationCountryName, 1.3.6.1.4.1.311.60.2.1.3",
        "jurisdictioncountryname, 1.3.6.1.4.1.311.60.2.1.3",
        "countryName, 2.5.4.6",
        "stateOrProvinceName, 2.5.4.8",
        "localityName, 2.5.4.7",
        "organizationName, 2.5.4.10",
        "organizationalUnitName, 2.5.4.11",
        "commonName, 2.5.4.3",
        "emailAddress, 1.2.840.113549.1.9.1",
        "userId, 0.9.2342.19200300.100.1.1",
        "domainComponent, 0.9.2342.19200300.100.1.25",
    })
    void knowsTheNamesOfCompanies(String name, String oid) throws Exception {
        CertificateSubject registered = CertificateSubject.of(Member.SUBJECT_DN, name + "=PSDXX-1, CN=client");

        for (String other : List.of(oid, "2.5.4.98")) {
            byte[] subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, new DERUTF8String("client"))
                    .addRDN(new ASN1ObjectIdentifier(other), new DERUTF8String("PSDXX-1"))
                    .build()
                    .getEncoded();
            assertThat(registered.matches(withSubject(subject))).as(other).isEqualTo(other.equals(oid));
        }
    }

    @ParameterizedTest
    @DisplayName("A-10 a company's certificate of OpenSSL's matches its subject as OpenSSL prints it")
    @ValueSource(strings = {"short-names", "long-names"})
    void matchesWhatOpensslPrints(String file) throws Exception {
        X509Certificate certificate;
        String subject;
        try (InputStream pem = getClass().getResourceAsStream("company/company.pem");
                InputStream printed = getClass().getResourceAsStream("company/" + file)) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            subject = new String(printed.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
        assertThat(subject).contains("organizationIdentifier=PSDGB-FCA-123456", "urisdiction");

        assertThat(CertificateSubject.of(Member.SUBJECT_DN, subject).matches(certificate))
                .isTrue();
        assertThat(CertificateSubject.of(Member.SUBJECT_DN, subject.replace("123456", "123457"))
                        .matches(certificate))
                .isFalse();
    }

    @ParameterizedTest
    @DisplayName("A-9 says which part of a name cannot be read")
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=a,NAME-OF-NOTHING=b,O=c|in 'NAME-OF-NOTHING=b' the attribute 'NAME-OF-NOTHING' is not known; write its OID",
                "CN=a\\,b,O|'O' cannot be read",
                "CN=\"a,b\",,O=c|nothing between two commas",
                "CN=a,O=c,|nothing between two commas, or at an end",
                "CN=a,O=#zz|'O=#zz' cannot be read",
            })
    void namesThePartThatCannotBeRead(String name, String told) {
        assertThatThrownBy(() -> CertificateSubject.of(Member.SUBJECT_DN, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @Test
    @DisplayName("A-10 attributes named by OID or written in hexadecimal match, values of one RDN in any order")
    void matchesOidsAndMultiValuedRdns() throws Exception {
        byte[] name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String("Partner, A"))
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.CN, new ASN1ObjectIdentifier("1.2.3.4")},
                        new ASN1Encodable[] {new DERUTF8String("Server A"), new DERUTF8String("x")})
                .build()
                .getEncoded();

        for (String same : List.of(
                "CN=Server A+1.2.3.4=#0c0178,O=Partner\\, A", "1.2.3.4=#0c0178+2.5.4.3=server a,O=\"Partner, A\"")) {
            assertThat(CertificateSubject.of(Member.SUBJECT_DN, same).matches(withSubject(name)))
                    .as(same)
                    .isTrue();
        }
        for (String other :
                List.of("CN=Server A,1.2.3.4=#0c0178,O=Partner\\, A", "CN=Server A+1.2.3.4=#0c0179,O=Partner\\, A")) {
            assertThat(CertificateSubject.of(Member.SUBJECT_DN, other).matches(withSubject(name)))
                    .as(other)
                    .isFalse();
        }
    }

    @Test
    @DisplayName("A-10 I1 I2 full-width separators in a value separate nothing, a dotless i is no i, at every try")
    void takesNoFullWidthSeparatorForASeparator() throws Exception {
        CertificateSubject registered = CertificateSubject.of(Member.SUBJECT_DN, SUBJECT);
        CertificateSubject commonName = CertificateSubject.of(Member.SUBJECT_DN, "CN=admin");
        X509Certificate forged = withSubject(new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String("Partner A"))
                .addRDN(BCStyle.CN, new DERUTF8String("Server A\uff0cOU\uff1dOrders"))
                .build()
                .getEncoded());
        X509Certificate dotless = withSubject(new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String("adm\u0131n"))
                .build()
                .getEncoded());

        for (int attempt = 1; attempt <= 10; attempt++) {
            assertThat(registered.matches(forged)).as("attempt %d", attempt).isFalse();
            assertThat(registered.matches(CERTIFICATE))
                    .as("attempt %d", attempt)
                    .isTrue();
            assertThat(commonName.matches(dotless)).as("attempt %d", attempt).isFalse();
        }
    }

    @ParameterizedTest
    @DisplayName("A-10 letters beyond ASCII match in either case, composed or decomposed")
    @ValueSource(strings = {"M\u00fcller", "M\u00dcLLER", "Mu\u0308ller", "MU\u0308LLER", " M\u00fcller  "})
    void matchesLettersBeyondAscii(String commonName) throws Exception {
        assertThat(CertificateSubject.of(Member.SUBJECT_DN, "CN=M\u00fcller,OU=Orders,O=Partner A")
                        .matches(withSubject(name(new DERUTF8String(commonName)))))
                .isTrue();
    }

    @Test
    @DisplayName("A-10 a value that is no text matches no text that spells it")
    void tellsTextFromWhatIsNone() throws Exception {
        ASN1ObjectIdentifier uniqueIdentifier = new ASN1ObjectIdentifier("2.5.4.45");
        byte[] bits = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(uniqueIdentifier, new DERBitString(new byte[] {1}))
                .build()
                .getEncoded();
        byte[] text = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(uniqueIdentifier, new DERUTF8String(new DERBitString(new byte[] {1}).getString()))
                .build()
                .getEncoded();
        CertificateSubject registered = CertificateSubject.of(Member.SUBJECT_DN, "2.5.4.45=#03020001");

        assertThat(registered.matches(withSubject(bits))).isTrue();
        assertThat(registered.matches(withSubject(text))).isFalse();
    }

    @Test
    @DisplayName("A-10 a universal string is read as the text that it holds")
    void readsUniversalStrings() throws Exception {
        byte[] held = "Server A".getBytes(Charset.forName("UTF-32BE"));

        assertThat(CertificateSubject.of(Member.SUBJECT_DN, SUBJECT)
                        .matches(withSubject(name(new DERUniversalString(held)))))
                .isTrue();
    }

    @Test
    @DisplayName("A-10 case matters in an attribute whose matching rule is not known")
    void comparesUnknownAttributesExactly() throws Exception {
        for (String found : List.of("Orders", "orders")) {
            byte[] name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(new ASN1ObjectIdentifier("1.2.3.4"), new DERPrintableString(found))
                    .build()
                    .getEncoded();
            assertThat(CertificateSubject.of(Member.SUBJECT_DN, "1.2.3.4=Orders")
                            .matches(withSubject(name)))
                    .isEqualTo(found.equals("Orders"));
        }
    }

    @Test
    @DisplayName("A-10 an RDN that has one attribute twice is no RDN of X.501")
    void takesEachAttributeOfAnRdnOnce() throws Exception {
        byte[] twice = new X500NameBuilder(BCStyle.INSTANCE)
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.CN},
                        new ASN1Encodable[] {new DERUTF8String("a"), new DERUTF8String("b")})
                .build()
                .getEncoded();

        assertThat(CertificateSubject.of(Member.SUBJECT_DN, "CN=a").matches(withSubject(twice)))
                .isFalse();
        assertThat(CertificateSubject.of(Member.SUBJECT_DN, "CN=b").matches(withSubject(twice)))
                .isFalse();
    }

    @ParameterizedTest
    @DisplayName("A-13 I2 a control character in a presented name never matches the name without it")
    @ValueSource(
            strings = {
                "Server A\u0000",
                "Server A\n",
                "Server A\r",
                "\u0001Server A\n",
                "\tServer A",
                "Server A\u0000.evil.example",
                "Server\u007f A",
                "Server A\u0085"
            })
    void refusesControlCharactersOfASubject(String commonName) throws Exception {
        CertificateSubject registered = CertificateSubject.of(Member.SUBJECT_DN, SUBJECT);
        byte[] good = name(new DERUTF8String("Server A"));
        assertThat(registered.matches(withSubject(good))).isTrue();

        assertThat(registered.matches(withSubject(name(new DERUTF8String(commonName)))))
                .isFalse();
        assertThat(registered.matches(withSubject(name(new DERBMPString(commonName)))))
                .isFalse();
        assertThat(registered.matches(withSubject(name(new DERPrintableString(commonName)))))
                .isFalse();
    }

    @Test
    @DisplayName("A-13 a control character in any value of a subject counts, also in a further one of its RDN")
    void refusesControlCharactersOfEveryValue() throws Exception {
        CertificateSubject registered = CertificateSubject.of(Member.SUBJECT_DN, "CN=Server A+OU=Orders,O=Partner A");

        for (String end : List.of("", "\u0000")) {
            byte[] name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, new DERUTF8String("Partner A"))
                    .addMultiValuedRDN(
                            new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.OU},
                            new ASN1Encodable[] {new DERUTF8String("Server A"), new DERUTF8String("Orders" + end)})
                    .build()
                    .getEncoded();

            assertThat(registered.matches(withSubject(name))).isEqualTo(end.isEmpty());
        }
    }

    @Test
    @DisplayName("A-13 a control character in an alternative name never matches")
    void refusesControlCharactersOfAlternativeNames() {
        X509Certificate odd = PKI.identity("CN=odd")
                .dns("a.example\u0000")
                .dns("a.example\u0000.evil.example")
                .uri("urn:example:A\u0000")
                .email("ops@a.example\n")
                .build()
                .certificate();

        assertThat(CertificateSubject.of(Member.SAN_DNS, "a.example").matches(odd))
                .isFalse();
        assertThat(CertificateSubject.of(Member.SAN_URI, "urn:example:A").matches(odd))
                .isFalse();
        assertThat(CertificateSubject.of(Member.SAN_EMAIL, "ops@a.example").matches(odd))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Member.class)
    @DisplayName("A-13 no control character can be registered")
    void registersNoControlCharacter(Member member) {
        for (String value : List.of("CN=Server A\u0000", "a.example\n")) {
            assertThatThrownBy(() -> CertificateSubject.of(member, value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("control character; write it without");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=Server A\\00", "CN=Server A\\0A,O=x", "CN=#0c0953657276657220410a"})
    @DisplayName("A-13 no escaped control character can be registered")
    void registersNoEscapedControlCharacter(String name) {
        assertThatThrownBy(() -> CertificateSubject.of(Member.SUBJECT_DN, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control character; write it without");
    }

    private static byte[] name(ASN1Encodable commonName) throws IOException {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String("Partner A"))
                .addRDN(BCStyle.OU, new DERUTF8String("Orders"))
                .addRDN(BCStyle.CN, commonName)
                .build()
                .getEncoded();
    }

    private static X509Certificate withSubject(byte[] name) {
        return PKI.identity("CN=x").subject(name).build().certificate();
    }

    @Test
    @DisplayName("A-12 an IPv4-mapped IPv6 address of a certificate is no IPv4 address")
    void tellsMappedAddressesFromIpv4() {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000201");

        assertThat(hasIpv4(alternativeNames("8704c0000201"))).isTrue();
        assertThat(hasIpv4(alternativeNames("8710" + HexFormat.of().formatHex(mapped))))
                .isFalse();
    }

    @Test
    @DisplayName("A-12 the address is found among other and longer names")
    void findsTheAddressAmongOthers() {
        X509Certificate many = PKI.identity("CN=x")
                .dns("a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60))
                .uri("urn:example:" + "d".repeat(300))
                .ip("192.0.2.1")
                .email("ops@a.example")
                .build()
                .certificate();

        assertThat(hasIpv4(many)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("A-12 an alternative name that is not exact DER, or no address, has no address")
    @ValueSource(
            strings = {
                "30068704c000020100", // an octet after it
                "30078704c0000201", // longer than there is
                "30808704c00002010000", // an indefinite length
                "3081068704c0000201", // a length longer than it must be
                "308200068704c0000201",
                "300787 8104c0000201",
                "3006a704c0000201", // another tag
                "30060704c0000201",
                "3007970704c0000201",
                "30079f0704c0000201", // a tag of two octets
                "30058703c00002", // three octets
                "300a8708c0000201ffffffff", // with a mask, as in name constraints
                "31068704c0000201",
                "30",
                "3084ffffffff8704c0000201"
            })
    void readsAddressesStrictly(String extension) {
        assertThat(hasIpv4(withExtension(HexFormat.of().parseHex(extension.replace(" ", "")))))
                .isFalse();
    }

    private static boolean hasIpv4(X509Certificate certificate) {
        return CertificateSubject.of(Member.SAN_IP, "192.0.2.1").matches(certificate);
    }

    private static X509Certificate alternativeNames(String names) {
        return withExtension(HexFormat.of().parseHex(String.format("30%02x", names.length() / 2) + names));
    }

    private static X509Certificate withExtension(byte[] subjectAlternativeName) {
        return PKI.identity("CN=x")
                .extension("2.5.29.17", subjectAlternativeName)
                .build()
                .certificate();
    }

    @Test
    void matchesNothingInACertificateWithoutAlternativeNames() {
        X509Certificate bare = PKI.thief().certificate();

        assertThat(CertificateSubject.of(Member.SAN_DNS, "a.example").matches(bare))
                .isFalse();
    }
}
