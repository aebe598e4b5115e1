package io.holdfast.authorizationserver;

import io.holdfast.token.Sender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for the end of a fetch, which another thread makes. Nobody can tie up a container's threads here:
 *
 * <ul>
 *   <li>At most {@value #MOST} wait at once, of strangers {@value #MOST_STRANGERS}. While there are keys that others pass
 *       with, it is {@value #MOST_BESIDE_KEYS}, and as many strangers: those who wait then have named a key that may not be
 *       there at all.
 *   <li>Nobody waits longer than the longest wait, and nobody begins to wait for a fetch that has lasted longer than that.
 *   <li>Nobody waits once this is closed.
 * </ul>
 *
 * <p>Safe for use by many threads. Nobody who waits is kept from going on by the others, and the end of the fetch wakes
 * all of them.
 */
final class KeyWait {
    /** Requests that wait at once. */
    static final int MOST = 256;

    /** Of them, those of strangers: they leave the others as many places. */
    static final int MOST_STRANGERS = MOST / 2;

    /** Those that wait while there are keys that are good, strangers and others each. */
    static final int MOST_BESIDE_KEYS = 16;

    private final long longestNanos;
    private final LongSupplier ticker;
    private final Semaphore places = new Semaphore(MOST);
    private final Semaphore besideKeys = new Semaphore(MOST_BESIDE_KEYS);
    private final Semaphore strangers = new Semaphore(MOST_STRANGERS);
    private final Semaphore strangersBesideKeys = new Semaphore(MOST_BESIDE_KEYS);
    private final Object monitor = new Object();

    /** The fetch that is under way, or null. Guarded by the monitor. */
    private @Nullable Fetch underWay;

    private volatile boolean closed;

    KeyWait(Duration longest, LongSupplier ticker) {
        this.longestNanos = longest.toNanos();
        this.ticker = ticker;
    }

    /**
     * Waits for the end of a fetch, or as long as may be waited.
     *
     * @param sender who waits
     * @param othersPass whether there are keys that are good
     * @param needed whether a fetch is still needed: none has ended since the request looked
     * @param fetch begins one, which ends by {@link #end}
     * @throws AuthorizationServerException if too many wait, or this is closed
     */
    void await(Sender sender, boolean othersPass, BooleanSupplier needed, Runnable fetch)
            throws AuthorizationServerException {
        Semaphore share = share(sender, othersPass);
        if (share == null) {
            awaitInPlace(needed, fetch);
            return;
        }
        if (!share.tryAcquire()) {
            throw full();
        }
        try {
            awaitInPlace(needed, fetch);
        } finally {
            share.release();
        }
    }

    /** How many of all places such requests may take; null for all of them. */
    private @Nullable Semaphore share(Sender sender, boolean othersPass) {
        if (sender == Sender.STRANGER) {
            return othersPass ? strangersBesideKeys : strangers;
        }
        return othersPass ? besideKeys : null;
    }

    private void awaitInPlace(BooleanSupplier needed, Runnable fetch) throws AuthorizationServerException {
        if (!places.tryAcquire()) {
            throw full();
        }
        try {
            awaitEnd(needed, fetch);
        } finally {
            places.release();
        }
    }

    private void awaitEnd(BooleanSupplier needed, Runnable fetch) throws AuthorizationServerException {
        Fetch awaited;
        boolean mine;
        synchronized (monitor) {
            requireOpen();
            if (!needed.getAsBoolean()) {
                return;
            }
            mine = underWay == null;
            if (underWay == null) {
                underWay = new Fetch(ticker.getAsLong());
            }
            awaited = underWay;
        }
        if (mine) {
            begin(fetch);
        } else if (ticker.getAsLong() - awaited.begun > longestNanos) {
            return;
        }
        await(awaited);
        requireOpen();
    }

    private void begin(Runnable fetch) {
        boolean begun = false;
        try {
            fetch.run();
            begun = true;
        } finally {
            if (!begun) {
                end(() -> {}); // it never will by itself
            }
        }
    }

    private void requireOpen() throws AuthorizationServerException {
        if (closed) {
            throw new AuthorizationServerException("Its keys are not needed any more: the application is stopping.");
        }
    }

    private void await(Fetch fetch) throws AuthorizationServerException {
        try {
            boolean ignored = fetch.end.await(longestNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthorizationServerException("The thread was interrupted: the server is stopping.", e);
        }
    }

    /** A fetch has ended: publishes what it has brought, and wakes who waits. */
    void end(Runnable publication) {
        Fetch ended;
        synchronized (monitor) {
            publication.run();
            ended = underWay;
            underWay = null;
        }
        if (ended != null) {
            ended.end.countDown();
        }
    }

    /** Wakes who waits, and lets nobody wait any more. */
    void close() {
        closed = true;
        end(() -> {});
    }

    private static AuthorizationServerException full() {
        return new AuthorizationServerException("Enough requests wait for its keys already.");
    }

    /** Why a request goes on without new keys: the server does not answer in time. */
    AuthorizationServerException late() {
        return new AuthorizationServerException("Its keys have not come within "
                + TimeUnit.NANOSECONDS.toMillis(longestNanos) + " ms. They are still being fetched.");
    }

    /** A fetch that somebody waits for. */
    private static final class Fetch {
        private final long begun;
        private final CountDownLatch end = new CountDownLatch(1);

        private Fetch(long begun) {
            this.begun = begun;
        }
    }
}
