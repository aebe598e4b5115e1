package io.holdfast.config;

import io.holdfast.file.SourceWatch;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;

/**
 * Reads settings again when their file changes, on a daemon thread {@code holdfast-settings}: soon after a file system
 * event, and every ten seconds in any case, because network file systems send none. The file may be written in place,
 * replaced, or reached by links that are replaced, as Kubernetes does.
 *
 * <p>A file that is being written may look whole and lack its last rules. So new content counts once it has been
 * unchanged for half a second. Content shorter than before must also be unchanged at the next look; and a file that has
 * lost all its settings is a failure.
 *
 * <p>Safe for use by several threads.
 */
public final class SettingsFileWatch implements Closeable {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofMillis(500);

    private final SourceWatch watch;
    private final CountDownLatch closed;

    private SettingsFileWatch(SourceWatch watch, CountDownLatch closed) {
        this.watch = watch;
        this.closed = closed;
    }

    /**
     * Starts the watch. A change since the settings in use were read is reported, too.
     *
     * @param sources with a file
     * @param inUse what {@code sources} have read last
     * @throws IllegalArgumentException if there is no file
     */
    public static SettingsFileWatch start(SettingsSources sources, ResourceSettings inUse, SettingsListener listener) {
        return start(sources, inUse, listener, INTERVAL, SETTLING);
    }

    static SettingsFileWatch start(
            SettingsSources sources,
            ResourceSettings inUse,
            SettingsListener listener,
            Duration interval,
            Duration settling) {
        ContentMark content = inUse.fileContent();
        Path file = sources.file().orElse(null);
        if (content == null || file == null) {
            throw new IllegalArgumentException("The settings come from no file. Watch only those that do.");
        }
        CountDownLatch closed = new CountDownLatch(1);
        SettingsFileLook look = new SettingsFileLook(sources, content, listener, settling, closed);
        return new SettingsFileWatch(
                SourceWatch.start("holdfast-settings", Collections.singleton(file), interval, look), closed);
    }

    /**
     * Ends the thread and waits for its end, two seconds at most; a listener call that takes longer is interrupted. No
     * call begins after this. May be called again, and by the listener.
     */
    @Override
    public void close() {
        closed.countDown();
        watch.close();
    }
}
