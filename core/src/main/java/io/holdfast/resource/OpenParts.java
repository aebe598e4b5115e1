package io.holdfast.resource;

import java.io.Closeable;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a protected resource that have to be closed: all of them, when it is closed or when it could not be opened
 * as a whole. The one that was opened last is closed first. One that fails leaves none of the others open.
 *
 * <p>Safe for use by many threads.
 */
final class OpenParts implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final Deque<Closeable> parts = new ConcurrentLinkedDeque<>();

    <T extends Closeable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Leaves a part open: another one closes it. */
    void release(Closeable part) {
        parts.remove(part);
    }

    @Override
    public void close() {
        for (Closeable part : parts) {
            try {
                part.close();
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn(
                        "A part of the protected resource could not be closed. The others are closed all the same.", e);
            }
        }
    }
}
