package io.holdfast.authorizationserver;

import io.holdfast.concurrent.Pace;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pace of an introspection endpoint's calls for one kind of sender. A firewall that refuses one token, or a server that
 * breaks over it, fails as a whole outage does. So failures over one token let that token rest alone, failures over
 * several tokens of one sender let that sender rest, and failures of several senders let all rest.
 *
 * <p>Safe for use by many threads.
 */
final class IntrospectionPace {
    /** Senders, and tokens, that are remembered. A dropped one begins anew. */
    private static final int MOST = 64;

    /** The time for which an answer to one sender shows that the server answers, where only one other one fails. */
    private static final long LASTING = TimeUnit.HOURS.toNanos(1);

    /** That time where several fail: the answer is from before an outage, perhaps. */
    private static final long BRIEF = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<Pace> paces;
    private final LongSupplier ticker;
    private final Pace all;

    /** The senders over whose tokens the last calls have failed. Guarded by this. */
    private final Map<String, Pace> failing = new LinkedHashMap<>();

    /** The tokens, of senders that may have others, over which the last calls have failed. Guarded by this. */
    private final Map<String, Pace> failingTokens = new LinkedHashMap<>();

    /** The senders whose last call was answered, and when. Guarded by this. */
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

    /**
     * True if no call is made for this sender's token now.
     *
     * @param token its digest, which is that of the sender who is known by nothing else
     */
    synchronized boolean rests(String sender, String token) {
        return all.rests() || rests(failing.get(sender)) || rests(failingTokens.get(token));
    }

    private static boolean rests(@Nullable Pace own) {
        return own != null && own.rests();
    }

    /** True if a call may be made for this sender's token now. A caller that gets true must report the outcome. */
    synchronized boolean mayTry(String sender, String token) {
        if (rests(sender, token)) {
            return false;
        }
        boolean may = all.mayTry();
        for (Pace own : Arrays.asList(failing.get(sender), failingTokens.get(token))) {
            may &= own == null || own.mayTry();
        }
        return may;
    }

    /** Notes an answer. */
    synchronized void succeeded(String sender, String token) {
        all.succeeded();
        failing.remove(sender);
        failingTokens.remove(token);
        if (answered.size() >= MOST && !answered.containsKey(sender)) {
            answered.values().remove(Collections.min(answered.values()));
        }
        answered.put(sender, ticker.getAsLong());
    }

    /** Notes a failure that this token may have caused. */
    synchronized void failedOver(String sender, String token) {
        all.failedOver(sender);
        answered.remove(sender);
        if (sender.equals(token)) {
            latest(failing, sender).failed();
        } else {
            latest(failing, sender).failedOver(token);
            latest(failingTokens, token).failed();
        }
    }

    private Pace latest(Map<String, Pace> paces, String subject) {
        Pace own = paces.remove(subject);
        if (own == null) {
            own = this.paces.get();
            if (paces.size() >= MOST) {
                paces.remove(paces.keySet().iterator().next());
            }
        }
        paces.put(subject, own);
        return own;
    }

    /** Notes an answer that fails its checks: it says nothing of the pace, and no more that the server answers. */
    synchronized void failedToConvince(String sender) {
        answered.remove(sender);
    }

    /** Notes a failure before any token was sent. */
    synchronized void failedBefore(String sender, String token) {
        all.failed();
        toldNothingTo(failing.get(sender));
        toldNothingTo(failingTokens.get(token));
    }

    /** Notes an outcome that predicts nothing. */
    synchronized void toldNothing(String sender, String token) {
        all.toldNothing();
        toldNothingTo(failing.get(sender));
        toldNothingTo(failingTokens.get(token));
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

    /** True if some rest, and no other sender's answer speaks against an outage. */
    synchronized boolean seemsOut() {
        return someRest() && !answersWithin(failing.size() > 1 ? BRIEF : LASTING);
    }

    /** True if some sender, or some token of one, rests by its own failures. */
    synchronized boolean someRest() {
        return Stream.of(failing, failingTokens)
                .flatMap(paces -> paces.values().stream())
                .anyMatch(Pace::rests);
    }

    /** True if a sender was answered in the last hour, and its tokens have not failed since. */
    synchronized boolean answers() {
        return answersWithin(LASTING);
    }

    private boolean answersWithin(long nanos) {
        long now = ticker.getAsLong();
        return answered.values().stream().anyMatch(time -> now - time < nanos);
    }
}
