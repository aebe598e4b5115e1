package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingListener;
import io.holdfast.keystore.CredentialGeneration;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
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
 * Servers that must not see the certificate have a manager of their own, whose TLS offers none.
 *
 * <p>Safe for use by several threads. No lock is held while connections are leased, made or closed.
 *
 * @param <M> HttpClient's connection manager, classic or asynchronous
 */
abstract class GenerationPools<M extends ModalCloseable> extends SeveralPools implements ModalCloseable {
    private final KeyRing keyRing;
    private final Function<SSLContext, M> opening;
    private final @Nullable M foreign;
    private final ConcurrentMap<Lease, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile boolean closed;
    private final KeyRingListener swaps;

    /** @param opening makes the manager whose connections are made with one TLS context */
    GenerationPools(KeyRing keyRing, Function<SSLContext, M> opening) {
        this.keyRing = keyRing;
        this.opening = opening;
        this.foreign = null;
        this.swaps = new Swaps(keyRing, this);
    }

    /** @param foreign a manager that the application has made, for all generations */
    GenerationPools(KeyRing keyRing, M foreign) {
        this.keyRing = keyRing;
        this.opening = context -> foreign;
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
     * @param state a {@link Lease} of this key ring; anything else means a connection that does not show the certificate
     * @throws IllegalStateException if it is closed
     */
    final Pool enter(@Nullable Object state) {
        Lease wanted = wanted(state);
        if (!listening.getAndSet(true)) {
            keyRing.addListener(swaps);
        }
        while (true) {
            Pool pool = pools.get(wanted);
            if (pool == null) {
                pool = pools.computeIfAbsent(wanted, Pool::new);
            }
            if (closed) {
                close(CloseMode.IMMEDIATE);
                throw new IllegalStateException("The connections are closed, as their HttpClient is.");
            }
            if (pool.enter()) {
                pool.retireIfReplaced();
                return pool;
            }
            pools.remove(wanted, pool);
        }
    }

    private Lease wanted(@Nullable Object state) {
        if (!(state instanceof Lease) || !((Lease) state).isOf(keyRing)) {
            return new Lease(keyRing, keyRing.credentials(), false, null, Collections.emptyList(), null, null);
        }
        Lease lease = (Lease) state;
        lease.take();
        return lease.with(null);
    }

    /** The connections of one generation that show its certificate, or of those that do not. */
    final class Pool {
        private final Lease kind;
        private final M manager;
        private int users; // guarded by this
        private boolean retired; // guarded by this
        private boolean ended; // guarded by this

        private Pool(Lease kind) {
            this.kind = kind;
            CredentialGeneration credentials = kind.credentials();
            this.manager = opening.apply(
                    kind.isWithCertificate()
                            ? keyRing.sslContext(credentials)
                            : keyRing.sslContextWithoutCertificate(credentials));
        }

        /** The kind of these connections. */
        Lease kind() {
            return kind;
        }

        M manager() {
            return manager;
        }

        /** The lease that a connection state is, or that of a client that says nothing. */
        Lease lease(@Nullable Object state) {
            return state instanceof Lease ? (Lease) state : kind;
        }

        /**
         * The state passed to the manager. One that has only connections of this kind need not know more than the
         * application's: some share HTTP/2 connections only if they have no state.
         */
        @Nullable
        Object state(@Nullable Object state) {
            Object applications = state instanceof Lease ? ((Lease) state).applications() : state;
            return foreign == null ? applications : kind.with(applications);
        }

        /** True if a connection must be closed when it is released, because the manager would keep it. */
        boolean mustClose() {
            return foreign != null && kind.credentials() != keyRing.credentials();
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
            if (kind.credentials() != keyRing.credentials()) {
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
            if (hasEnded() && pools.remove(kind, this) && foreign == null) {
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
