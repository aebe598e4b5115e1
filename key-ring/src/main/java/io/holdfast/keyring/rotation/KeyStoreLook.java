package io.holdfast.keyring.rotation;

import io.holdfast.keyring.token.AwaitedWork;
import io.holdfast.keystore.KeyMaterialException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
    private static final long LEAST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final Rotation rotation;
    private final Executor executor;
    private final LongSupplier ticker;

    // Guarded by this.
    private @Nullable CompletableFuture<Void> last;
    private long endedAt;

    public KeyStoreLook(Rotation rotation, Executor executor, LongSupplier ticker) {
        this.rotation = rotation;
        this.executor = executor;
        this.ticker = ticker;
    }

    /** Starts or joins a look; the future ends after the look and never fails. The rotation holds the result. */
    public CompletableFuture<Void> soon() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<Void> known = last;
            if (known != null && (!known.isDone() || ticker.getAsLong() - endedAt < LEAST_PAUSE)) {
                return known;
            }
            last = mine;
        }
        try {
            executor.execute(new Work(mine));
        } catch (RejectedExecutionException | Error e) {
            end(mine); // too many tasks already, or closed, or the platform has no thread left
        }
        return mine;
    }

    /** Looks at the key store at once, on this thread. Throws nothing. */
    public void now() {
        try {
            Candidate unused = rotation.look();
        } catch (KeyMaterialException e) {
            LOG.debug("Said by the rotation already: {}", e.getMessage());
        }
    }

    private void end(CompletableFuture<Void> look) {
        synchronized (this) {
            endedAt = ticker.getAsLong();
        }
        look.complete(null);
    }

    private final class Work implements AwaitedWork {
        private final CompletableFuture<Void> look;

        private Work(CompletableFuture<Void> look) {
            this.look = look;
        }

        @Override
        public void run() {
            try {
                now();
            } finally {
                end(look); // even after a failure, otherwise all later callers would wait for this look
            }
        }

        @Override
        public void dropped() {
            end(look);
        }
    }
}
