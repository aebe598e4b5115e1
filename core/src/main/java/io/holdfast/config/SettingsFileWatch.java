package io.holdfast.config;

import io.holdfast.keystore.SourceWatch;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;

/**
 * Reads settings again when their file changes, on a daemon thread {@code holdfast-settings}: soon after a sign of the
 * file system, and every ten seconds in any case, because network file systems give none. The file may be written in
 * place, replaced, or reached by links that are replaced, as Kubernetes does.
 *
 * <p>A file that is being written may look whole and lack its last rules. So a new content counts when it has been the
 * same for half a second. If it is shorter than the one before, it must be the same at the next look as well; and a file
 * without any setting, where there were some, is a failure.
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
     * Begins to watch. What has changed since the settings in use were read is told, too.
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
     * Ends the thread and waits for that, no longer than two seconds; a call of the listener that takes longer is
     * interrupted. No call begins after this. May be called again, and by the listener.
     */
    @Override
    public void close() {
        closed.countDown();
        watch.close();
    }
}
