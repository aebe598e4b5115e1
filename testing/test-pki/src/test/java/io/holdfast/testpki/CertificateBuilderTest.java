package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the builder is asked for is what stands in the certificate. */
class CertificateBuilderTest {

    private final TestPki pki = TestPki.create();

    @Test
    void buildsOddCertificates() {
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        TestIdentity odd = pki.identity("CN=odd")
                .rsa(2048)
                .serial(BigInteger.valueOf(-5))
                .valid(then, then.plus(Duration.ofDays(1)))
                .uri("urn:odd")
                .ip("::1")
                .email("odd@partner.example")
                .extension("1.3.6.1.4.1.99999.1", new byte[20_000])
                .build();

        assertThat(odd.certificate().getSerialNumber()).isNegative();
        assertThat(odd.certificate().getNotAfter()).isBefore(Instant.now());
        assertThat(pki.identity("CN=ed").ed25519().build().thumbprint()).hasSize(43);
        assertThat(pki.identity("CN=ec").ec("secp521r1").build().thumbprint()).hasSize(43);
    }

    @Test
    void startsAnotherInfrastructure() throws Exception {
        TestIdentity root = CertificateBuilder.selfSigned("CN=Root").authority().build();
        TestIdentity client = CertificateBuilder.identity("CN=Client", root)
                .dns("client.example")
                .build();

        client.certificate().verify(root.certificate().getPublicKey());
        assertThat(root.certificate().getBasicConstraints()).isNotNegative();
        assertThat(client.certificate().getBasicConstraints()).isNegative();
        assertThat(client.chain()).containsExactly(client.certificate(), root.certificate());
    }

    @Test
    void givesEveryCertificateAPositiveNumberOfItsOwn() {
        CertificateBuilder builder = pki.identity("CN=numbered");

        BigInteger first = builder.build().certificate().getSerialNumber();
        BigInteger second = builder.build().certificate().getSerialNumber();

        assertThat(first).isPositive().isNotEqualTo(second);
        assertThat(second).isPositive();
    }

    @Test
    void leavesAloneWhatItHasBuilt() throws Exception {
        CertificateBuilder builder = pki.identity("CN=first").dns("first.example");
        TestIdentity built = builder.build();
        builder.subject("CN=second").dns("second.example");

        TestIdentity renewed = built.renewed();

        assertThat(renewed.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=first");
        assertThat(renewed.certificate().getSubjectAlternativeNames()).hasSize(1);
    }

    @Test
    void saysSoWhenThePlatformHasNoSuchKeys() {
        assertThatThrownBy(() -> KeyKind.of("Ed9999").newKeyPair())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Java " + System.getProperty("java.version") + " has no keys for Ed9999");
    }
}
