package io.holdfast.keyring.exchange;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one client for each identity, cookies for example. The store that the application knows belongs to the
 * identity that uses it first; every other identity has one of its own, of the last thousand.
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
    private final Map<Identity, S> others = new Recent<>(); // guarded by this
    private volatile @Nullable Owned last; // most clients have one identity, and need no lock

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
        Owned recent = last;
        if (recent != null && recent.store.get() == known && recent.owner.equals(identity)) {
            return known;
        }
        synchronized (this) {
            Identity owner = OWNERS.putIfAbsent(known, identity);
            if (owner == null || owner.equals(identity)) {
                last = new Owned(known, identity);
                return known;
            }
            return others.computeIfAbsent(identity, this::open);
        }
    }

    /** A new store belongs to its identity, wherever the application may put it. */
    private S open(Identity identity) {
        S store = opening.get();
        OWNERS.put(store, identity);
        return store;
    }

    private static final class Owned {
        private final WeakReference<Object> store;
        private final Identity owner;

        Owned(Object store, Identity owner) {
            this.store = new WeakReference<>(store);
            this.owner = owner;
        }
    }

    private static final class Recent<S> extends LinkedHashMap<Identity, S> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, S> eldest) {
            return size() > MOST;
        }
    }
}
