package io.holdfast.doctor.probe;

import java.util.List;

/** The verdict of one check, and what it rests on. Immutable. */
final class Result {
    private final Check check;
    private final Verdict verdict;
    private final String seen;
    private final List<Exchange> evidence;

    Result(Check check, Verdict verdict, String seen, List<Exchange> evidence) {
        this.check = check;
        this.verdict = verdict;
        this.seen = seen;
        this.evidence = List.copyOf(evidence);
    }

    Check check() {
        return check;
    }

    Verdict verdict() {
        return verdict;
    }

    /** The observation in one sentence; of a check that was not judged, the reason. */
    String seen() {
        return seen;
    }

    List<Exchange> evidence() {
        return evidence;
    }

    /** The layer that refused: {@code tls} if TLS did each time, {@code http}, or {@code none}. */
    String refusal() {
        boolean tls = false;
        for (Exchange exchange : evidence) {
            if (exchange.answer() != null && verdict == Verdict.PASS) {
                return "http";
            }
            tls |= exchange.isRefusedByTls();
        }
        return tls ? "tls" : "none";
    }
}
