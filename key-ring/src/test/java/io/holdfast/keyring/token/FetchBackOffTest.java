package io.holdfast.keyring.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenAnswers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchBackOffTest {
    private static final long NOW = Long.MAX_VALUE - 1000; // a ticker may overflow

    private double chance;
    private final FetchBackOff backOff = new FetchBackOff(() -> chance, () -> NOW);

    @Test
    @DisplayName("C-20 the rest doubles with each failure from half a second to 24 seconds, and a success ends that")
    void doublesUpToACap() {
        List<Duration> rests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rests.add(restAfter(new AuthorizationServerException("down")));
        }
        assertThat(rests)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 24000L, 24000L, 24000L);

        backOff.succeeded();
        assertThat(backOff.hasFailed()).isFalse();
        assertThat(restAfter(new AuthorizationServerException("down"))).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid_client",
                "unauthorized_client",
                "invalid_scope",
                "invalid_target",
                "unsupported_grant_type",
                "invalid_request"
            })
    @DisplayName("C-20 an error that the same question would meet again rests ten seconds at least")
    void restsLongWhenAskingAgainIsNoUse(String error) {
        assertThat(restAfter(TokenAnswers.refusal(error))).isEqualTo(Duration.ofSeconds(10));
        assertThat(restAfter(TokenAnswers.refusal(error))).isEqualTo(Duration.ofSeconds(20));
        assertThat(restAfter(TokenAnswers.refusal(error))).isEqualTo(Duration.ofSeconds(24));
    }

    @Test
    @DisplayName("F15 a token that is not bound rests ten seconds at least too")
    void restsLongAfterAnUnboundToken() {
        assertThat(restAfter(new TokenNotBoundException("not bound"))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("C-20 chance adds up to a quarter, so no rest is longer than thirty seconds")
    void spreadsRests() {
        chance = 1;
        assertThat(restAfter(new AuthorizationServerException("down"))).isEqualTo(Duration.ofMillis(625));
        for (int i = 0; i < 100; i++) {
            assertThat(restAfter(new AuthorizationServerException("down"))).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "7, 7", "29, 29", "3600, 30"})
    @DisplayName("C-20 a server that asks to be left alone is, for thirty seconds at most")
    void heedsTheServer(int asked, String rests) {
        assertThat(restAfter(TokenAnswers.refusal(503, "temporarily_unavailable", Duration.ofSeconds(asked))))
                .isEqualTo(Duration.parse("PT" + rests + "S"));
    }

    @Test
    @DisplayName("C-20 a server in trouble is not taken at its word that the client is wrong")
    void doubtsAServerInTrouble() {
        assertThat(restAfter(TokenAnswers.refusal(503, "invalid_client", Duration.ZERO)))
                .isEqualTo(Duration.ofMillis(500));
    }

    private Duration restAfter(Exception cause) {
        return Duration.ofNanos(backOff.failed(cause));
    }
}
