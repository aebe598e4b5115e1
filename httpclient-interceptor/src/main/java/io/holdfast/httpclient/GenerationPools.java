package io.holdfast.httpclient;

import io.holdfast.client.KeyRing;
import io.holdfast.client.KeyRingListener;
import io.holdfast.keystore.CredentialGeneration;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * A connection manager for each generation of credentials, behind one that HttpClient sees. When other credentials are in
 * use, the idle connections of the earlier ones are closed at once, a leased one when it is released, and their manager
 * with the last of them. A request that still has an earlier token gets a connection of those credentials even then.
 *
 * <p>Safe for use by several threads. No lock is held while connections are leased, made or closed.
 *
 * @param <M> HttpClient's connection manager, classic or asynchronous
 */
abstract class GenerationPools<M extends ModalCloseable> extends SeveralPools implements ModalCloseable {
    private final KeyRing keyRing;
    private final Function<CredentialGeneration, M> opening;
    private final @Nullable M foreign;
    private final ConcurrentMap<CredentialGeneration, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile boolean closed;
    private final KeyRingListener swaps;

    /** @param opening makes the manager for one generation */
    GenerationPools(KeyRing keyRing, Function<CredentialGeneration, M> opening) {
        this.keyRing = keyRing;
        this.opening = opening;
        this.foreign = null;
        this.swaps = new Swaps(keyRing, this);
    }

    /** @param foreign a manager that somebody else has made, for all generations */
    GenerationPools(KeyRing keyRing, M foreign) {
        this.keyRing = keyRing;
        this.opening = generation -> foreign;
        this.foreign = foreign;
        this.swaps = new Swaps(keyRing, this);
    }

    /** Does not keep the pools of a client that nobody has closed, as the key ring may live much longer. */
    private static final class Swaps implements KeyRingListener {
        private final KeyRing keyRing;
        private final WeakReference<GenerationPools<?>> pools;

        Swaps(KeyRing keyRing, GenerationPools<?> pools) {
            this.keyRing = keyRing;
            this.pools = new WeakReference<>(pools);
        }

        @Override
        public void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
            GenerationPools<?> alive = pools.get();
            if (alive == null) {
                keyRing.removeListener(this);
            } else {
                alive.retireReplaced();
            }
        }
    }

    private void retireReplaced() {
        for (Pool pool : pools.values()) {
            pool.retireIfReplaced();
        }
    }

    /**
     * The pool for a connection state, entered: whoever gets it must leave it.
     *
     * @param state the generation whose connection is wanted; anything else means the one in use
     * @throws IllegalStateException if it is closed
     */
    final Pool enter(@Nullable Object state) {
        CredentialGeneration generation =
                state instanceof CredentialGeneration ? (CredentialGeneration) state : keyRing.credentials();
        if (!listening.getAndSet(true)) {
            keyRing.addListener(swaps);
        }
        while (true) {
            Pool pool = pools.get(generation);
            if (pool == null) {
                pool = pools.computeIfAbsent(generation, Pool::new);
            }
            if (closed) {
                close(CloseMode.IMMEDIATE);
                throw new IllegalStateException("The connections are closed, as their HttpClient is.");
            }
            if (pool.enter()) {
                pool.retireIfReplaced();
                return pool;
            }
            pools.remove(generation, pool);
        }
    }

    /** The connections of one generation. */
    final class Pool {
        private final CredentialGeneration generation;
        private final M manager;
        private int users; // guarded by this
        private boolean retired; // guarded by this
        private boolean ended; // guarded by this

        private Pool(CredentialGeneration generation) {
            this.generation = generation;
            this.manager = opening.apply(generation);
        }

        M manager() {
            return manager;
        }

        /**
         * The state that the manager is told. One that has only connections of this generation need not know: some share
         * HTTP/2 connections only if they have no state.
         */
        @Nullable
        Object state(@Nullable Object state) {
            if (state instanceof CredentialGeneration) {
                return foreign == null ? null : generation; // whatever has become of the context meanwhile
            }
            return state;
        }

        /** Whether a connection must be closed when it is released, because the manager would keep it. */
        boolean mustClose() {
            return foreign != null && generation != keyRing.credentials();
        }

        private synchronized boolean enter() {
            if (ended) {
                return false;
            }
            users++;
            return true;
        }

        /** Somebody who has entered is done. */
        void leave() {
            boolean wasRetired;
            synchronized (this) {
                users--;
                wasRetired = retired;
            }
            if (wasRetired) {
                clear();
            } else {
                retireIfReplaced();
            }
        }

        private void retireIfReplaced() {
            if (generation != keyRing.credentials()) {
                synchronized (this) {
                    retired = true;
                }
                clear();
            }
        }

        private void clear() {
            synchronized (this) {
                ended = users == 0;
            }
            ConnPoolControl<HttpRoute> control = control(manager);
            if (control != null) {
                control.closeIdle(TimeValue.ZERO_MILLISECONDS);
            }
            if (hasEnded() && pools.remove(generation, this) && foreign == null) {
                manager.close(CloseMode.GRACEFUL);
            }
        }

        private synchronized boolean hasEnded() {
            return ended;
        }
    }

    @Override
    final Set<M> managers() {
        Set<M> managers = new HashSet<>();
        if (foreign != null) {
            managers.add(foreign);
        }
        for (Pool pool : pools.values()) {
            managers.add(pool.manager);
        }
        return managers;
    }

    @Override
    public final void close() {
        close(CloseMode.GRACEFUL);
    }

    /** Closes all connections, leased ones too. */
    @Override
    public final void close(CloseMode mode) {
        closed = true;
        keyRing.removeListener(swaps);
        for (M manager : managers()) {
            manager.close(mode);
        }
        pools.clear();
    }
}
