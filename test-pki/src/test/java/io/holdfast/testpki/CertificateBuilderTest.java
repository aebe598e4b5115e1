package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;

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
}
