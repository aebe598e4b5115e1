package io.holdfast.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * A shared call brought its caller no value. The cause is the call's failure; there is none if its end was not awaited. No
 * stack trace: in an outage or a flood this is an answer, and often one.
 */
public final class NoOutcomeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean late;

    NoOutcomeException(String message, @Nullable Throwable failure, boolean late) {
        super(message, failure, false, false);
        this.late = late;
    }

    /** True if the call lasts longer than anybody waits. */
    public boolean isLate() {
        return late;
    }
}
