package io.holdfast.demo.parties;

import org.jspecify.annotations.Nullable;

/** How a call should come out: let in, or refused for one reason. Immutable. */
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
     * Whether it came so.
     *
     * @param cameFor the reason that the API noted; null if that API is elsewhere, so that only the status can be judged
     */
    boolean isMetBy(int cameStatus, @Nullable String cameFor) {
        return status == cameStatus && (reason == null || cameFor == null || reason.equals(cameFor));
    }

    /** As in {@code 401 certificate_mismatch}. */
    @Override
    public String toString() {
        return reason == null ? Integer.toString(status) : status + " " + reason;
    }
}
