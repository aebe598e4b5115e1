package io.holdfast.httpclient;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one client, by identity. The store of the client or of a context belongs to the identity that uses it
 * first; every other identity has one of its own, of the last thousand.
 *
 * <p>Safe for use by several threads.
 */
final class IdentityCookies {
    /** The context's attribute with the store that the application knows, while another is in its place. */
    private static final String LENT = "io.holdfast.cookies";

    private static final int MOST = 1000;

    /** Of all clients, as several may use one store. */
    private static final Map<CookieStore, Identity> OWNERS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<Identity, CookieStore> others = new Recent(); // guarded by this
    private volatile @Nullable Owned last; // most clients have one identity, and need no lock

    /** Gives a context the cookies of an identity. */
    void use(HttpClientContext context, Identity identity) {
        CookieStore known = knownTo(context);
        if (known != null) {
            lend(context, storeOf(known, identity));
        }
    }

    /** Gives a context a store instead of the application's. */
    void lend(HttpClientContext context, CookieStore store) {
        CookieStore known = knownTo(context);
        if (known == null || store == context.getCookieStore()) {
            return;
        }
        context.setCookieStore(store);
        context.setAttribute(LENT, new Lent(known, store));
    }

    private CookieStore storeOf(CookieStore known, Identity identity) {
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
    private CookieStore open(Identity identity) {
        CookieStore store = new BasicCookieStore();
        OWNERS.put(store, identity);
        return store;
    }

    private static @Nullable CookieStore knownTo(HttpClientContext context) {
        CookieStore present = context.getCookieStore();
        Object lent = context.getAttribute(LENT);
        return lent instanceof Lent && ((Lent) lent).store == present ? ((Lent) lent).known : present;
    }

    private static final class Owned {
        private final WeakReference<CookieStore> store;
        private final Identity owner;

        Owned(CookieStore store, Identity owner) {
            this.store = new WeakReference<>(store);
            this.owner = owner;
        }
    }

    private static final class Lent {
        private final CookieStore known;
        private final CookieStore store;

        Lent(CookieStore known, CookieStore store) {
            this.known = known;
            this.store = store;
        }
    }

    private static final class Recent extends LinkedHashMap<Identity, CookieStore> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, CookieStore> eldest) {
            return size() > MOST;
        }
    }
}
