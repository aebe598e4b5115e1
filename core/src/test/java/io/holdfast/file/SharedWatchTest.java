package io.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@Tag("sees-all-threads")
class SharedWatchTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final List<SharedWatch> open = new ArrayList<>();

    @AfterEach
    void endAll() {
        open.forEach(SharedWatch::close);
    }

    private SharedWatch join(Duration interval, Semaphore looks, Path... files) {
        SharedWatch watch = SharedWatch.join(List.of(files), interval, looks::release);
        open.add(watch);
        return watch;
    }

    private Path file(String name) throws IOException {
        return Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("client.p12"), "one");
    }

    private static void replace(Path file, String content) throws IOException {
        Path next = Files.writeString(file.resolveSibling("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void await(Semaphore looks) throws InterruptedException {
        assertThat(looks.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("holdfast-key-store-watch"))
                .toList();
    }

    @Test
    @DisplayName("C-5 many watch over one thread, each notices its file, and the thread ends with the last")
    void sharesOneThread() throws Exception {
        List<Thread> others = threads();
        List<Path> files = new ArrayList<>();
        List<Semaphore> looks = new ArrayList<>();
        List<SharedWatch> watches = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            files.add(file("ring-" + i));
            looks.add(new Semaphore(0));
            watches.add(join(NEVER, looks.get(i), files.get(i)));
        }
        for (Semaphore each : looks) {
            await(each); // watched from now on
        }
        assertThat(threads()).hasSize(others.size() + 1);

        for (int i = 0; i < 20; i++) {
            looks.get(i).drainPermits();
            replace(files.get(i), "two");
            await(looks.get(i));
        }
        for (int i = 0; i < 19; i++) {
            watches.get(i).close();
        }
        looks.get(19).drainPermits();
        replace(files.get(19), "three");
        await(looks.get(19));
        assertThat(threads()).hasSize(others.size() + 1);
        looks.get(0).drainPermits();
        watches.get(19).close();
        watches.get(19).close();

        assertThat(threads()).hasSameElementsAs(others);
        assertThat(looks.get(0).availablePermits()).isZero();
    }

    @Test
    @DisplayName("C-5 who joins after the last has left has a watch again")
    void beginsAnew() throws Exception {
        Path file = file("ring");
        for (String content : List.of("two", "three")) {
            Semaphore looks = new Semaphore(0);
            SharedWatch watch = join(NEVER, looks, file);
            await(looks);
            replace(file, content);
            await(looks);
            watch.close();
        }
    }

    @Test
    @DisplayName("C-5 who has no files joins before and after who has, and each interval is its own's")
    void keepsIntervalsApart() throws Exception {
        Semaphore seldom = new Semaphore(0);
        Semaphore often = new Semaphore(0);
        Semaphore watching = new Semaphore(0);
        join(NEVER, seldom);
        join(Duration.ofMillis(20), often);
        Path file = file("ring");
        join(NEVER, watching, file);
        await(watching);
        watching.drainPermits();

        assertThat(often.tryAcquire(4, 20, TimeUnit.SECONDS)).isTrue();
        replace(file, "two");
        await(watching);

        assertThat(seldom.availablePermits()).isZero();
    }

    @Test
    @DisplayName("C-5 who joins while the watch looks for others has a look of its own, each time")
    void losesNobodyWhoJoinsWhileItLooks() throws Exception {
        join(Duration.ofNanos(1), new Semaphore(0));
        Path file = file("ring");
        for (int i = 0; i < 20; i++) {
            Semaphore looks = new Semaphore(0);
            SharedWatch watch = join(NEVER, looks, file);
            await(looks);
            watch.close();
        }
    }

    @Test
    @DisplayName("joining and leaving at once from many threads leaves no thread behind")
    void survivesARace() throws Exception {
        List<Thread> others = threads();
        Path file = file("ring");
        List<Thread> racers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread racer = new Thread(() -> {
                for (int n = 0; n < 25; n++) {
                    SharedWatch.join(List.of(file), NEVER, () -> {}).close();
                }
            });
            racers.add(racer);
            racer.start();
        }
        for (Thread racer : racers) {
            racer.join();
        }

        Await.until(() -> others.containsAll(threads()));
    }

    @Test
    @DisplayName("wants an interval of more than zero, and holds nothing if it gets none")
    void wantsAnInterval() {
        List<Thread> others = threads();
        assertThatThrownBy(() -> SharedWatch.join(List.of(directory), Duration.ZERO, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than zero");
        assertThat(threads()).hasSameElementsAs(others);
    }
}
