package io.holdfast.door;

import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.resource.ProtectedResource;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The resources that a change of settings has replaced: each decides on, for the requests that it has begun. */
final class ReplacedResources implements Closeable {
    /** The longest time that a request may still run with the settings before a change. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

    private final BackgroundThreads afterwards = BackgroundThreads.one("holdfast-settings-end");

    /** Guarded by this. */
    private final List<ProtectedResource> replaced = new ArrayList<>();

    /** Closes a resource when the requests that it has begun to decide are over. */
    void retire(ProtectedResource before) {
        synchronized (this) {
            replaced.add(before);
        }
        afterwards.schedule(LONGEST_REQUEST, () -> end(before));
    }

    private synchronized void end(ProtectedResource before) {
        if (replaced.remove(before)) {
            before.close();
        }
    }

    /** Closes them now. */
    @Override
    public void close() {
        List<Closeable> parts = new ArrayList<>();
        parts.add(afterwards);
        synchronized (this) {
            parts.addAll(replaced);
            replaced.clear();
        }
        parts.forEach(ResourceDoor::closeQuietly);
    }
}
