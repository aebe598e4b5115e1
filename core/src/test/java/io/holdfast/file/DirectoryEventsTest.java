package io.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryEventsTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path directory;

    @Test
    @DisplayName("C-5 a directory that has taken the name of another is watched in its place")
    void followsAReplacedDirectory() throws Exception {
        Path present = Files.createDirectory(directory.resolve("tls"));
        Path next = Files.createDirectory(directory.resolve("tls.next"));
        Files.writeString(next.resolve("client.p12"), "two");
        Path file = Files.writeString(present.resolve("client.p12"), "one");
        try (DirectoryEvents events =
                new DirectoryEvents(FileSystems.getDefault().newWatchService(), List.of(file))) {
            events.follow();
            Files.move(present, directory.resolve("tls.old"));
            Files.move(next, present);
            events.follow();

            Files.writeString(file, "three");

            assertThat(events.await(LONG)).isTrue();
        }
    }

    @Test
    @DisplayName("what else happens in the directory is no sign")
    void passesOverOtherFiles() throws Exception {
        Path file = Files.writeString(directory.resolve("client.p12"), "one");
        try (DirectoryEvents events =
                new DirectoryEvents(FileSystems.getDefault().newWatchService(), List.of(file))) {
            events.follow();

            Files.writeString(directory.resolve("server.log"), "a line");

            assertThat(events.await(SHORT)).isFalse();
            Files.writeString(file, "two");
            assertThat(events.await(LONG)).isTrue();
        }
    }

    @Test
    @DisplayName("names the file, each link on the way to it, and what is missing")
    void namesWhatDecides() throws Exception {
        Path real = directory.toRealPath();
        Path releases = Files.createDirectories(real.resolve("releases/5"));
        Files.createSymbolicLink(real.resolve("current"), Path.of("releases", "5"));
        Path file = real.resolve("current/../5/./tls/client.p12");

        WatchedNames missing = WatchedNames.of(List.of(file));
        Files.createDirectory(releases.resolve("tls"));
        WatchedNames present = WatchedNames.of(List.of(file));

        assertThat(missing.directories()).containsExactlyInAnyOrder(real, releases);
        assertThat(missing.contains(releases, Path.of("tls"))).isTrue();
        assertThat(present.directories()).containsExactlyInAnyOrder(real, releases.resolve("tls"));
        assertThat(present.contains(real, Path.of("current"))).isTrue();
        assertThat(present.contains(releases.resolve("tls"), Path.of("client.p12")))
                .isTrue();
    }

    @Test
    @DisplayName("links that go round in a circle have an end")
    void endsACircle() throws Exception {
        Files.createSymbolicLink(directory.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(directory.resolve("b"), Path.of("a"));

        WatchedNames names = WatchedNames.of(List.of(directory.resolve("a")));

        assertThat(names.contains(directory.toRealPath(), Path.of("b"))).isTrue();
    }
}
