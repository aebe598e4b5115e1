package io.holdfast.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RfcVectors;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateThumbprintTest {
    private static final TestPki PKI = TestPki.create();

    @Test
    @DisplayName("S-44 S-6 hashes the expired certificate of RFC 8705 appendix A to the thumbprint that stands there")
    void hashesTheCertificateOfAppendixA() {
        assertThat(CertificateThumbprint.of(RfcVectors.appendixACertificate()).value())
                .isEqualTo("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0");
    }

    @Test
    @DisplayName("S-44 has 43 characters of base64url for certificates of every key type")
    void has43Characters() {
        TestIdentity[] identities = {
            PKI.serverA(),
            PKI.identity("CN=rsa").rsa(2048).build(),
            PKI.identity("CN=ed").ed25519().build()
        };
        for (TestIdentity identity : identities) {
            assertThat(CertificateThumbprint.of(identity.certificate()).value())
                    .hasSize(43)
                    .matches("[A-Za-z0-9_-]+")
                    .isEqualTo(identity.thumbprint());
        }
    }

    @Test
    @DisplayName("S-53 differs for a renewed certificate with the same key and subject")
    void differsForARenewedCertificate() {
        assertThat(CertificateThumbprint.of(PKI.serverA().renewed().certificate()))
                .isNotEqualTo(CertificateThumbprint.of(PKI.serverA().certificate()));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @NullSource
    @ValueSource(
            strings = {
                "",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0=",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0A",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v+",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v/",
                " A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v\n",
                "0380ed2f626650c840b2f263e6d2b29fae12ab39ae5db32b25ad27efad72e6fd",
                "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5ｖ0"
            })
    @DisplayName("S-45 does not parse padding, other alphabets, white space, hexadecimal or another length")
    void doesNotParseOtherForms(String text) {
        assertThat(CertificateThumbprint.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("S-45 compares letter case")
    void comparesLetterCase() {
        CertificateThumbprint thumbprint = CertificateThumbprint.of(RfcVectors.appendixACertificate());
        String otherCase = "a" + thumbprint.value().substring(1);

        assertThat(CertificateThumbprint.parse(otherCase)).get().isNotEqualTo(thumbprint);
    }

    @Test
    @DisplayName("S-45 a thumbprint with stray bits in its last character equals no certificate's")
    void strayBitsEqualNothing() {
        CertificateThumbprint thumbprint = CertificateThumbprint.of(RfcVectors.appendixACertificate());
        String strayBits = thumbprint.value().substring(0, 42) + "1";

        assertThat(CertificateThumbprint.parse(strayBits)).get().isNotEqualTo(thumbprint);
        assertThat(CertificateThumbprint.parse(RfcVectors.SECTION_3_1_THUMBPRINT))
                .isPresent();
    }

    @Test
    @DisplayName("S-44 S-45 is equal to another one only if all 43 characters are")
    void comparesEveryCharacter() {
        CertificateThumbprint thumbprint = CertificateThumbprint.of(RfcVectors.appendixACertificate());
        String value = thumbprint.value();
        for (int i = 0; i < value.length(); i++) {
            String other = value.substring(0, i) + (value.charAt(i) == 'Q' ? 'g' : 'Q') + value.substring(i + 1);

            assertThat(CertificateThumbprint.parse(other)).get().isNotEqualTo(thumbprint);
            assertThat(CertificateThumbprint.parse(other).get().value()).isEqualTo(other);
        }
        assertThat(CertificateThumbprint.parse(value))
                .get()
                .isEqualTo(thumbprint)
                .hasSameHashCodeAs(thumbprint);
        assertThat(thumbprint).isNotEqualTo(null).isNotEqualTo(value);
    }

    @Test
    void spreadsInHashTables() {
        assertThat(CertificateThumbprint.of(PKI.serverA().certificate()))
                .doesNotHaveSameHashCodeAs(CertificateThumbprint.of(RfcVectors.appendixACertificate()));
    }

    @Test
    void showsNoMoreThanItsBeginning() {
        assertThat(CertificateThumbprint.of(RfcVectors.appendixACertificate())).hasToString("A4DtL2Jm…");
    }
}
