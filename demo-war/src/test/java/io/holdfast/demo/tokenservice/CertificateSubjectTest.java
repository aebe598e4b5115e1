package io.holdfast.demo.tokenservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.demo.tokenservice.CertificateSubject.Member;
import io.holdfast.testkit.TestPki;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSubjectTest {
    private static final X509Certificate CERTIFICATE = TestPki.create()
            .identity("CN=Server A,OU=Orders,O=Partner A")
            .dns("a.example")
            .dns("*.b.example")
            .uri("urn:example:A")
            .ip("192.0.2.1")
            .ip("2001:db8::1")
            .email("ops@a.example")
            .build()
            .certificate();

    @ParameterizedTest
    @DisplayName("A-9 each subject member matches its own value, however it is spelt")
    @CsvSource(
            delimiter = ';',
            value = {
                "SUBJECT_DN; CN=Server A,OU=Orders,O=Partner A",
                "SUBJECT_DN; cn=server  a, ou=ORDERS, o=Partner A",
                "SUBJECT_DN; 2.5.4.3=Server A,OU=Orders,O=Partner A",
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
    @DisplayName("A-9 no subject member matches another value or a value of another member")
    @CsvSource(
            delimiter = ';',
            value = {
                "SUBJECT_DN; O=Partner A,OU=Orders,CN=Server A",
                "SUBJECT_DN; CN=Server A,O=Partner A",
                "SUBJECT_DN; CN=Server A,OU=Orders,O=Partner A,C=DE",
                "SAN_DNS; Server A",
                "SAN_DNS; x.b.example",
                "SAN_DNS; example",
                "SAN_DNS; urn:example:A",
                "SAN_URI; urn:example:a",
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
                "SAN_IP; localhost",
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
    void matchesNothingInACertificateWithoutAlternativeNames() {
        X509Certificate bare = TestPki.create().thief().certificate();

        assertThat(CertificateSubject.of(Member.SAN_DNS, "a.example").matches(bare))
                .isFalse();
    }
}
