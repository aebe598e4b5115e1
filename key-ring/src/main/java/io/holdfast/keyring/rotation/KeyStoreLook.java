package io.holdfast.keyring.rotation;

import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.SharedCall;
import io.holdfast.keystore.KeyMaterialException;
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
 * Looks at the key store after a refusal: once for all simultaneous callers, and at most once a second. Safe for use by
 * several threads.
 */
public final class KeyStoreLook {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStoreLook.class);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    private final Rotation rotation;
    private final Executor executor;
    private final Pace pace;
    private final AtomicInteger changes = new AtomicInteger();

    /** Guarded by this. */
    private @Nullable CompletableFuture<?> last;

    public KeyStoreLook(Rotation rotation, Executor executor, LongSupplier ticker) {
        this.rotation = rotation;
        this.executor = executor;
        this.pace = new Pace(LEAST_PAUSE, LEAST_PAUSE, ticker);
    }

    /** Ends when the key store has been looked at; it does not fail. The rotation judges its content then. */
    public CompletableFuture<?> soon() {
        SharedCall<Boolean> mine = new SharedCall<>();
        synchronized (this) {
            CompletableFuture<?> known = last;
            if (known != null && (!known.isDone() || pace.rests())) {
                return known;
            }
            last = mine;
        }
        SharedCall.start(
                executor,
                () -> {
                    try {
                        now();
                    } finally {
                        end(mine); // whatever happened, else everybody would wait for this look from now on
                    }
                },
                why -> end(mine)); // too much to do already, or closed, or the platform has no thread left
        return mine;
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
        pace.rest(LEAST_PAUSE);
        look.settle(true);
    }
}
