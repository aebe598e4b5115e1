package io.holdfast.door;

import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessRefusal;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last fault on this side, as opposed to the senders': an authorization server that does not answer, a fault in the
 * code, settings that do not work. Safe for use by many threads.
 */
final class LastError implements AccessListener {
    private final Clock clock;
    private volatile @Nullable Entry last;

    LastError(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void refused(AccessRefusal refusal) {
        if (refusal.reason().status() >= 500) {
            note(refusal.reason().code() + ": " + refusal.detail());
        }
    }

    void note(String what) {
        last = new Entry(what, clock.instant());
    }

    /** The fault in words for the operator; empty text if there was none. */
    String text() {
        Entry entry = last;
        return entry == null ? "" : entry.text;
    }

    /** The time of the fault, for example {@code 2027-01-31T23:59:59Z}; empty text if there was none. */
    String time() {
        Entry entry = last;
        return entry == null ? "" : entry.at.toString();
    }

    private static final class Entry {
        private final String text;
        private final Instant at;

        private Entry(String text, Instant at) {
            this.text = text;
            this.at = at;
        }
    }
}
