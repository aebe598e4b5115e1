package io.holdfast.httpclient;

import io.holdfast.keyring.exchange.IdentityStores;
import io.holdfast.keyring.token.Identity;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one client, by identity, as {@link IdentityStores} has them: the application's store is that of the
 * client or of a context.
 *
 * <p>Safe for use by several threads.
 */
final class IdentityCookies {
    /** The context's attribute with the store that the application knows, while another is in its place. */
    private static final String LENT = "io.holdfast.cookies";

    private final IdentityStores<CookieStore> stores = new IdentityStores<>(BasicCookieStore::new);

    /** Gives a context the cookies of an identity. */
    void use(HttpClientContext context, Identity identity) {
        CookieStore known = knownTo(context);
        if (known != null) {
            lend(context, known, stores.of(identity, known));
        }
    }

    /** Gives a context a store instead of the application's. */
    void lend(HttpClientContext context, CookieStore store) {
        CookieStore known = knownTo(context);
        if (known != null) {
            lend(context, known, store);
        }
    }

    private static void lend(HttpClientContext context, CookieStore known, CookieStore store) {
        if (store != context.getCookieStore()) {
            context.setCookieStore(store);
            context.setAttribute(LENT, new Lent(known, store));
        }
    }

    private static @Nullable CookieStore knownTo(HttpClientContext context) {
        CookieStore present = context.getCookieStore();
        Object lent = context.getAttribute(LENT);
        return lent instanceof Lent && ((Lent) lent).store == present ? ((Lent) lent).known : present;
    }

    private static final class Lent {
        private final CookieStore known;
        private final CookieStore store;

        Lent(CookieStore known, CookieStore store) {
            this.known = known;
            this.store = store;
        }
    }
}
