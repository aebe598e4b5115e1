package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CertificateExpiryTest {
    private static final TestPki PKI = TestPki.create();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    @DisplayName("says what is left, to the last moment and beyond it")
    void saysWhatIsLeft() {
        CertificateExpiry expiry = lasting(Duration.ofDays(90));
        Instant end = START.plus(Duration.ofDays(90));

        assertThat(expiry.end()).isEqualTo(end);
        assertThat(expiry.left(START)).isEqualTo(Duration.ofDays(90));
        assertThat(expiry.hasEnded(end)).isFalse();
        assertThat(expiry.hasEnded(end.plusSeconds(1))).isTrue();
        assertThat(expiry.left(end.plusSeconds(1))).isEqualTo(Duration.ofSeconds(-1));
    }

    @Test
    @DisplayName("warns 14 days before the end, then once a day, and after the end too")
    void warnsOnceADay() {
        CertificateExpiry expiry = lasting(Duration.ofDays(90));
        Instant first = START.plus(Duration.ofDays(76));

        assertThat(expiry.isWarningDue(first.minusSeconds(1), null)).isFalse();
        assertThat(expiry.isWarningDue(first, null)).isTrue();
        assertThat(expiry.isWarningDue(first.plus(Duration.ofHours(23)), first)).isFalse();
        assertThat(expiry.isWarningDue(first.plus(Duration.ofHours(24)), first)).isTrue();
        assertThat(expiry.isWarningDue(first.plus(Duration.ofDays(20)), first)).isTrue();
    }

    @Test
    @DisplayName("warns of a short-lived certificate in the last third of its life")
    void warnsOfAShortLivedCertificateLater() {
        CertificateExpiry expiry = lasting(Duration.ofHours(24));

        assertThat(expiry.isWarningDue(START.plus(Duration.ofHours(16)).minusSeconds(1), null))
                .isFalse();
        assertThat(expiry.isWarningDue(START.plus(Duration.ofHours(16)), null)).isTrue();
    }

    @Test
    @DisplayName("the warning names the certificate, its end and what to do")
    void namesTheCertificate() {
        CertificateExpiry expiry = lasting(Duration.ofDays(90));

        assertThat(expiry.warning(START.plus(Duration.ofDays(80))))
                .contains("CN=Short", "2026-04-01T00:00:00Z", "in 10 days", "renewed");
        assertThat(expiry.warning(START.plus(Duration.ofDays(100)))).contains("ended at 2026-04-01");
    }

    @Test
    @DisplayName("refuses a warning after the end")
    void refusesANegativeWarning() {
        assertThatThrownBy(() -> CertificateExpiry.of(PKI.serverA().certificate(), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero or more");
    }

    private static CertificateExpiry lasting(Duration life) {
        return CertificateExpiry.of(
                PKI.identity("CN=Short").valid(START, START.plus(life)).build().certificate());
    }
}
