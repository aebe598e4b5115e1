package io.holdfast.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PaceTest {
    private static final Duration REST = Duration.ofSeconds(5);

    private final SettableClock clock = SettableClock.atPresent();
    private final Pace breaker = new Pace(3, REST, REST, () -> 0, clock.ticker());

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.mayTry()).isTrue();
            breaker.failed();
        }
    }

    @Test
    @DisplayName("E19 opens after failures in a row, and only then")
    void opensAfterFailuresInARow() {
        fail(2);
        assertThat(breaker.mayTry()).isTrue();
        breaker.succeeded();
        fail(2);
        assertThat(breaker.rests()).isFalse();
        fail(1);

        assertThat(breaker.rests()).isTrue();
        assertThat(breaker.mayTry()).isFalse();
    }

    @Test
    @DisplayName("E19 lets one call through after the rest, whose outcome decides")
    void letsOneCallThrough() {
        fail(3);
        clock.advance(Duration.ofMillis(4_999));
        assertThat(breaker.mayTry()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.mayTry()).isTrue();
        assertThat(breaker.mayTry()).isFalse();
        breaker.failed();
        assertThat(breaker.mayTry()).isFalse();

        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.mayTry()).isTrue();
        breaker.succeeded();
        assertThat(breaker.mayTry()).isTrue();
        assertThat(breaker.mayTry()).isTrue();
    }

    @Test
    @DisplayName("E19 a call that told nothing lets the next one try")
    void nothingLearntLetsTheNextTry() {
        fail(3);
        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.mayTry()).isTrue();
        breaker.toldNothing();

        assertThat(breaker.mayTry()).isTrue();
        assertThat(breaker.mayTry()).isFalse();
    }

    private static List<Long> restsInMillis(Pace pace, int failures) {
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            pace.failed();
            rests.add(Duration.ofNanos(pace.nanosLeft()).toMillis());
        }
        return rests;
    }

    @Test
    @DisplayName("each rest is twice as long as the one before, up to the longest, and a success ends that")
    void doubles() {
        Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10), clock.ticker());
        assertThat(pace.rests()).isFalse();
        assertThat(restsInMillis(pace, 6)).containsExactly(1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
        assertThat(restsInMillis(pace, 1000)).containsOnly(10_000L);
        assertThat(pace.rests()).isTrue();

        pace.succeeded();
        assertThat(pace.rests()).isFalse();
        assertThat(pace.nanosLeft()).isZero();
        assertThat(restsInMillis(pace, 1)).containsExactly(1000L);
    }

    @Test
    @DisplayName("a kind of failure has a first rest of its own, and is doubled by failures of the other kinds too")
    void restsByTheKindOfFailure() {
        Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(15), clock.ticker());
        pace.failed();
        pace.failed(Duration.ofSeconds(5));
        assertThat(pace.nanosLeft()).isEqualTo(Duration.ofSeconds(10).toNanos());
        pace.failed(Duration.ofSeconds(5));
        assertThat(pace.nanosLeft()).isEqualTo(Duration.ofSeconds(15).toNanos());
    }

    @Test
    @DisplayName("a spread prolongs each rest by its part, the longest too")
    void spreads() {
        Pace pace = new Pace(1, Duration.ofSeconds(1), Duration.ofSeconds(2), () -> 0.25, clock.ticker());
        assertThat(restsInMillis(pace, 3)).containsExactly(1250L, 2500L, 2500L);
    }

    @Test
    @DisplayName("who asks for a rest gets it without a failure, and shortens none")
    void restsWhenAsked() {
        Pace pace = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(5), clock.ticker());
        pace.rest(Duration.ofSeconds(1));
        assertThat(pace.rests()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(pace.mayTry()).isTrue();
        assertThat(pace.mayTry()).as("nothing has failed").isTrue();

        pace.failed();
        pace.rest(Duration.ofSeconds(1));
        assertThat(pace.nanosLeft()).isEqualTo(REST.toNanos());
        pace.rest(Duration.ofSeconds(7));
        assertThat(pace.nanosLeft()).isEqualTo(Duration.ofSeconds(7).toNanos());
    }

    @Test
    @DisplayName("one subject counts once until the next success, and prolongs no rest")
    void countsASubjectOnce() {
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.mayTry()).isTrue();
            breaker.failedOver("one");
        }
        breaker.failedOver("two");
        assertThat(breaker.rests()).isFalse();
        breaker.failedOver("three");
        assertThat(breaker.rests()).isTrue();
        clock.advance(Duration.ofSeconds(4));
        breaker.failedOver("three");
        clock.advance(Duration.ofSeconds(1));
        assertThat(breaker.mayTry()).isTrue();
        breaker.failedOver("three");
        assertThat(breaker.mayTry()).as("the try told nothing new").isTrue();

        breaker.succeeded();
        breaker.failedOver("three");
        breaker.failedOver("two");
        breaker.failedOver("one");
        assertThat(breaker.rests()).isTrue();
    }

    @Test
    @DisplayName("64 subjects are remembered: beyond them a new one counts each time, and the known ones still do not")
    void remembersSoManySubjects() {
        Pace pace = new Pace(100, REST, REST, () -> 0, clock.ticker());
        for (int i = 0; i < 63; i++) {
            pace.failedOver("subject " + i);
        }
        for (int i = 0; i < 10; i++) {
            pace.failedOver("subject 0");
        }
        for (int i = 63; i < 99; i++) {
            pace.failedOver("subject " + i);
        }
        assertThat(pace.rests()).isFalse();
        pace.failedOver("subject 99");
        assertThat(pace.rests()).isTrue();
    }

    @Test
    @DisplayName("a ticker may overflow, and begin below zero")
    void survivesAnOverflow() {
        for (long start : new long[] {Long.MAX_VALUE - 1000, -1000, Long.MIN_VALUE}) {
            long[] now = {start};
            Pace pace = new Pace(REST, REST, () -> now[0]);
            assertThat(pace.rests()).isFalse();
            pace.failed();
            assertThat(pace.rests()).isTrue();
            now[0] += REST.toNanos() - 1;
            assertThat(pace.rests()).isTrue();
            now[0]++;
            assertThat(pace.rests()).isFalse();
        }
    }

    @Test
    @DisplayName("of many threads that come after a rest, one may try")
    void letsOneThreadThrough() throws Exception {
        fail(3);
        clock.advance(REST);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(threads.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return breaker.mayTry();
                }));
            }
            int through = 0;
            for (Future<Boolean> one : tries) {
                through += one.get(10, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(through).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
