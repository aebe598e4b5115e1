package io.holdfast.keyring.exchange;

import io.holdfast.keyring.token.Identity;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one client for each identity, cookies for example. The store that the application knows belongs to the
 * identity that uses it first; every other identity has one of its own for it, of the last thousand. Stores that the
 * application keeps apart, one for each user perhaps, stay apart for every identity.
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

    /** By the application's store, and gone with it. Guarded by this. */
    private final Map<S, Recent<S>> others = new WeakHashMap<>();

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
        if (recent != null && recent.known.get() == known && recent.identity.equals(identity)) {
            return recent.own != null ? recent.own : known;
        }
        synchronized (this) {
            Identity owner = OWNERS.putIfAbsent(known, identity);
            S own = owner == null || owner.equals(identity)
                    ? null
                    : others.computeIfAbsent(known, store -> new Recent<>()).computeIfAbsent(identity, this::open);
            last = new Used<>(known, identity, own);
            return own != null ? own : known;
        }
    }

    /** A new store belongs to its identity, wherever the application may put it. */
    private S open(Identity identity) {
        S store = opening.get();
        OWNERS.put(store, identity);
        return store;
    }

    /** The identity that has asked last, the application's store at that moment, and its own if it got another one. */
    private static final class Used<S> {
        private final WeakReference<S> known;
        private final Identity identity;
        private final @Nullable S own;

        Used(S known, Identity identity, @Nullable S own) {
            this.known = new WeakReference<>(known);
            this.identity = identity;
            this.own = own;
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
