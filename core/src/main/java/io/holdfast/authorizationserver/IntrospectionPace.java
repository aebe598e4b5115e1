package io.holdfast.authorizationserver;

import io.holdfast.concurrent.Pace;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pace of an introspection endpoint's calls for one kind of sender: that of all of them, and that of each over whom it
 * fails. A firewall that refuses one token, or a server that breaks over it, fails as a whole outage does. So the failures
 * of one sender let that sender rest alone, and only failures of several senders in a row let all rest.
 *
 * <p>Safe for use by many threads.
 */
final class IntrospectionPace {
    /** Senders that are remembered, failing and answered ones each. A dropped one begins anew. */
    private static final int MOST_SENDERS = 64;

    /** The time for which an answer to a client shows that the server answers, unless that client's tokens fail since. */
    private static final long LASTING = TimeUnit.HOURS.toNanos(1);

    /** That time for an answer to who may never come again: a stranger, or a client known by one token alone. */
    private static final long BRIEF = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<Pace> paces;
    private final LongSupplier ticker;
    private final Pace all;

    /** The senders over whose tokens the last calls have failed. Guarded by this. */
    private final Map<String, Pace> failing = new LinkedHashMap<>();

    /** The senders whose last call was answered, and the time to which that counts. Guarded by this. */
    private final Map<String, Long> answered = new HashMap<>();

    /**
     * A pace before the first call.
     *
     * @param paces makes the pace of all senders, and that of each one over whom the server fails
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    IntrospectionPace(Supplier<Pace> paces, LongSupplier ticker) {
        this.paces = paces;
        this.ticker = ticker;
        this.all = paces.get();
    }

    /** True if no call is made for this sender now. */
    synchronized boolean rests(String sender) {
        Pace own = failing.get(sender);
        return all.rests() || (own != null && own.rests());
    }

    /** True if a call may be made for this sender now. A caller that gets true must report the outcome. */
    synchronized boolean mayTry(String sender) {
        Pace own = failing.get(sender);
        if (own != null && !own.mayTry()) {
            return false;
        }
        boolean may = all.mayTry();
        if (!may && own != null) {
            own.toldNothing();
        }
        return may;
    }

    /**
     * Notes an answer.
     *
     * @param lasting whether the sender is one that comes again
     */
    synchronized void succeeded(String sender, boolean lasting) {
        all.succeeded();
        failing.remove(sender);
        long now = ticker.getAsLong();
        if (answered.size() >= MOST_SENDERS && !answered.containsKey(sender)) {
            answered.values().remove(Collections.min(answered.values()));
        }
        answered.put(sender, now + (lasting ? LASTING : BRIEF));
    }

    /** Notes a failure that this sender's token may have caused. */
    synchronized void failedOver(String sender) {
        all.failedOver(sender);
        answered.remove(sender);
        Pace own = failing.remove(sender);
        if (own == null) {
            own = paces.get();
            if (failing.size() >= MOST_SENDERS) {
                failing.remove(failing.keySet().iterator().next());
            }
        }
        own.failed();
        failing.put(sender, own);
    }

    /** Notes an answer that fails its checks: it says nothing of the pace, and no more that the server answers. */
    synchronized void failedToConvince(String sender) {
        answered.remove(sender);
    }

    /** Notes a failure before any token was sent. */
    synchronized void failedBefore(String sender) {
        all.failed();
        toldNothingTo(failing.get(sender));
    }

    /** Notes an outcome that predicts nothing. */
    synchronized void toldNothing(String sender) {
        all.toldNothing();
        toldNothingTo(failing.get(sender));
    }

    private static void toldNothingTo(@Nullable Pace own) {
        if (own != null) {
            own.toldNothing();
        }
    }

    /** True if no call is made for any sender now. */
    boolean rests() {
        return all.rests();
    }

    /** True if some sender rests by the failures over its own tokens. */
    synchronized boolean someRest() {
        return failing.values().stream().anyMatch(Pace::rests);
    }

    /** True if a sender was answered lately, and its tokens have not failed since. */
    synchronized boolean answers() {
        long now = ticker.getAsLong();
        return answered.values().stream().anyMatch(until -> until - now > 0);
    }
}
