package io.holdfast.httpclient;

import io.holdfast.client.KeyRing;
import io.holdfast.client.KeyRingListener;
import io.holdfast.keystore.CredentialGeneration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
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
class GenerationPools<M extends ModalCloseable> implements ConnPoolControl<HttpRoute>, ModalCloseable {
    private final KeyRing keyRing;
    private final Function<CredentialGeneration, M> opening;
    private final @Nullable M foreign;
    private final ConcurrentMap<CredentialGeneration, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile boolean closed;
    private final KeyRingListener swaps = new KeyRingListener() {
        @Override
        public void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {
            for (Pool pool : pools.values()) {
                pool.retireIfReplaced();
            }
        }
    };

    /** @param opening makes the manager for one generation */
    GenerationPools(KeyRing keyRing, Function<CredentialGeneration, M> opening) {
        this.keyRing = keyRing;
        this.opening = opening;
        this.foreign = null;
    }

    /** @param foreign a manager that somebody else has made, for all generations */
    GenerationPools(KeyRing keyRing, M foreign) {
        this.keyRing = keyRing;
        this.opening = generation -> foreign;
        this.foreign = foreign;
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
            return foreign == null && state == generation ? null : state;
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

    @SuppressWarnings("unchecked")
    private static @Nullable ConnPoolControl<HttpRoute> control(Object manager) {
        return manager instanceof ConnPoolControl ? (ConnPoolControl<HttpRoute>) manager : null;
    }

    private Set<M> managers() {
        Set<M> managers = new HashSet<>();
        if (foreign != null) {
            managers.add(foreign);
        }
        for (Pool pool : pools.values()) {
            managers.add(pool.manager);
        }
        return managers;
    }

    private List<ConnPoolControl<HttpRoute>> controls() {
        List<ConnPoolControl<HttpRoute>> controls = new ArrayList<>();
        for (M manager : managers()) {
            ConnPoolControl<HttpRoute> control = control(manager);
            if (control != null) {
                controls.add(control);
            }
        }
        return controls;
    }

    @Override
    public final void closeIdle(TimeValue idleTime) {
        controls().forEach(control -> control.closeIdle(idleTime));
    }

    @Override
    public final void closeExpired() {
        controls().forEach(ConnPoolControl::closeExpired);
    }

    @Override
    public final Set<HttpRoute> getRoutes() {
        Set<HttpRoute> routes = new HashSet<>();
        controls().forEach(control -> routes.addAll(control.getRoutes()));
        return routes;
    }

    @Override
    public final PoolStats getTotalStats() {
        return sum(ConnPoolControl::getTotalStats);
    }

    @Override
    public final PoolStats getStats(HttpRoute route) {
        return sum(control -> control.getStats(route));
    }

    private PoolStats sum(Function<ConnPoolControl<HttpRoute>, PoolStats> of) {
        PoolStats sum = new PoolStats(0, 0, 0, 0);
        for (ConnPoolControl<HttpRoute> control : controls()) {
            PoolStats stats = of.apply(control);
            sum = new PoolStats(
                    sum.getLeased() + stats.getLeased(),
                    sum.getPending() + stats.getPending(),
                    sum.getAvailable() + stats.getAvailable(),
                    Math.max(sum.getMax(), stats.getMax()));
        }
        return sum;
    }

    @Override
    public final int getMaxTotal() {
        return getTotalStats().getMax();
    }

    @Override
    public final int getDefaultMaxPerRoute() {
        return controls().stream()
                .mapToInt(ConnPoolControl::getDefaultMaxPerRoute)
                .max()
                .orElse(0);
    }

    @Override
    public final int getMaxPerRoute(HttpRoute route) {
        return getStats(route).getMax();
    }

    @Override
    public final void setMaxTotal(int max) {
        throw fixed();
    }

    @Override
    public final void setDefaultMaxPerRoute(int max) {
        throw fixed();
    }

    @Override
    public final void setMaxPerRoute(HttpRoute route, int max) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("Limits set here would be gone with the next certificate. Give"
                + " configure() a function that sets them for each pool.");
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
