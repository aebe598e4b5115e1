package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
    private final SettableClock clock = SettableClock.atPresent();
    private final CircuitBreaker breaker = new CircuitBreaker(3, Duration.ofSeconds(5), clock.ticker());

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.permits()).isTrue();
            breaker.failed();
        }
    }

    @Test
    @DisplayName("E19 opens after failures in a row, and only then")
    void opensAfterFailuresInARow() {
        fail(2);
        assertThat(breaker.permits()).isTrue();
        breaker.succeeded();
        fail(2);
        assertThat(breaker.isOpen()).isFalse();
        fail(1);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.permits()).isFalse();
    }

    @Test
    @DisplayName("E19 lets one call through after the rest, whose outcome decides")
    void letsOneCallThrough() {
        fail(3);
        clock.advance(Duration.ofMillis(4_999));
        assertThat(breaker.permits()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isFalse();
        breaker.failed();
        assertThat(breaker.permits()).isFalse();

        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.permits()).isTrue();
        breaker.succeeded();
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    @DisplayName("E19 a call that told nothing lets the next one try")
    void nothingLearntLetsTheNextTry() {
        fail(3);
        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.permits()).isTrue();
        breaker.learntNothing();

        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.permits()).isFalse();
    }
}
