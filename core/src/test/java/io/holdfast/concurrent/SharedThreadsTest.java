package io.holdfast.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedThreadsTest {
    private final SharedThreads one = new SharedThreads(() -> BackgroundThreads.one("holdfast-shared-test"));

    private static Thread threadOf(SharedThreads.Share share) throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        share.execute(() -> {
            thread.set(Thread.currentThread());
            done.countDown();
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        return thread.get();
    }

    @Test
    @DisplayName("two owners share a thread, which ends with the last of them; the next owner has another")
    void endsWithTheLastOwner() throws Exception {
        SharedThreads.Share first = one.enter();
        SharedThreads.Share second = one.enter();
        Thread thread = threadOf(first);
        assertThat(threadOf(second)).isSameAs(thread);

        first.close();
        first.close();
        assertThat(threadOf(second)).isSameAs(thread);
        second.close();
        assertThat(thread.isAlive()).isFalse();

        SharedThreads.Share third = one.enter();
        assertThat(threadOf(third)).isNotSameAs(thread);
        third.close();
    }

    @Test
    @DisplayName("an owner who has left gets no more work done, and what was scheduled is dropped")
    void dropsTheWorkOfWhoHasLeft() throws Exception {
        SharedThreads.Share stays = one.enter();
        SharedThreads.Share leaves = one.enter();
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch later = new CountDownLatch(1);
        leaves.schedule(Duration.ofMillis(20), () -> done.set(true));
        leaves.close();
        stays.schedule(Duration.ofMillis(40), later::countDown);

        assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(done).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> leaves.execute(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> leaves.after(Duration.ZERO, () -> {}));
        stays.close();
    }

    @Test
    @DisplayName("an owner cannot take more threads than its share: its other work waits, and another owner's does not")
    void boundsAnOwner() throws Exception {
        SharedThreads few = new SharedThreads(() -> BackgroundThreads.few("holdfast-shared-test", 3, 100));
        SharedThreads.Share greedy = few.enter(2, 1);
        SharedThreads.Share modest = few.enter(2, 1);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            greedy.execute(() -> {
                begun.countDown();
                awaitQuietly(end);
                all.countDown();
            });
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> greedy.execute(() -> {}));

        assertThat(threadOf(modest)).isNotNull();
        end.countDown();
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(threadOf(greedy)).isNotNull();
        greedy.close();
        modest.close();
    }

    @Test
    @DisplayName("close interrupts this owner's work alone, and ends the calls that wait for work that has not begun")
    void interruptsItsOwnWork() throws Exception {
        SharedThreads few = new SharedThreads(() -> BackgroundThreads.few("holdfast-shared-test", 3, 100));
        SharedThreads.Share leaves = few.enter(1, 5);
        SharedThreads.Share stays = few.enter(1, 5);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean undisturbed = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Throwable> undone = new AtomicReference<>();
        leaves.execute(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        stays.execute(() -> {
            begun.countDown();
            undisturbed.set(awaitQuietly(end));
            over.countDown();
        });
        SharedCall.start(leaves, () -> {}, undone::set);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        leaves.close();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(undone.get()).isInstanceOf(CancellationException.class);
        end.countDown();
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(undisturbed).isTrue();
        stays.close();
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
