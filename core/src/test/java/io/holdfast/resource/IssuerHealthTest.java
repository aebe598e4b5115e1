package io.holdfast.resource;

import static io.holdfast.resource.IssuerHealth.DOWN;
import static io.holdfast.resource.IssuerHealth.UNKNOWN;
import static io.holdfast.resource.IssuerHealth.UP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class IssuerHealthTest {
    private static List<IssuerStatus> issuers(IssuerHealth... healths) {
        List<IssuerStatus> issuers = new ArrayList<>();
        for (IssuerHealth health : healths) {
            issuers.add(
                    new IssuerStatus("https://login.example.com", health, Optional.empty(), Optional.empty(), null));
        }
        return issuers;
    }

    @Test
    @DisplayName("S-86 of several issuers the worst is down, else unknown, else up")
    void findsTheWorst() {
        assertThat(IssuerHealth.ofAll(issuers(UP, UP))).isEqualTo(UP);
        assertThat(IssuerHealth.ofAll(issuers(UP, UNKNOWN))).isEqualTo(UNKNOWN);
        assertThat(IssuerHealth.ofAll(issuers(UNKNOWN, UP))).isEqualTo(UNKNOWN);
        assertThat(IssuerHealth.ofAll(issuers(UNKNOWN, DOWN))).isEqualTo(DOWN);
        assertThat(IssuerHealth.ofAll(issuers(DOWN, UP))).isEqualTo(DOWN);
    }

    @Test
    @DisplayName("S-86 the best is up, else unknown, else down")
    void findsTheBest() {
        assertThat(IssuerHealth.ofAny(issuers(DOWN, DOWN))).isEqualTo(DOWN);
        assertThat(IssuerHealth.ofAny(issuers(DOWN, UNKNOWN))).isEqualTo(UNKNOWN);
        assertThat(IssuerHealth.ofAny(issuers(UNKNOWN, DOWN))).isEqualTo(UNKNOWN);
        assertThat(IssuerHealth.ofAny(issuers(UNKNOWN, UP))).isEqualTo(UP);
        assertThat(IssuerHealth.ofAny(issuers(UP, DOWN))).isEqualTo(UP);
    }
}
