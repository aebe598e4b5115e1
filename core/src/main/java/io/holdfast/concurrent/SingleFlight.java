package io.holdfast.concurrent;

import java.io.Closeable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that callers share, one at a time for each key. A caller that needs the outcome of one under way waits:
 *
 * <ul>
 *   <li>Only so many wait as there are places, so that nobody can tie up a container's threads, and none longer than the
 *       longest wait.
 *   <li>An interrupted caller stays interrupted, and leaves the call to the others.
 *   <li>However a call ends, by an {@link Error} too, all who wait wake up, and the next makes another.
 *   <li>Nobody waits once this is closed.
 * </ul>
 *
 * <p>Safe for use by many threads. No call is made under a lock.
 */
public final class SingleFlight<K, V> implements Closeable {
    private final String subject;
    private final Places places;
    private final Duration longestWait;
    private final LongSupplier ticker;
    private final ConcurrentMap<K, Flight<V>> underWay = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * No call so far.
     *
     * @param subject the things that callers wait for, in the plural, as messages name them
     * @param places the places for waiting callers
     * @param longestWait the longest wait of each of them
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public SingleFlight(String subject, Places places, Duration longestWait, LongSupplier ticker) {
        this.subject = subject;
        this.places = places;
        this.longestWait = longestWait;
        this.ticker = ticker;
    }

    /**
     * The outcome of the call under way, or of this one, which the caller makes on his own thread.
     *
     * @param meanwhile a value that is good enough while another caller's call is under way; null for none
     * @throws NoOutcomeException if another caller's call fails, or its end is not awaited
     */
    public <X extends Exception, Y extends Exception> V of(K key, @Nullable V meanwhile, Call<V, X, Y> call)
            throws X, Y, NoOutcomeException {
        Flight<V> mine = new Flight<>(ticker.getAsLong());
        Flight<V> earlier = underWay.putIfAbsent(key, mine);
        if (earlier != null) {
            return meanwhile != null ? meanwhile : awaited(earlier, places);
        }
        return made(key, mine, call);
    }

    private <X extends Exception, Y extends Exception> V made(K key, Flight<V> mine, Call<V, X, Y> call) throws X, Y {
        try {
            V value = call.make();
            end(key, mine, value, null);
            return value;
        } catch (Throwable e) { // an Error too: whoever waits must wake up
            end(key, mine, null, e);
            throw e;
        }
    }

    /**
     * The outcome of the call under way, or of one that begins now on another thread. Nobody begins to wait for a call
     * that has lasted longer than the longest wait.
     *
     * @param share of the places, where the caller waits
     * @param work makes the call, whose outcome may be {@linkplain #settle there} before its end
     * @throws NoOutcomeException if the call fails, or its end is not awaited
     */
    public V await(K key, Places share, Executor executor, Call<V, RuntimeException, RuntimeException> work)
            throws NoOutcomeException {
        requireOpen();
        if (!share.enter()) {
            throw full();
        }
        try {
            Flight<V> mine = new Flight<>(ticker.getAsLong());
            Flight<V> earlier = underWay.putIfAbsent(key, mine);
            if (earlier == null) {
                SharedCall.start(executor, () -> made(key, mine, work), why -> end(key, mine, null, why));
            } else if (ticker.getAsLong() - earlier.begun > longestWait.toNanos()) {
                throw late();
            }
            return awaited(earlier == null ? mine : earlier);
        } finally {
            share.leave();
        }
    }

    private V awaited(Flight<V> flight, Places share) throws NoOutcomeException {
        if (!share.enter()) {
            throw full();
        }
        try {
            return awaited(flight);
        } finally {
            share.leave();
        }
    }

    private V awaited(Flight<V> flight) throws NoOutcomeException {
        requireOpen();
        try {
            if (!flight.end.await(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("The thread was interrupted: the server is stopping.");
        }
        requireOpen();
        Throwable failure = flight.failure;
        if (failure != null) {
            throw new NoOutcomeException(String.valueOf(failure.getMessage()), failure, false);
        }
        return Objects.requireNonNull(flight.value);
    }

    /** Ends the call under way, if there is one. */
    public void settle(K key, V value) {
        Flight<V> flight = underWay.get(key);
        if (flight != null) {
            end(key, flight, value, null);
        }
    }

    private void end(K key, Flight<V> flight, @Nullable V value, @Nullable Throwable failure) {
        if (underWay.remove(key, flight)) { // so it ends once
            flight.value = value;
            flight.failure = failure;
            flight.end.countDown();
        }
    }

    /** Wakes all who wait, and lets nobody wait any more. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach((key, flight) -> end(key, flight, null, new CancellationException()));
    }

    private void requireOpen() throws NoOutcomeException {
        if (closed) {
            throw refused("Nobody waits for " + subject + " any more: the application is stopping.");
        }
    }

    private NoOutcomeException full() {
        return refused("Enough requests wait for " + subject + " already.");
    }

    private NoOutcomeException late() {
        String start = Character.toUpperCase(subject.charAt(0)) + subject.substring(1);
        return new NoOutcomeException(start + " have not come within " + longestWait.toMillis() + " ms.", null, true);
    }

    private static NoOutcomeException refused(String message) {
        return new NoOutcomeException(message, null, false);
    }

    /** A call of one of those who share it. */
    @FunctionalInterface
    public interface Call<V, X extends Exception, Y extends Exception> {
        V make() throws X, Y;
    }

    private static final class Flight<V> {
        private final long begun;
        private final CountDownLatch end = new CountDownLatch(1);

        // Written before the end, and read after it.
        private @Nullable V value;
        private @Nullable Throwable failure;

        private Flight(long begun) {
            this.begun = begun;
        }
    }
}
