package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.TestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SettingsFileWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SETTLING = Duration.ofMillis(50);

    @TempDir
    private Path directory;

    private final Told told = new Told();
    private Path file;
    private SettingsSources sources;
    private ResourceSettings inUse;
    private SettingsFileWatch watch;

    @BeforeEach
    void readTheFile() throws Exception {
        file = directory.resolve("holdfast.properties");
        write("one");
        open(file);
    }

    @AfterEach
    void endTheWatch() {
        if (watch != null) {
            watch.close();
        }
    }

    private void open(Path path) throws SettingsException {
        sources = SettingsSources.of(
                Map.of(
                        "issuer", "https://login.example.com",
                        "audience", "https://api.example.com",
                        "configFile", path.toString()),
                Map.of());
        inUse = sources.read();
    }

    private void watch(Duration interval) {
        watch = SettingsFileWatch.start(sources, inUse, told, interval, SETTLING);
    }

    private void write(String realm) throws IOException {
        replace("realm=" + realm + "\n");
    }

    /** In one step: a look must not come between the end of the old content and the new one, which is another test. */
    private void replace(String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    @DisplayName("a file that is overwritten in place is read again, each time")
    void readsAgainWhatIsOverwritten() throws Exception {
        watch(NEVER);

        for (String realm : new String[] {"two", "three", "seventeen"}) {
            Files.writeString(file, "realm=" + realm + "\n");
            assertThat(told.next()).isEqualTo("change " + realm);
        }
    }

    @Test
    @DisplayName("a file that is replaced by renaming is read again, each time")
    void readsAgainWhatIsRenamed() throws Exception {
        watch(NEVER);

        for (String realm : new String[] {"two", "three"}) {
            write(realm);
            assertThat(told.next()).isEqualTo("change " + realm);
        }
    }

    @Test
    @DisplayName("a Kubernetes ConfigMap whose ..data link is swapped is read again, each time")
    void readsAgainASwappedLink() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        kubernetes(mount, "..2026_1", "one");
        open(Files.createSymbolicLink(mount.resolve("h.properties"), Path.of("..data", "h.properties")));
        watch(NEVER);

        kubernetes(mount, "..2026_2", "three");
        assertThat(told.next()).isEqualTo("change three");
        kubernetes(mount, "..2026_3", "fourteen");
        assertThat(told.next()).isEqualTo("change fourteen");
    }

    /** As the kubelet writes a volume: a new directory, and the link to it replaced in one step. */
    private static void kubernetes(Path mount, String version, String realm) throws IOException {
        Path data = Files.createDirectory(mount.resolve(version));
        Files.writeString(data.resolve("h.properties"), "realm=" + realm + "\n");
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    @DisplayName("what has changed before the watch began is told, too")
    void tellsWhatChangedBefore() throws Exception {
        write("two");

        watch(NEVER);

        assertThat(told.next()).isEqualTo("change two");
    }

    @Test
    @DisplayName("a file that is written anew with the same content is not told")
    void tellsNoEqualContent() throws Exception {
        watch(OFTEN);

        write("one");
        Files.move(file, directory.resolve("other"));
        Files.move(directory.resolve("other"), file);
        told.isQuietUntilChangeTo("two");
    }

    @Test
    @DisplayName("a file that is broken is told once, and the repaired one is used")
    void tellsAFailureOnce() throws Exception {
        watch(OFTEN);

        replace("realm=two\nbindin=x\n");
        assertThat(told.next())
                .isEqualTo("failure There is no setting 'bindin' (file " + file + ", line 2). Did you mean 'binding'?");
        replace("realm=two\nbindin=y\n");
        assertThat(told.next()).startsWith("failure There is no setting 'bindin'");
        told.isQuietUntilChangeTo("two");
    }

    @Test
    @DisplayName("a broken file that is taken back is told as recovered, and nothing is read again")
    void tellsARecovery() throws Exception {
        watch(OFTEN);
        replace("realm=two\nbindin=x\n");
        assertThat(told.next()).startsWith("failure ");

        write("one");

        assertThat(told.next()).isEqualTo("recovery");
        told.isQuietUntilChangeTo("two");
    }

    @Test
    @DisplayName("a file that vanishes is told once, and so is its return, each time")
    void tellsThatTheFileVanishes() throws Exception {
        watch(OFTEN);

        for (int i = 0; i < 2; i++) {
            Path away = Files.move(file, directory.resolve("away"));
            assertThat(told.next())
                    .startsWith("failure The setting 'configFile' = '" + file + "'")
                    .contains("There is no file " + file);
            Files.move(away, file);
            assertThat(told.next()).isEqualTo("recovery");
        }
        Files.delete(file);
        assertThat(told.next()).startsWith("failure ");
        told.isQuietUntilChangeTo("two");
    }

    @Test
    @DisplayName("a broken file that vanishes and comes back as broken is told again")
    void tellsABrokenFileThatComesBack() throws Exception {
        watch(OFTEN);
        replace("bindin=x\nrealm=two\n");
        assertThat(told.next()).contains("'bindin'");
        Path away = Files.move(file, directory.resolve("away"));
        assertThat(told.next()).contains("There is no file");

        Files.move(away, file);

        assertThat(told.next()).contains("'bindin'");
    }

    @Test
    @DisplayName("a file without any setting, where there were some, is a failure")
    void refusesAnEmptyFile() throws Exception {
        watch(OFTEN);

        for (String nothing :
                new String[] {"", "# realm=one, and much more that is longer than before\n\n", "\uFEFF"}) {
            replace(nothing);
            assertThat(told.next()).startsWith("failure The file that 'configFile' names sets nothing any more");
        }
        told.isQuietUntilChangeTo("two");
    }

    @Test
    @DisplayName("a file of comments may become another one, and get its first setting")
    void takesAFileThatWasEmptyBefore() throws Exception {
        Files.writeString(file, "# none\n");
        open(file);
        watch(OFTEN);

        replace("# none yet\n");
        assertThat(told.next()).isEqualTo("change protected");
        told.isQuietUntilChangeTo("two");
    }

    @Test
    @DisplayName("a shorter file is taken when it is the same at the next look")
    void takesAShorterFileAtTheNextLook() throws Exception {
        TestLog log = new TestLog();
        watch(OFTEN);

        write("1");

        assertThat(told.next()).isEqualTo("change 1");
        assertThat(log.text()).containsOnlyOnce("shorter than before");
    }

    @Test
    @DisplayName("a longer file whose last line does not end is taken when it is the same at the next look")
    void takesAnUnendedLineAtTheNextLook() throws Exception {
        TestLog log = new TestLog();
        watch(OFTEN);

        Files.writeString(file, "realm=long-name-of-a-realm");

        assertThat(told.next()).isEqualTo("change long-name-of-a-realm");
        assertThat(log.text()).containsOnlyOnce("its last line does not end");
    }

    @Test
    @DisplayName("a shorter file is not taken at the first look")
    void doesNotTakeAShorterFileAtOnce() throws Exception {
        TestLog log = new TestLog();
        watch(NEVER);

        write("1");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!log.text().contains("shorter than before") && System.nanoTime() < end) {
            assertThat(told.events.poll(20, TimeUnit.MILLISECONDS)).isNull();
        }
        told.isQuietUntilChangeTo("three");
        assertThat(log.text()).contains("shorter than before");
    }

    @Test
    @DisplayName("settings that cannot be used are told once, and come again until they can")
    void bringsSettingsAgain() throws Exception {
        told.unusable = "missing.p12";
        watch(OFTEN);

        write("two");
        assertThat(told.next()).isEqualTo("change two");
        assertThat(told.next()).isEqualTo("failure missing.p12");
        assertThat(told.next()).isEqualTo("change two");
        assertThat(told.next()).isEqualTo("change two");
        told.unusable = "";

        assertThat(told.lastOf("change two")).isEmpty();
        write("one");
        assertThat(told.lastOf("change two")).isEqualTo("change one");
    }

    @Test
    @DisplayName("settings that could not be used and are taken back are a recovery")
    void recoversFromSettingsThatCannotBeUsed() throws Exception {
        told.unusable = "missing.p12";
        watch(OFTEN);
        write("two");
        assertThat(told.next()).isEqualTo("change two");
        assertThat(told.next()).isEqualTo("failure missing.p12");

        write("one");

        assertThat(told.lastOf("change two")).isEqualTo("recovery");
    }

    @Test
    @DisplayName("F7 a listener that throws is logged by its kind, and the watch goes on")
    void survivesAListenerThatThrows() throws Exception {
        TestLog log = new TestLog();
        told.thrown = new AssertionError("password hunter2");
        watch(OFTEN);

        write("two");
        assertThat(told.next()).isEqualTo("change two");
        write("three");
        assertThat(told.next()).isEqualTo("change three");
        replace("bindin=x\nrealm=two\n");
        assertThat(told.next()).startsWith("failure ");
        write("three");
        assertThat(told.next()).isEqualTo("recovery");

        told.thrown = null;
        told.isQuietUntilChangeTo("four");
        assertThat(log.text()).contains("failed with java.lang.AssertionError").doesNotContain("hunter2");
    }

    @Test
    @DisplayName("calls on a daemon thread holdfast-settings, which has ended when close returns, and then no more")
    void endsItsThread() throws Exception {
        watch(OFTEN);
        write("two");
        told.next();
        assertThat(told.thread.isDaemon()).isTrue();
        assertThat(told.thread.getName()).isEqualTo("holdfast-settings");

        watch.close();
        watch.close();

        assertThat(told.thread.isAlive()).isFalse();
        write("three");
        assertThat(told.events).isEmpty();
    }

    @Test
    @DisplayName("close ends the wait for a file to settle at once, and no call is made")
    void endsWhileTheFileSettles() throws Exception {
        write("two");
        watch = SettingsFileWatch.start(sources, inUse, told, OFTEN, Duration.ofHours(1));

        long before = System.nanoTime();
        watch.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(told.events).isEmpty();
    }

    @Test
    @DisplayName("close waits no longer than two seconds for a listener, and interrupts it")
    void interruptsAListenerThatHangs() throws Exception {
        told.hangs = true;
        watch(OFTEN);
        write("two");
        told.next();

        long before = System.nanoTime();
        watch.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(told.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void wantsAFile() throws Exception {
        SettingsSources without = SettingsSources.of(
                Map.of("issuer", "https://login.example.com", "audience", "https://api.example.com"), Map.of());
        ResourceSettings settings = without.read();

        assertThatThrownBy(() -> SettingsFileWatch.start(without, settings, told))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("come from no file");
    }

    /** What the watch has told, in its order. */
    private final class Told implements SettingsListener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private volatile Thread thread;
        private volatile String unusable = "";
        private volatile Error thrown;
        private volatile boolean hangs;

        @Override
        public void onChange(ResourceSettings settings) throws SettingsException {
            took("change " + settings.realm());
            if (!unusable.isEmpty()) {
                throw new SettingsException(Collections.singleton(unusable));
            }
        }

        @Override
        public void onFailure(SettingsException failure) {
            took("failure " + String.join("\n", failure.problems()));
        }

        @Override
        public void onRecovery() {
            took("recovery");
        }

        private void took(String event) {
            thread = Thread.currentThread();
            events.add(event);
            if (hangs) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
            if (thrown != null) {
                throw thrown;
            }
        }

        String next() throws InterruptedException {
            String event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        }

        /** The first that is another; empty if there is none for a while. */
        String lastOf(String event) throws InterruptedException {
            String next = event;
            while (event.equals(next)) {
                next = events.poll(2, TimeUnit.SECONDS);
            }
            return next == null ? "" : next;
        }

        /** Many looks later there is nothing but the change that is made now. */
        void isQuietUntilChangeTo(String realm) throws Exception {
            assertThat(events.poll(400, TimeUnit.MILLISECONDS)).isNull();
            write(realm);
            assertThat(next()).isEqualTo("change " + realm);
        }
    }
}
