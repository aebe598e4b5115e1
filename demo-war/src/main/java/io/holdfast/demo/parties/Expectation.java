package io.holdfast.demo.parties;

import org.jspecify.annotations.Nullable;

/** The expected outcome of a call: let in, or refused for one reason. Immutable. */
final class Expectation {
    private static final Expectation LET_IN = new Expectation(200, null);

    private final int status;
    private final @Nullable String reason;

    private Expectation(int status, @Nullable String reason) {
        this.status = status;
        this.reason = reason;
    }

    static Expectation letIn() {
        return LET_IN;
    }

    /** @param reason the code of an {@code io.holdfast.resource.RefusalReason} */
    static Expectation refused(int status, String reason) {
        return new Expectation(status, reason);
    }

    /**
     * True if the outcome is as expected.
     *
     * @param cameFor the reason that the API recorded; null if the API is on another server, so that only the status
     *     counts
     */
    boolean isMetBy(int cameStatus, @Nullable String cameFor) {
        return status == cameStatus && (reason == null || cameFor == null || reason.equals(cameFor));
    }

    /** Shows the outcome, for example {@code 401 certificate_mismatch}. */
    @Override
    public String toString() {
        return reason == null ? Integer.toString(status) : status + " " + reason;
    }
}
