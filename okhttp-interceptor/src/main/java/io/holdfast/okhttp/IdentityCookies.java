package io.holdfast.okhttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.IdentityStores;
import io.holdfast.keyring.token.Identity;
import io.holdfast.keystore.CredentialGeneration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one client, by identity, as {@link IdentityStores} has them. OkHttp asks for them by address alone, on the
 * thread of the call, so the call's {@link Exchange} says whose they are. Safe for use by several threads.
 */
final class IdentityCookies implements CookieJar {
    private static final ThreadLocal<@Nullable Exchange> CALL = new ThreadLocal<>();

    private final KeyRing keyRing;
    private final CookieJar applications;
    private final IdentityStores<CookieJar> jars = new IdentityStores<>(InMemory::new);

    IdentityCookies(KeyRing keyRing, CookieJar applications) {
        this.keyRing = keyRing;
        this.applications = applications;
    }

    /** Sends a call on, for which cookies are asked meanwhile. */
    static Response during(Exchange exchange, Sending sending) throws IOException {
        Exchange outer = CALL.get();
        CALL.set(exchange);
        try {
            return sending.proceed();
        } finally {
            if (outer != null) {
                CALL.set(outer);
            } else {
                CALL.remove();
            }
        }
    }

    /** The call of this thread; null: none of a configured client. */
    static @Nullable Exchange call() {
        return CALL.get();
    }

    /** The rest of the chain. */
    interface Sending {
        Response proceed() throws IOException;
    }

    private CookieJar jarOf(HttpUrl url, CredentialGeneration credentials) {
        if (!url.isHttps() || !keyRing.rules().nameOrigin(url.host(), url.port())) {
            return jars.of(Identity.NOBODY.abroad(), applications);
        }
        Exchange call = CALL.get();
        Identity identity = call != null && call.isAuthorizedByApplication()
                ? Identity.NOBODY
                : keyRing.rules()
                        .requestFor(url.host(), url.port(), url.encodedPath())
                        .map(request -> new Identity(request, credentials))
                        .orElse(Identity.NOBODY);
        return jars.of(identity, applications);
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        CredentialGeneration credentials = keyRing.credentials();
        List<Cookie> cookies = jarOf(url, credentials).loadForRequest(url);
        Exchange call = CALL.get();
        if (call != null) {
            call.takeCookiesOf(credentials, !cookies.isEmpty());
        }
        return cookies;
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        Exchange call = CALL.get();
        CredentialGeneration taken = call != null ? call.cookiesOf() : null;
        // Others may be in use by now: these cookies answer the request that went with the earlier ones.
        jarOf(url, taken != null ? taken : keyRing.credentials()).saveFromResponse(url, cookies);
    }

    /** A jar of one identity, of the last three hundred cookies. */
    private static final class InMemory implements CookieJar {
        private static final int MOST = 300;

        private final List<Cookie> kept = new ArrayList<>(); // guarded by this

        @Override
        public synchronized List<Cookie> loadForRequest(HttpUrl url) {
            long now = System.currentTimeMillis();
            kept.removeIf(cookie -> cookie.expiresAt() <= now);
            List<Cookie> matching = new ArrayList<>();
            for (Cookie cookie : kept) {
                if (cookie.matches(url)) {
                    matching.add(cookie);
                }
            }
            return matching;
        }

        @Override
        public synchronized void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            for (Cookie cookie : cookies) {
                kept.removeIf(old -> old.name().equals(cookie.name())
                        && old.domain().equals(cookie.domain())
                        && old.path().equals(cookie.path()));
                kept.add(cookie);
            }
            while (kept.size() > MOST) {
                kept.remove(0);
            }
        }
    }
}
