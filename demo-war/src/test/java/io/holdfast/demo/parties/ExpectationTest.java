package io.holdfast.demo.parties;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpectationTest {
    private final Expectation refused = Expectation.refused(401, "certificate_mismatch");

    @Test
    void isMetByTheRightRefusalAlone() {
        assertThat(refused.isMetBy(401, "certificate_mismatch")).isTrue();
        assertThat(refused.isMetBy(401, "token_expired")).isFalse();
        assertThat(refused.isMetBy(401, "")).isFalse();
        assertThat(refused.isMetBy(403, "certificate_mismatch")).isFalse();
        assertThat(refused.isMetBy(200, "")).isFalse();
        assertThat(refused).hasToString("401 certificate_mismatch");
    }

    @Test
    void goesByTheStatusWhereTheReasonIsElsewhere() {
        assertThat(refused.isMetBy(401, null)).isTrue();
        assertThat(refused.isMetBy(200, null)).isFalse();
    }

    @Test
    void isMetBy200AloneIfItIsToBeLetIn() {
        assertThat(Expectation.letIn().isMetBy(200, "")).isTrue();
        assertThat(Expectation.letIn().isMetBy(401, "certificate_missing")).isFalse();
        assertThat(Expectation.letIn()).hasToString("200");
    }
}
