package io.holdfast.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Await;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PlacesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName("a share leaves the others their places, and takes none where the whole is full")
    void shares() {
        Places whole = new Places(3);
        Places share = whole.share(2, 0);
        assertThat(share.enter()).isTrue();
        assertThat(share.enter()).isTrue();
        assertThat(share.enter()).isFalse();
        assertThat(whole.enter()).isTrue();
        assertThat(whole.taken()).isEqualTo(3);

        share.leave();
        assertThat(whole.enter()).isTrue();
        assertThat(share.enter()).as("the whole is full").isFalse();
        assertThat(share.taken()).isEqualTo(1);
        whole.leave();
        assertThat(share.enter()).isTrue();
    }

    @Test
    @DisplayName("so many wait for a place and get the one that becomes free; the next is refused at once")
    void waitsInTurn() throws Exception {
        Places places = new Places(1, 1, Duration.ofMinutes(5));
        assertThat(places.enter()).isTrue();
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<Boolean> waiting = threads.submit(() -> {
            thread.set(Thread.currentThread());
            return places.enter();
        });
        Await.until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING);

        assertThat(places.enter()).isFalse();
        places.leave();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(places.taken()).isEqualTo(1);
    }

    @Test
    @DisplayName("who waits longer than may be, or is interrupted, gets none and keeps nobody from waiting")
    void givesUp() throws Exception {
        Places impatient = new Places(1, 1, Duration.ofMillis(1));
        assertThat(impatient.enter()).isTrue();
        assertThat(impatient.enter()).isFalse();
        assertThat(impatient.enter()).isFalse();

        Places places = new Places(1, 1, Duration.ofMinutes(5));
        assertThat(places.enter()).isTrue();
        Future<String> interrupted = threads.submit(() -> {
            Thread.currentThread().interrupt();
            boolean entered = places.enter();
            return entered + " " + Thread.interrupted();
        });
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isEqualTo("false true");
        assertThat(places.taken()).isEqualTo(1);
    }
}
