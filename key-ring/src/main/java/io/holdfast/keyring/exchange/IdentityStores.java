package io.holdfast.keyring.exchange;

import io.holdfast.keyring.token.Identity;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one client for each identity, cookies for example. The store that the application knows belongs to the
 * identity that uses it first; every other identity has one of its own for it. Stores that the application keeps apart, one
 * for each user perhaps, stay apart for every identity. The thousand that were used last are kept: each rotation begins new
 * ones, and the earlier ones never serve again.
 *
 * <p>Safe for use by several threads.
 *
 * @param <S> a store, which is only equal to itself
 */
public final class IdentityStores<S> {
    private static final int MOST = 1000;

    /** Of all clients, as several may use one store. */
    private static final Map<Object, Identity> OWNERS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Supplier<S> opening;

    /** In the order of their last use. Guarded by this. */
    private final Map<Use<S>, S> others = new Recent<>();

    /** Uses of stores that the application has dropped. */
    private final ReferenceQueue<S> dropped = new ReferenceQueue<>();

    private volatile @Nullable Used<S> last; // most clients have one identity at a time, and need no lock

    /** @param opening makes an empty store */
    public IdentityStores(Supplier<S> opening) {
        this.opening = opening;
    }

    /**
     * The store of an identity.
     *
     * @param known the application's own store, of the client or of this call
     */
    public S of(Identity identity, S known) {
        Used<S> recent = last;
        if (recent != null && recent.use.get() == known && recent.use.identity.equals(identity)) {
            return recent.own != null ? recent.own : known;
        }
        synchronized (this) {
            forgetDropped();
            Use<S> use = new Use<>(known, identity, dropped);
            Identity owner = OWNERS.putIfAbsent(known, identity);
            S own = owner == null || owner.equals(identity)
                    ? null
                    : others.computeIfAbsent(use, missing -> open(identity));
            last = new Used<>(use, own);
            return own != null ? own : known;
        }
    }

    private void forgetDropped() {
        Object use;
        while ((use = dropped.poll()) != null) {
            others.remove(use);
        }
    }

    /** A new store belongs to its identity, wherever the application may put it. */
    private S open(Identity identity) {
        S store = opening.get();
        OWNERS.put(store, identity);
        return store;
    }

    /** The application's store, as long as it has it, and an identity that asked for it. */
    private static final class Use<S> extends WeakReference<S> {
        private final Identity identity;
        private final int hash;

        Use(S known, Identity identity, ReferenceQueue<S> dropped) {
            super(known, dropped);
            this.identity = identity;
            this.hash = 31 * System.identityHashCode(known) + identity.hashCode();
        }

        /** A dropped one is only equal to itself. */
        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            S known = get();
            return known != null
                    && other instanceof Use
                    && ((Use<?>) other).get() == known
                    && ((Use<?>) other).identity.equals(identity);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** The last use, and the identity's own store if it got another one. */
    private static final class Used<S> {
        private final Use<S> use;
        private final @Nullable S own;

        Used(Use<S> use, @Nullable S own) {
            this.use = use;
            this.own = own;
        }
    }

    private static final class Recent<S> extends LinkedHashMap<Use<S>, S> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Use<S>, S> eldest) {
            return size() > MOST;
        }
    }
}
