package io.holdfast.keyring.rotation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A generation that will replace the one in use as soon as it has its tokens. Guarded by the rotation. */
public final class Candidate {
    private static final long FIRST_PAUSE_MILLIS = 1000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final int MOST_DOUBLINGS = 6;

    private final Generation generation;
    private @Nullable CompletableFuture<Boolean> attempt;
    private int failures;
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
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures++, MOST_DOUBLINGS);
        return Duration.ofMillis(Math.min(pause, LONGEST_PAUSE_MILLIS));
    }

    /** Begins the planned attempt. */
    void resume() {
        planned = false;
    }
}
