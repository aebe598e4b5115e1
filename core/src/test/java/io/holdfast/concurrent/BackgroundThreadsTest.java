package io.holdfast.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BackgroundThreadTest {
    private static Thread threadOf(BackgroundThreads background) throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        background.schedule(Duration.ZERO, () -> {
            thread.set(Thread.currentThread());
            done.countDown();
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        return thread.get();
    }

    @Test
    @DisplayName("S-81 is one daemon thread without a class loader of an application, and has ended after close")
    void endsWithClose() throws Exception {
        BackgroundThreads background = BackgroundThreads.one("holdfast-test");
        Thread thread = threadOf(background);
        assertThat(threadOf(background)).isSameAs(thread);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("holdfast-test");
        assertThat(thread.getContextClassLoader()).isNull();

        background.close();
        background.close();

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    @DisplayName("S-81 close interrupts what is done, and does not wait for ever for what heeds no interrupt")
    void closesOverWork() throws Exception {
        BackgroundThreads background = BackgroundThreads.one("holdfast-test");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = threadOf(background);
        background.schedule(Duration.ZERO, () -> {
            begun.countDown();
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        background.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isAlive()).isTrue();
        end.countDown();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    @DisplayName("S-81 takes no more work when it is closed, and starts no thread without work")
    void takesNoMoreWork() {
        BackgroundThreads background = BackgroundThreads.one("holdfast-idle");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("holdfast-idle");
        background.close();

        background.schedule(Duration.ZERO, () -> {
            throw new AssertionError("done after close");
        });

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> background.after(Duration.ZERO, () -> {}).cancel(false));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("holdfast-idle");
    }

    @Test
    @DisplayName("S-81 can be closed by its own work")
    void canBeClosedFromWithin() throws Exception {
        BackgroundThreads background = BackgroundThreads.one("holdfast-test");
        Thread thread = threadOf(background);
        background.schedule(Duration.ZERO, background::close);

        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    @DisplayName("goes on after work that failed")
    void goesOnAfterAFailure() throws Exception {
        try (BackgroundThreads background = BackgroundThreads.one("holdfast-test")) {
            background.schedule(Duration.ZERO, () -> {
                throw new IllegalStateException("on purpose");
            });
            assertThat(threadOf(background)).isNotNull();
        }
    }
}
