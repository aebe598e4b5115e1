package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Await;
import io.holdfast.token.StrangersTurn.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class StrangersTurnTest {
    private static final int FLOOD = StrangersTurn.FLOOD;

    private final AtomicLong nanos = new AtomicLong();
    private final StrangersTurn turn =
            new StrangersTurn(new Allowance(FLOOD, 10, nanos::get), TimeUnit.MINUTES.toNanos(10), nanos::get);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    private void verifications(int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            assertThat(turn.begin()).as("%d", i).isTrue();
            turn.end(outcome);
        }
    }

    private List<Future<Boolean>> begin(int count) {
        List<Future<Boolean>> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<Boolean> task = new FutureTask<>(turn::begin);
            Thread thread = new Thread(task, "stranger-" + i);
            threads.add(thread);
            thread.start();
            begun.add(task);
        }
        return begun;
    }

    private long waiting() {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    private static long done(List<Future<Boolean>> begun) {
        return begun.stream().filter(Future::isDone).count();
    }

    @Test
    @DisplayName("G6 E11 as many rejected tokens as strangers may try at once end the waiting at a start, for ever")
    void aFloodEndsTheWaiting() throws Exception {
        verifications(FLOOD, Outcome.REJECTED);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        List<Future<Boolean>> begun = begin(100);
        Await.until(() -> done(begun) == 100);
        turn.accepted();
        assertThat(turn.begin()).as("nobody waits for the ten").isFalse();
    }

    @Test
    @DisplayName("G6 E11 whoever waits at a start is sent away when the waiting ends")
    void releasesWhoWaits() throws Exception {
        verifications(FLOOD - 1, Outcome.REJECTED);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(950));
        for (int i = 0; i < 10; i++) {
            assertThat(turn.begin()).isTrue();
        }
        List<Future<Boolean>> waiting = begin(20);
        Await.until(() -> waiting() == 20);
        turn.end(Outcome.REJECTED);
        for (Future<Boolean> each : waiting) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    @DisplayName("S-101 E11 an outage and tokens that cost nothing end no waiting, however many they are")
    void onlyRejectionsEndTheWaiting() throws Exception {
        verifications(FLOOD, Outcome.OPEN);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10)); // the allowance is whole again
        verifications(FLOOD - 1, Outcome.OPEN);
        verifications(1000, Outcome.HARMLESS);
        assertThat(turn.begin()).isTrue();
        List<Future<Boolean>> waiting = begin(1);
        Await.until(() -> waiting() == 1);
        turn.end(Outcome.HARMLESS);
        assertThat(waiting.get(0).get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("S-101 E11 a whole container's threads wait only while all tokens were good")
    void fewWaitAfterABadToken() throws Exception {
        for (Outcome outcome : new Outcome[] {Outcome.HARMLESS, Outcome.OPEN}) {
            verifications(1, outcome);
            for (int i = 0; i < 10; i++) {
                assertThat(turn.begin()).isTrue();
            }
            int most = outcome == Outcome.HARMLESS ? 256 : 64;
            List<Future<Boolean>> begun = begin(300);
            Await.until(() -> done(begun) == 300 - most && waiting() == most);
            for (int i = 0; i < 10 + most; i++) {
                int ended = i;
                Await.until(() -> 10 + done(begun) - (300 - most) > ended);
                turn.end(Outcome.HARMLESS);
            }
            for (Future<Boolean> each : begun) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }
}
