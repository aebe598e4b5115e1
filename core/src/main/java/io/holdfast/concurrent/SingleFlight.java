package io.holdfast.concurrent;

import java.io.Closeable;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that callers share, one at a time for each key: who needs the outcome of a call that is under way waits for it.
 * Nobody can tie up a container's threads here, and nobody waits in vain:
 *
 * <ul>
 *   <li>Only so many wait as there are places; the others are refused at once.
 *   <li>Nobody waits longer than the longest wait.
 *   <li>Who is interrupted stays so, and leaves the call to the others.
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
     * @param subject what is waited for, as messages name it: {@code "the answer"}
     * @param places for those who wait
     * @param longestWait how long each of them waits
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
     * @param meanwhile what is good enough while another caller's call is under way; null if nothing is
     * @throws NoOutcomeException if another caller's call fails, or its end is not awaited
     */
    public <X extends Exception, Y extends Exception> V of(K key, @Nullable V meanwhile, Call<V, X, Y> call)
            throws X, Y, NoOutcomeException {
        Flight<V> mine = new Flight<>(ticker.getAsLong());
        Flight<V> earlier = underWay.putIfAbsent(key, mine);
        if (earlier != null) {
            return meanwhile != null ? meanwhile : awaited(earlier, places);
        }
        try {
            requireOpen();
            V value = call.make();
            end(key, mine, value, null);
            return value;
        } catch (Throwable e) {
            end(key, mine, null, e);
            throw e;
        }
    }

    /**
     * The outcome of the call under way, or of one that begins now on another thread. Nobody begins to wait for a call
     * that has lasted longer than the longest wait.
     *
     * @param share of the places, where the caller waits
     * @param known the outcome if it is there already, so that no call is needed; else null
     * @param work ends the call by {@link #settle}, and throws nothing
     * @throws NoOutcomeException if the call fails, or its end is not awaited
     */
    public V await(K key, Places share, Supplier<? extends @Nullable V> known, Executor executor, Runnable work)
            throws NoOutcomeException {
        if (!share.enter()) {
            throw full();
        }
        try {
            Flight<V> mine = new Flight<>(ticker.getAsLong());
            Flight<V> earlier = underWay.putIfAbsent(key, mine);
            if (earlier == null) {
                begin(key, mine, known, executor, work);
            } else if (ticker.getAsLong() - earlier.begun > longestWait.toNanos()) {
                throw late();
            }
            return awaited(earlier == null ? mine : earlier);
        } finally {
            share.leave();
        }
    }

    private void begin(K key, Flight<V> mine, Supplier<? extends @Nullable V> known, Executor executor, Runnable work) {
        try {
            requireOpen();
            V value = known.get(); // asked when others can see the call, so that no outcome slips through in between
            if (value != null) {
                end(key, mine, value, null);
            } else {
                SharedCall.start(executor, work, why -> end(key, mine, null, why));
            }
        } catch (NoOutcomeException | RuntimeException | Error e) {
            end(key, mine, null, e);
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
        try {
            if (!flight.end.await(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoOutcomeException("The thread was interrupted: the server is stopping.", null, false);
        }
        Throwable failure = flight.failure;
        if (failure != null) {
            throw failure instanceof NoOutcomeException
                    ? (NoOutcomeException) failure
                    : new NoOutcomeException(String.valueOf(failure.getMessage()), failure, false);
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
        underWay.forEach((key, flight) -> end(key, flight, null, stopping()));
    }

    private void requireOpen() throws NoOutcomeException {
        if (closed) {
            throw stopping();
        }
    }

    private NoOutcomeException stopping() {
        return new NoOutcomeException(
                "Nobody waits for " + subject + " any more: the application is stopping.", null, false);
    }

    private NoOutcomeException full() {
        return new NoOutcomeException("Enough requests wait for " + subject + " already.", null, false);
    }

    private NoOutcomeException late() {
        String start = subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1);
        return new NoOutcomeException(start + " takes too long.", null, true);
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
