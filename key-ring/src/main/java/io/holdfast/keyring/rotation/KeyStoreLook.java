package io.holdfast.keyring.rotation;

import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.concurrent.SharedCall;
import io.holdfast.keystore.KeyMaterialException;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the key store after a refusal: once for all simultaneous callers, and at most once a second. A key store that
 * does not answer keeps its callers for two seconds, or until a thread that fetches tokens is free, and none that
 * come later. Safe for use by several threads.
 */
public final class KeyStoreLook implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStoreLook.class);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    /** A caller has a failure or a refused token to go on with, and a share on the network may never answer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Rotation rotation;
    private final Executor executor;
    private final Scheduler scheduler;
    private final Pace pace;
    private final AtomicInteger changes = new AtomicInteger();

    // All guarded by this.
    private @Nullable SharedCall<Boolean> last;
    private boolean looking;
    private boolean closed;

    public KeyStoreLook(Rotation rotation, Executor executor, Scheduler scheduler, LongSupplier ticker) {
        this.rotation = rotation;
        this.executor = executor;
        this.scheduler = scheduler;
        this.pace = new Pace(LEAST_PAUSE, LEAST_PAUSE, ticker);
    }

    /**
     * Ends when the key store has been looked at, after two seconds, or with the ring; it does not fail. The rotation
     * judges the content when it is there.
     */
    public CompletableFuture<?> soon() {
        SharedCall<Boolean> mine = new SharedCall<>();
        synchronized (this) {
            SharedCall<Boolean> known = last;
            if (known != null && (looking || pace.rests())) {
                return known;
            }
            if (closed) {
                return SharedCall.of(true);
            }
            last = mine;
            looking = true;
        }
        scheduler.schedule(LONGEST_WAIT, () -> giveUp(mine));
        SharedCall.start(
                executor,
                () -> {
                    try {
                        now();
                    } finally {
                        end(mine); // whatever happened, else nobody would look again from now on
                    }
                },
                why -> end(mine)); // too much to do already, or closed, or the platform has no thread left
        return mine;
    }

    /** Lets the callers go on, on a thread that fetches tokens: all rings share the scheduler's. */
    private void giveUp(SharedCall<Boolean> look) {
        if (!look.isDone()) {
            LOG.debug("The key store has not answered yet. Its callers go on without.");
            SharedCall.start(executor, () -> look.settle(true), why -> look.settle(true));
        }
    }

    /**
     * Looks at the key store as soon as there is a thread for it. Changes during a look lead to another look, and a key
     * store that does not answer keeps one thread at most.
     *
     * @param afterwards done after each look; throws nothing
     */
    public void afterChange(Runnable afterwards) {
        if (changes.getAndIncrement() > 0) {
            return; // the look under way sees that there is another change
        }
        try {
            executor.execute(() -> lookAtChanges(afterwards));
        } catch (RejectedExecutionException | Error e) {
            changes.set(0); // closed, or too much to do already: the interval looks again
            LOG.debug("No thread for a look at the key store: {}", e.getClass().getName());
        }
    }

    private void lookAtChanges(Runnable afterwards) {
        int seen;
        do {
            seen = changes.get();
            try {
                now();
                afterwards.run();
            } catch (RuntimeException | Error e) {
                // The next look may succeed. Only the class is logged: the text may be anything.
                LOG.error(
                        "The look at the key store failed with {}.",
                        e.getClass().getName());
            }
        } while (!changes.compareAndSet(seen, 0));
    }

    /** Looks at the key store at once, on this thread. Throws nothing. */
    public void now() {
        try {
            Candidate unused = rotation.look();
        } catch (KeyMaterialException e) {
            LOG.debug("Said by the rotation already: {}", e.getMessage());
        }
    }

    private void end(SharedCall<Boolean> look) {
        synchronized (this) {
            looking = false;
            pace.rest(LEAST_PAUSE);
        }
        look.settle(true);
    }

    /** Lets the callers go on, since a key store may answer never, and a thread that waits for it is not to be ended. */
    @Override
    public void close() {
        SharedCall<Boolean> waiting;
        synchronized (this) {
            closed = true;
            waiting = last;
        }
        if (waiting != null) {
            waiting.settle(true);
        }
    }
}
