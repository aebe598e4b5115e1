package io.holdfast.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File system events in the directories of some files. {@link #follow()} looks the directories up anew each time,
 * because links are replaced and directories come and go. Only {@link #close()} may be called by another thread.
 */
final class DirectoryEvents implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryEvents.class);

    private final WatchService service;
    private final Collection<Path> files;
    private final Map<Path, Watched> watchedByDirectory = new HashMap<>();
    private WatchedNames names;
    private boolean complained;

    DirectoryEvents(WatchService service, Collection<Path> files) {
        this.service = service;
        this.files = files;
        this.names = WatchedNames.of(files);
    }

    /**
     * Watches the directories in which the files now are.
     *
     * @return true if these are other directories than before: changes in between may have caused no event
     */
    boolean follow() {
        Map<Path, Watched> before = new HashMap<>(watchedByDirectory);
        names = WatchedNames.of(files);
        Set<Path> unneeded = new HashSet<>(watchedByDirectory.keySet());
        unneeded.removeAll(names.directories());
        unneeded.forEach(this::forget);
        for (Path directory : names.directories()) {
            try {
                watch(directory);
            } catch (IOException e) {
                forget(directory);
                complain(directory, e);
            }
        }
        return !watchedByDirectory.equals(before);
    }

    private void watch(Path directory) throws IOException {
        Object identity =
                Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        Watched watched = watchedByDirectory.get(directory);
        if (watched != null && watched.key.isValid() && Objects.equals(watched.identity, identity)) {
            return;
        }
        forget(directory); // another directory may have taken the name
        WatchKey key = directory.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        watchedByDirectory.put(directory, new Watched(key, identity));
    }

    private void forget(Path directory) {
        Watched watched = watchedByDirectory.remove(directory);
        if (watched != null) {
            watched.key.cancel();
        }
    }

    private void complain(Path directory, IOException e) {
        if (!complained && Files.isReadable(directory)) {
            complained = true;
            LOG.warn(
                    "{} cannot be watched ({}): its files are only looked at from time to time.",
                    directory,
                    e.toString());
        }
    }

    /**
     * Waits for an event of one of the files.
     *
     * @return true if there was an event
     * @throws ClosedWatchServiceException if the watch is closed
     */
    boolean await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            WatchKey key = service.poll(left, TimeUnit.NANOSECONDS);
            if (key != null && concerns(key)) {
                return true;
            }
        }
        return false;
    }

    private boolean concerns(WatchKey key) {
        boolean concerns = false;
        Path directory = (Path) key.watchable();
        for (WatchEvent<?> event : key.pollEvents()) {
            Object name = event.context();
            // An event without a name means that events were lost.
            concerns |= !(name instanceof Path) || names.contains(directory, (Path) name);
        }
        return !key.reset() || concerns; // a directory that can no longer be watched is gone itself
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("The watch of the file system did not close well.", e);
        }
    }

    private static final class Watched {
        private final WatchKey key;
        private final @Nullable Object identity; // null if the file system has no identities

        Watched(WatchKey key, @Nullable Object identity) {
            this.key = key;
            this.identity = identity;
        }
    }
}
