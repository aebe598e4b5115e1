package io.holdfast.okhttp;

import java.net.ProtocolException;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/**
 * Stops a WebSocket at a redirect that must not be followed. OkHttp leaves network interceptors out for WebSockets, and
 * of all that a client has it asks only its cookie jar before each hop. Safe for use by several threads.
 */
final class WebSocketRedirects implements CookieJar {
    private final CookieJar cookies;

    WebSocketRedirects(CookieJar cookies) {
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
