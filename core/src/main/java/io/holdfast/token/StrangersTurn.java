package io.holdfast.token;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives strangers their turn to have a token verified, within an {@link Allowance} that made-up tokens use up and good
 * ones do not.
 *
 * <p>After a start everybody is a stranger, and all may come at once. So until {@value #COLD_SECONDS} seconds after the
 * first token was accepted a stranger waits for his turn as long as others have theirs: their tokens may turn out good,
 * and use up nothing. Meanwhile {@value #AT_ONCE} verifications are under way at once, which an authorization server is
 * asked about without further waiting. Made-up tokens cause no more calls by that: who waits for them is sent away as
 * soon as none is under way any more. Later nobody waits, so that a flood ties up no threads; nor after
 * {@value #FLOOD} tokens were rejected before a first one was accepted, for then it is a flood that keeps the door cold.
 * All of a container's threads may wait only until a first verification ends in a rejection or an outage.
 *
 * <p>Safe for use by many threads.
 */
final class StrangersTurn {
    /** As many calls as an introspection endpoint makes for strangers at once. */
    static final int AT_ONCE = 10;

    /** Requests that wait while all tokens were good: as many as a container usually has threads. */
    static final int MOST_WAITING = 256;

    /** Requests that wait after a rejection or an outage: not all of a container's threads. */
    static final int MOST_WAITING_IN_DOUBT = 64;

    static final int COLD_SECONDS = 10;

    /** The rejections that end the waiting: as many as the calls that strangers have at once. */
    static final int FLOOD = 32;

    /** The outcome of a verification. */
    enum Outcome {
        /** It costs nothing: the token was good, or nobody was asked. */
        HARMLESS,
        /** The authorization server was asked, and the token is not good. */
        REJECTED,
        /** Nobody knows, for example in an outage. */
        OPEN
    }

    private final Allowance allowance;
    private final LongSupplier ticker;
    private final long longestWaitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The verifications under way. Guarded by the lock. */
    private int underWay;

    /** Guarded by the lock. */
    private int waiting;

    /** The time by the ticker when the first token was accepted; null before. Guarded by the lock. */
    private @Nullable Long firstAccepted;

    /** The tokens rejected before a first one was accepted. Guarded by the lock. */
    private int rejected;

    /** True as long as every outcome was harmless. Guarded by the lock. */
    private boolean harmlessOnly = true;

    StrangersTurn(Allowance allowance, long longestWaitNanos, LongSupplier ticker) {
        this.allowance = allowance;
        this.longestWaitNanos = longestWaitNanos;
        this.ticker = ticker;
    }

    /** Begins a verification if the stranger may have one, maybe after a while. A caller that gets true must {@link #end}. */
    boolean begin() {
        lock.lock();
        try {
            boolean begun = isCold() ? beginInTurn() : allowance.take();
            underWay += begun ? 1 : 0;
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private boolean beginInTurn() {
        if (underWay < AT_ONCE && allowance.take()) {
            return true;
        }
        if (underWay == 0 || waiting >= (harmlessOnly ? MOST_WAITING : MOST_WAITING_IN_DOUBT)) {
            return false;
        }
        waiting++;
        try {
            long left = longestWaitNanos;
            while (underWay > 0 && left > 0 && isCold()) {
                left = changed.awaitNanos(left);
                if (underWay < AT_ONCE && allowance.take()) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }

    private boolean isCold() {
        Long first = firstAccepted;
        if (rejected >= FLOOD) {
            return false;
        }
        return first == null || ticker.getAsLong() - first < TimeUnit.SECONDS.toNanos(COLD_SECONDS);
    }

    /** Ends a verification. */
    void end(Outcome outcome) {
        lock.lock();
        try {
            underWay--;
            if (outcome == Outcome.HARMLESS) {
                allowance.giveBack();
            }
            harmlessOnly &= outcome == Outcome.HARMLESS;
            rejected += outcome == Outcome.REJECTED && firstAccepted == null ? 1 : 0;
            if (underWay == 0 || rejected >= FLOOD) {
                changed.signalAll();
            } else {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A token was accepted, whoever sent it. */
    void accepted() {
        lock.lock();
        try {
            firstAccepted = firstAccepted == null ? (Long) ticker.getAsLong() : firstAccepted;
        } finally {
            lock.unlock();
        }
    }
}
