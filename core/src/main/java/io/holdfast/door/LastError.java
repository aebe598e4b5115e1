package io.holdfast.door;

import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessRefusal;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last thing that went wrong here, as opposed to what senders do wrong: an authorization server that does not answer,
 * a fault, settings that do not work. Safe for use by many threads.
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

    /** What it was, in words for the operator; empty text for nothing. */
    String text() {
        Entry entry = last;
        return entry == null ? "" : entry.text;
    }

    /** When, as in {@code 2027-01-31T23:59:59Z}; empty text for never. */
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
