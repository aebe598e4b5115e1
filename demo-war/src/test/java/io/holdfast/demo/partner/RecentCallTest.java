package io.holdfast.demo.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentCallTest {
    @Test
    void keepsNoTextThatIsLongOrHides() {
        String odd = "a\n\u202eb" + "c".repeat(200);

        RecentCall call = new RecentCall(Instant.EPOCH, odd, odd, odd, 200, odd, odd, odd);

        String kept = "a  b" + "c".repeat(116) + "…";
        assertThat(call.client()).isEqualTo(kept);
        assertThat(call.certificate()).isEqualTo(kept);
        assertThat(call.request()).isEqualTo(kept);
        assertThat(call.reason()).isEqualTo(kept);
    }
}
