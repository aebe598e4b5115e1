package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CertificateValidityTest {
    private static final Instant FROM = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2030-02-01T00:00:00Z");
    private static final X509Certificate CERTIFICATE =
            TestPki.create().identity("CN=Dated").valid(FROM, UNTIL).build().certificate();

    @Test
    @DisplayName("S-6 C3 looks at no date by default")
    void ignoresDates() {
        assertThat(CertificateValidity.IGNORE.accepts(CERTIFICATE, FROM.minusSeconds(1)))
                .isTrue();
        assertThat(CertificateValidity.IGNORE.accepts(CERTIFICATE, UNTIL.plusSeconds(1)))
                .isTrue();
    }

    @Test
    @DisplayName("C3 accepts a certificate from its first to its last second, both included")
    void checksDates() {
        assertThat(CertificateValidity.CHECK.accepts(CERTIFICATE, FROM.minusSeconds(1)))
                .isFalse();
        assertThat(CertificateValidity.CHECK.accepts(CERTIFICATE, FROM)).isTrue();
        assertThat(CertificateValidity.CHECK.accepts(CERTIFICATE, UNTIL)).isTrue();
        assertThat(CertificateValidity.CHECK.accepts(CERTIFICATE, UNTIL.plusSeconds(1)))
                .isFalse();
    }
}
