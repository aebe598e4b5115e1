package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TlsCertificateSourceTest {
    private static final TestPki PKI = TestPki.create();

    @Test
    @DisplayName("S-2 takes the end-entity certificate, never the authority's behind it")
    void takesTheFirstOfTheChain() {
        X509Certificate leaf = PKI.serverA().certificate();
        X509Certificate[] chain = {leaf, PKI.authority().certificate()};

        assertThat(TlsCertificateSource.fromAttribute(chain)).isEqualTo(leaf);
    }

    static List<Arguments> notCertificates() {
        X509Certificate certificate = PKI.serverA().certificate();
        return List.of(
                Arguments.of("text"),
                Arguments.of(certificate),
                Arguments.of((Object) new X509Certificate[0]),
                Arguments.of((Object) new X509Certificate[] {null, certificate}),
                Arguments.of((Object) new Object[] {certificate}));
    }

    @ParameterizedTest
    @MethodSource("notCertificates")
    @DisplayName("S-3 an attribute of another type or without a first certificate is no client certificate")
    void otherValuesAreNoCertificate(Object attribute) {
        assertThat(TlsCertificateSource.fromAttribute(attribute)).isNull();
    }

    @Test
    @DisplayName("S-3 a missing attribute is no client certificate")
    void missingAttributeIsNoCertificate() {
        assertThat(TlsCertificateSource.fromAttribute(null)).isNull();
    }
}
