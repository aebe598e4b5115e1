package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RefreshAheadTest {
    private static final int ROUNDS = 20_000;

    private final Deque<Runnable> planned = new ConcurrentLinkedDeque<>();
    private final AtomicInteger refreshed = new AtomicInteger();
    private final RefreshAhead ahead = new RefreshAhead((delay, work) -> planned.add(work), new RefreshAhead.Refresh() {
        @Override
        public long nanosLeft() {
            return 0;
        }

        @Override
        public void run() {
            refreshed.incrementAndGet();
        }
    });

    private void untilTheLastIdleRun() {
        ahead.start();
        for (int i = 0; i < RefreshAhead.MOST_IDLE; i++) {
            planned.remove().run();
        }
        assertThat(planned).hasSize(1);
    }

    @Test
    @DisplayName("S-87 stops after some refreshes without a use, and a use plans the next")
    void stopsAndStarts() {
        untilTheLastIdleRun();
        planned.remove().run();
        assertThat(planned).isEmpty();
        assertThat(refreshed).hasValue(RefreshAhead.MOST_IDLE);

        ahead.noteUse();
        ahead.noteUse();
        assertThat(planned).hasSize(1);
    }

    @Test
    @DisplayName("S-87 a use at the very moment when it stops keeps it going, with one plan and not two")
    void isNotLostWhenUsedWhileItStops() throws Exception {
        ExecutorService user = Executors.newSingleThreadExecutor();
        CyclicBarrier together = new CyclicBarrier(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                untilTheLastIdleRun();
                Future<?> use = user.submit(() -> {
                    together.await();
                    ahead.noteUse();
                    return null;
                });
                Runnable last = planned.remove();
                together.await();
                last.run();
                use.get(10, TimeUnit.SECONDS);

                assertThat(planned).as("round %s", round).hasSize(1);
                stop();
            }
        } finally {
            user.shutdownNow();
        }
    }

    private void stop() {
        for (int i = 0; i < 2 * RefreshAhead.MOST_IDLE + 2 && !planned.isEmpty(); i++) {
            planned.remove().run();
        }
        assertThat(planned).isEmpty();
    }
}
