package io.holdfast.okhttp;

import java.net.ProtocolException;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/**
 * Tells a call of each of its hops before the hop is sent, since OkHttp asks the cookie jar first. A WebSocket, for which
 * OkHttp leaves network interceptors out, is stopped here at a redirect that must not be followed. Safe for use by several
 * threads.
 */
final class HopJar implements CookieJar {
    private final CookieJar cookies;

    HopJar(CookieJar cookies) {
        this.cookies = cookies;
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        Exchange call = IdentityCookies.call();
        if (call != null) {
            ProtocolException refusal = call.goTo(url);
            if (refusal != null) {
                throw new Refusal(refusal);
            }
        }
        return cookies.loadForRequest(url);
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> received) {
        cookies.saveFromResponse(url, received);
    }

    /** Ends the call from within the cookie jar, which declares no exception. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ProtocolException reason;

        Refusal(ProtocolException reason) {
            super(reason);
            this.reason = reason;
        }

        /** The failure that the caller gets. */
        ProtocolException reason() {
            return reason;
        }
    }
}
