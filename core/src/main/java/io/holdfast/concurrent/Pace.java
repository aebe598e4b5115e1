package io.holdfast.concurrent;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The pace at which something that fails is tried again. After some failures in a row it rests, twice as long after each
 * further one, up to a longest rest. The first success ends that.
 *
 * <p>After a rest {@link #mayTry} lets one try through, whose outcome decides about the next rest. A failure may be
 * because of what was asked, and who asks it again and again must not cut all others off: such a failure names its
 * subject, and one subject counts once until the next success.
 *
 * <p>Safe for use by many threads.
 */
public final class Pace {
    private static final int MOST_DOUBLINGS = 10;

    /** Subjects that are known to have counted. Whoever has more of them than this can cause a rest anyway. */
    private static final int MOST_SUBJECTS = 64;

    private final int patience;
    private final Duration first;
    private final long longest;
    private final DoubleSupplier spread;
    private final LongSupplier ticker;

    // All guarded by this.
    private int failures;
    private long restsUntil;
    private boolean trying;
    private Set<String> counted = Collections.emptySet();

    /**
     * A pace before the first try.
     *
     * @param patience failures in a row until it rests, at least 1
     * @param first the first rest
     * @param longest the longest rest
     * @param spread draws by which part a rest is longer than that
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public Pace(int patience, Duration first, Duration longest, DoubleSupplier spread, LongSupplier ticker) {
        this.patience = patience;
        this.first = first;
        this.longest = longest.toNanos();
        this.spread = spread;
        this.ticker = ticker;
        this.restsUntil = ticker.getAsLong();
    }

    /** A pace that rests after each failure, without a spread. */
    public Pace(Duration first, Duration longest, LongSupplier ticker) {
        this(1, first, longest, () -> 0, ticker);
    }

    /** True if nothing may be tried now. */
    public synchronized boolean rests() {
        return trying || nanosLeft() > 0;
    }

    /** Nanoseconds until it may be tried; zero or less if it may. */
    public synchronized long nanosLeft() {
        return restsUntil - ticker.getAsLong();
    }

    /** True if it may be tried now; after a rest by one at a time. A caller that gets true must report the outcome. */
    public synchronized boolean mayTry() {
        if (rests()) {
            return false;
        }
        trying = failures >= patience;
        return true;
    }

    /** Notes a success. */
    public synchronized void succeeded() {
        failures = 0;
        trying = false;
        counted = Collections.emptySet();
        restsUntil = ticker.getAsLong();
    }

    /** Notes a failure. */
    public void failed() {
        failed(first);
    }

    /** Notes a failure of a kind that has its own first rest. */
    public synchronized void failed(Duration firstOfItsKind) {
        long rest = Math.min(longest, firstOfItsKind.toNanos() << Math.min(failures, MOST_DOUBLINGS));
        failures = Math.min(failures + 1, patience + MOST_DOUBLINGS);
        trying = false;
        if (failures >= patience) {
            restsUntil = ticker.getAsLong() + rest + (long) (rest * spread.getAsDouble());
        }
    }

    /** Notes a failure, perhaps because of this subject: it counts once, and cannot prolong a rest. */
    public synchronized void failedOver(String subject) {
        if (counted.isEmpty()) {
            counted = new HashSet<>();
        }
        if (counted.size() < MOST_SUBJECTS ? counted.add(subject) : !counted.contains(subject)) {
            failed();
        } else {
            toldNothing();
        }
    }

    /** Notes an outcome that predicts nothing: the answer was about that request alone, or the fault was our own. */
    public synchronized void toldNothing() {
        trying = false;
    }

    /** Nothing may be tried for this time, or for the present rest if that is longer. */
    public synchronized void rest(Duration time) {
        restsUntil = ticker.getAsLong() + Math.max(nanosLeft(), time.toNanos());
    }
}
