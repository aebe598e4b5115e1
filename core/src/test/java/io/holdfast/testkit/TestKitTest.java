package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The measure itself must be right before it measures. */
class TestKitTest {

    @Test
    @DisplayName("S-44 the kit's thumbprint of the RFC 8705 Appendix A certificate is the one printed there")
    void computesTheThumbprintThatTheRfcPrints() {
        assertThat(TestIdentity.thumbprintOf(RfcVectors.appendixACertificate()))
                .isEqualTo(RfcVectors.APPENDIX_A_THUMBPRINT);
    }

    @Test
    void movesBothClocksButJumpsOnlyOne() {
        SettableClock clock = SettableClock.atPresent();
        Instant start = clock.instant();

        clock.advance(Duration.ofSeconds(5));
        clock.jump(Duration.ofHours(-1));

        assertThat(clock.instant()).isEqualTo(start.plusSeconds(5).minusSeconds(3600));
        assertThat(clock.ticker().getAsLong()).isEqualTo(5_000_000_000L);
    }
}
