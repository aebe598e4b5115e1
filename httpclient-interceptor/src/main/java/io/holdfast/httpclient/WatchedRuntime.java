package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** HttpClient's hold on a connection, classic or asynchronous, with an exchange that watches it. */
interface WatchedRuntime {
    Exchange exchange();

    /** The runtime behind it: HttpClient's own, or another key ring's. */
    Object inner();

    /** An answer has arrived: now its connection's authentication is known, which a redirect makes HttpClient forget. */
    void answered();

    /** The exchange of a key ring's that watches a runtime; null: none does. */
    static @Nullable Exchange exchangeOf(Object outermost, KeyRing keyRing) {
        Object runtime = outermost;
        while (runtime instanceof WatchedRuntime) {
            WatchedRuntime watched = (WatchedRuntime) runtime;
            if (watched.exchange().isOf(keyRing)) {
                return watched.exchange();
            }
            runtime = watched.inner();
        }
        return null;
    }

    /** The head of an answer has arrived. */
    static void arrive(HttpResponse response, HttpRoute route, Object runtime, KeyRing keyRing) {
        if (runtime instanceof WatchedRuntime) {
            ((WatchedRuntime) runtime).answered();
        }
        Exchange exchange = exchangeOf(runtime, keyRing);
        if (exchange != null) {
            exchange.arrive(response, route);
        }
    }

    /** True if the connection speaks for somebody by an authentication of its own: nobody else may get it then. */
    static boolean isAuthenticated(@Nullable HttpClientContext context) {
        if (context == null) {
            return false;
        }
        for (AuthExchange authentication : context.getAuthExchanges().values()) {
            AuthScheme scheme = authentication.getAuthScheme();
            if (scheme != null && scheme.isConnectionBased() && scheme.isChallengeComplete()) {
                return true;
            }
        }
        return false;
    }
}
