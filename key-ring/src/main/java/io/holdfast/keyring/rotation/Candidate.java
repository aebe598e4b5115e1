package io.holdfast.keyring.rotation;

import io.holdfast.concurrent.Pace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A generation that will replace the one in use as soon as it has its tokens. Guarded by the rotation. */
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

    /** The attempt under way, which ends with true if it replaces the present generation; null if there is none. */
    @Nullable
    CompletableFuture<Boolean> attempt() {
        return attempt;
    }

    CompletableFuture<Boolean> begin() {
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        attempt = begun;
        return begun;
    }

    /** Ends a failed attempt, and returns the wait before the next; null if the next is planned already. */
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

    /** Begins the planned attempt. */
    void resume() {
        planned = false;
    }
}
