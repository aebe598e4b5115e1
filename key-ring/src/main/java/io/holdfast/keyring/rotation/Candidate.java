package io.holdfast.keyring.rotation;

import io.holdfast.concurrent.Pace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A generation that is to replace the one in use as soon as it has its tokens. Guarded by the rotation. */
public final class Candidate {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Generation generation;
    private @Nullable CompletableFuture<Boolean> attempt;
    private final Pace pace = new Pace(FIRST_PAUSE, LONGEST_PAUSE, () -> 0);
    private boolean planned;

    Candidate(Generation generation) {
        this.generation = generation;
    }

    Generation generation() {
        return generation;
    }

    /** The attempt under way, whether it will replace the present generation; null if there is none. */
    @Nullable
    CompletableFuture<Boolean> attempt() {
        return attempt;
    }

    CompletableFuture<Boolean> begin() {
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        attempt = begun;
        return begun;
    }

    /** Ends an attempt in vain, and says how long to wait before the next; null if the next is planned already. */
    @Nullable
    Duration failed() {
        attempt = null;
        if (planned) {
            return null;
        }
        planned = true;
        pace.failed();
        return Duration.ofNanos(pace.nanosLeft());
    }

    /** The planned attempt begins. */
    void resume() {
        planned = false;
    }
}
