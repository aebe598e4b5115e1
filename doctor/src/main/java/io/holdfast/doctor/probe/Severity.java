package io.holdfast.doctor.probe;

import java.util.Locale;

/** The weight of a finding. */
enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW,
    INFO;

    /** The verdict on a server that does not do what a check of this severity expects. */
    Verdict verdict() {
        return this == CRITICAL || this == HIGH ? Verdict.FAIL : this == INFO ? Verdict.NOTE : Verdict.WARN;
    }

    boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
