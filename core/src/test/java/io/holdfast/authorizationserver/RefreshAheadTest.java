package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RefreshAheadTest {
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
}
