package io.holdfast.door;

import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessRefusal;
import io.holdfast.resource.RefusalReason;
import io.holdfast.token.VerifiedToken;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts decisions, without a lock. Safe for use by many threads. */
final class DecisionCounters implements AccessListener {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder open = new LongAdder();
    private final Map<RefusalReason, LongAdder> refused = adders();
    private final Map<RefusalReason, LongAdder> reported = adders();

    private static Map<RefusalReason, LongAdder> adders() {
        Map<RefusalReason, LongAdder> adders = new EnumMap<>(RefusalReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            adders.put(reason, new LongAdder());
        }
        return adders;
    }

    @Override
    public void accepted(VerifiedToken token) {
        accepted.increment();
    }

    @Override
    public void passedOpenPath() {
        open.increment();
    }

    @Override
    public void refused(AccessRefusal refusal) {
        LongAdder adder = (refusal.enforced() ? refused : reported).get(refusal.reason());
        if (adder != null) {
            adder.increment();
        }
    }

    long accepted() {
        return accepted.sum();
    }

    long open() {
        return open.sum();
    }

    long refused(RefusalReason reason) {
        return count(refused, reason);
    }

    long reported(RefusalReason reason) {
        return count(reported, reason);
    }

    private static long count(Map<RefusalReason, LongAdder> adders, RefusalReason reason) {
        LongAdder adder = adders.get(reason);
        return adder == null ? 0 : adder.sum();
    }

    Map<String, Long> refused() {
        return counts(refused);
    }

    Map<String, Long> reported() {
        return counts(reported);
    }

    /** Returns the counts by reason code, without those of zero. */
    private static Map<String, Long> counts(Map<RefusalReason, LongAdder> adders) {
        Map<String, Long> counts = new TreeMap<>();
        adders.forEach((reason, adder) -> {
            if (adder.sum() > 0) {
                counts.put(reason.code(), adder.sum());
            }
        });
        return counts;
    }
}
