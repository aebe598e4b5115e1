package io.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.TestLog;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SourceWatchTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final Semaphore checks = new Semaphore(0);
    private Path file;
    private SourceWatch watch;

    @BeforeEach
    void writeTheFile() throws IOException {
        file = Files.writeString(directory.resolve("client.p12"), "one");
    }

    @AfterEach
    void endTheWatch() {
        if (watch != null) {
            watch.close();
        }
    }

    @Test
    @DisplayName("C-5 looks once when the watch begins, for what changed since the files were read")
    void looksWhenItBegins() throws Exception {
        watch = SourceWatch.start(List.of(file), NEVER, checks::release);

        awaitCheck();
    }

    @Test
    @DisplayName("C-5 a file that is overwritten in place is noticed")
    void noticesAnOverwrite() throws Exception {
        watch(file);

        Files.writeString(file, "two");

        awaitCheck();
    }

    @Test
    @DisplayName("C-5 a file that is replaced by renaming is noticed, each time")
    void noticesARename() throws Exception {
        watch(file);

        for (String content : List.of("two", "three")) {
            Path next = Files.writeString(directory.resolve("next"), content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            awaitCheck();
        }
    }

    @Test
    @DisplayName("C-5 a Kubernetes secret whose ..data link is swapped is noticed, each time")
    void noticesASwappedLink() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        Path secret = kubernetes(mount, "..2026_1", "one");
        watch(secret);

        kubernetes(mount, "..2026_2", "two");
        awaitCheck();
        kubernetes(mount, "..2026_3", "three");
        awaitCheck();
        assertThat(secret).hasContent("three");
    }

    @Test
    @DisplayName("C-5 a file behind links is noticed when it is overwritten where it is")
    void noticesTheTargetOfALink() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("real.p12"), "one");
        Path links = Files.createDirectory(directory.resolve("links"));
        Path link = Files.createSymbolicLink(links.resolve("client.p12"), target);
        watch(link);

        Files.writeString(target, "two");

        awaitCheck();
    }

    @Test
    @DisplayName("C-5 a file in a directory that is missing at first, or goes and comes back, is noticed")
    void noticesADirectoryThatComes() throws Exception {
        Path later = directory.resolve("a/b/client.p12");
        watch(later);

        for (String content : List.of("one", "two")) {
            awaitCheckAfter(() -> Files.createDirectories(later.getParent()));
            awaitCheckAfter(() -> Files.writeString(later, content));
            awaitCheckAfter(() -> Files.delete(later));
            awaitCheckAfter(() -> Files.delete(later.getParent()));
            awaitCheckAfter(() -> Files.delete(later.getParent().getParent()));
        }
    }

    @Test
    @DisplayName("a file that is written bit by bit is looked at once, when it is quiet")
    void waitsForQuiet() throws Exception {
        watch = start(NEVER, Duration.ofSeconds(2), FileSystems.getDefault()::newWatchService);
        awaitCheck();

        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "part " + i);
        }

        awaitCheck();
        watch.close();
        assertThat(checks.availablePermits()).isZero();
    }

    @Test
    @DisplayName("a file that is written without end is looked at all the same")
    void doesNotWaitForQuietForever() throws Exception {
        watch = start(NEVER, QUIET, FileSystems.getDefault()::newWatchService);
        awaitCheck();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);

        int written = 0;
        while (checks.availablePermits() == 0 && System.nanoTime() < end) {
            Files.writeString(file, "part " + written++);
        }

        assertThat(checks.availablePermits()).isPositive();
    }

    @Test
    @DisplayName("C-5 looks at the interval without any sign, as network file systems give none")
    void looksAtTheInterval() throws Exception {
        watch = SourceWatch.start(List.of(file), OFTEN, checks::release);

        awaitChecks(4);
    }

    @Test
    @DisplayName("looks at the interval when there is no file to watch")
    void looksWithoutFiles() throws Exception {
        watch = SourceWatch.start(List.of(), OFTEN, checks::release);

        awaitChecks(3);
    }

    @Test
    @DisplayName("C-5 looks at the interval where nothing can be watched, and says so once")
    void pollsWhereNothingCanBeWatched() throws Exception {
        TestLog log = new TestLog();
        watch = start(OFTEN, QUIET, () -> {
            throw new IOException("User limit of inotify instances reached");
        });

        awaitChecks(4);

        assertThat(log.text()).containsOnlyOnce("cannot be watched").contains("User limit of inotify");
    }

    @Test
    @DisplayName("C-5 looks at the interval when watching fails later, and says so once")
    void pollsWhenWatchingFails() throws Exception {
        TestLog log = new TestLog();
        watch = start(OFTEN, QUIET, ForeignWatchService::new);

        awaitChecks(4);

        assertThat(log.text()).containsOnlyOnce("The watch of the file system failed");
    }

    @Test
    @DisplayName("F7 a check that throws is logged by its kind alone, and the next is made")
    void survivesACheckThatThrows() throws Exception {
        TestLog log = new TestLog();
        watch = SourceWatch.start(List.of(file), OFTEN, () -> {
            checks.release();
            throw new AssertionError("password hunter2");
        });

        awaitChecks(3);

        assertThat(log.text()).contains("failed with java.lang.AssertionError").doesNotContain("hunter2");
    }

    @Test
    @DisplayName("C-5 a check that leaves its thread interrupted does not end the watch")
    void survivesAnInterruption() throws Exception {
        for (SourceWatch.WatchServices services :
                List.<SourceWatch.WatchServices>of(FileSystems.getDefault()::newWatchService, () -> {
                    throw new IOException("inotify");
                })) {
            watch = SourceWatch.start(List.of(file), OFTEN, QUIET, services, () -> {
                checks.release();
                Thread.currentThread().interrupt();
            });
            awaitChecks(3);
            watch.close();
            checks.drainPermits();
        }
    }

    @Test
    @DisplayName("C-5 looks at the interval when there is not even a thread for watching")
    void survivesAnError() throws Exception {
        watch = start(OFTEN, QUIET, () -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        awaitChecks(3);
    }

    @Test
    @DisplayName("checks on a daemon thread that holds no application's class loader")
    void holdsNoClassLoader() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicBoolean classLoader = new AtomicBoolean(true);
        watch = SourceWatch.start(List.of(file), OFTEN, () -> {
            thread.set(Thread.currentThread());
            classLoader.set(Thread.currentThread().getContextClassLoader() != null);
            checks.release();
        });
        awaitCheck();

        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(classLoader).isFalse();
    }

    @Test
    @DisplayName("the thread has ended when close returns, with and without a watch of the file system")
    void endsItsThread() throws Exception {
        for (SourceWatch.WatchServices services :
                List.<SourceWatch.WatchServices>of(FileSystems.getDefault()::newWatchService, () -> {
                    throw new IOException("none");
                })) {
            AtomicReference<Thread> thread = new AtomicReference<>();
            SourceWatch ending = SourceWatch.start(List.of(file), OFTEN, QUIET, services, () -> {
                thread.set(Thread.currentThread());
                checks.release();
            });
            awaitCheck();

            ending.close();
            ending.close();

            assertThat(thread.get().isAlive()).isFalse();
        }
    }

    @Test
    @DisplayName("close waits no longer than two seconds for a check that hangs, and interrupts it")
    void interruptsACheckThatHangs() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        watch = SourceWatch.start(List.of(file), OFTEN, () -> {
            checks.release();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        awaitCheck();

        long before = System.nanoTime();
        watch.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("a check may close the watch")
    void mayBeClosedByTheCheck() throws Exception {
        AtomicReference<SourceWatch> own = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        watch = SourceWatch.start(List.of(file), OFTEN, () -> {
            try {
                known.await();
            } catch (InterruptedException e) {
                return;
            }
            own.get().close();
            checks.release();
        });
        own.set(watch);
        known.countDown();

        awaitCheck();
        watch.close();
        assertThat(checks.availablePermits()).isZero();
    }

    @Test
    @DisplayName("wants an interval of more than zero, and takes the longest")
    void wantsAnInterval() {
        for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> SourceWatch.start(List.of(file), interval, checks::release))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("more than zero");
        }
        watch = SourceWatch.start(List.of(file), Duration.ofSeconds(Long.MAX_VALUE), checks::release);
    }

    private void watch(Path path) throws Exception {
        watch = SourceWatch.start(
                List.of(path), NEVER, QUIET, FileSystems.getDefault()::newWatchService, checks::release);
        awaitCheck();
    }

    private SourceWatch start(Duration interval, Duration quiet, SourceWatch.WatchServices services) {
        return SourceWatch.start(List.of(file), interval, quiet, services, checks::release);
    }

    private void awaitCheck() throws InterruptedException {
        awaitChecks(1);
    }

    private void awaitCheckAfter(Executable change) throws Exception {
        checks.drainPermits();
        change.execute();
        awaitCheck();
    }

    private interface Executable {
        void execute() throws IOException;
    }

    private void awaitChecks(int count) throws InterruptedException {
        assertThat(checks.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
    }

    /** As the kubelet writes a volume: a new directory, and the link to it replaced in one step. */
    private static Path kubernetes(Path mount, String version, String content) throws IOException {
        Path data = Files.createDirectory(mount.resolve(version));
        Files.writeString(data.resolve("client.p12"), content);
        Path link = mount.resolve("..data");
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(mount.resolve("..data_tmp"), link, StandardCopyOption.ATOMIC_MOVE);
        Path file = mount.resolve("client.p12");
        if (!Files.isSymbolicLink(file)) {
            Files.createSymbolicLink(file, Path.of("..data", "client.p12"));
        }
        return file;
    }

    /** Of another file system: no path can be registered with it. */
    private static final class ForeignWatchService implements WatchService {
        @Override
        public void close() {}

        @Override
        public WatchKey poll() {
            return null;
        }

        @Override
        public WatchKey poll(long timeout, TimeUnit unit) {
            return null;
        }

        @Override
        public WatchKey take() {
            throw new UnsupportedOperationException();
        }
    }
}
