package io.holdfast.keyring;

import static io.holdfast.keyring.KeyRingWorld.ORDERS;
import static io.holdfast.keyring.KeyRingWorld.PKI;
import static io.holdfast.keyring.KeyRingWorld.renewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keystore.PemKeyStore;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Threads and watches of many rings together. */
@Timeout(240)
@Tag("sees-all-threads")
class ManyRingsTest {
    private static final int RINGS = 140;

    /** The most threads of them all: one each for the watch, the platform's watch, schedule and deadlines; 32 that fetch. */
    private static final int MOST_THREADS = 4 + 32;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("C-5 140 rings hold one watch of the file system and few threads, rotate, and leave none behind")
    void shareWatchAndThreads() throws Exception {
        Set<Thread> threadsBefore = threads();
        long watchesBefore = watches();
        Path file = PKI.serverA().writePem(directory, "client");
        TestIdentity renewed = renewed();
        List<KeyRing> rings = new ArrayList<>();
        try (KeyRingWorld world = new KeyRingWorld()) {
            for (int i = 0; i < RINGS; i++) {
                rings.add(ring(world, file));
                rings.get(i).token(ORDERS);
            }
            assertThat(watches() - watchesBefore).isEqualTo(1);
            assertThat(threads().stream().filter(thread -> !threadsBefore.contains(thread)))
                    .hasSizeLessThanOrEqualTo(MOST_THREADS);

            TestLog log = new TestLog();
            Files.move(renewed.writePem(directory, "next"), file, StandardCopyOption.ATOMIC_MOVE);
            for (KeyRing ring : rings) {
                Await.until(() -> KeyRingWorld.thumbprint(ring.credentials()).equals(renewed.thumbprint()));
                assertThat(ring.token(ORDERS).credentials().thumbprint().value())
                        .isEqualTo(renewed.thumbprint());
            }
            assertThat(log.text()).doesNotContain("WARN");
            assertThat(watches() - watchesBefore).isEqualTo(1);
        } finally {
            rings.forEach(KeyRing::close);
        }

        assertThat(watches()).isEqualTo(watchesBefore);
        Await.until(() -> threadsBefore.containsAll(threads()));
    }

    private static KeyRing ring(KeyRingWorld world, Path file) throws Exception {
        return world.builder()
                .keyStore(PemKeyStore.at(file).build())
                .connectTimeout(PATIENCE)
                .responseTimeout(PATIENCE)
                .totalTimeout(PATIENCE)
                .keyStoreCheckInterval(Duration.ofHours(1))
                .clocks(Clock.systemUTC(), System::nanoTime, null)
                .build();
    }

    /** Holdfast's threads, and the one that the platform has for each watch service. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdfast-")
                        || thread.getName().startsWith("FileSystemWatch"))
                .collect(Collectors.toSet());
    }

    private static long watches() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ManyRingsTest::isWatch).count();
        }
    }

    private static boolean isWatch(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("inotify");
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }
}
