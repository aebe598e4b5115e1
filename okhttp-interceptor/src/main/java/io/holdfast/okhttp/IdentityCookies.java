package io.holdfast.okhttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.Identity;
import io.holdfast.keyring.exchange.IdentityStores;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/** The cookies of one client, by identity, as {@link IdentityStores} has them. Safe for use by several threads. */
final class IdentityCookies implements CookieJar {
    private final KeyRing keyRing;
    private final CookieJar applications;
    private final IdentityStores<CookieJar> jars = new IdentityStores<>(InMemory::new);

    IdentityCookies(KeyRing keyRing, CookieJar applications) {
        this.keyRing = keyRing;
        this.applications = applications;
    }

    private CookieJar jarOf(HttpUrl url) {
        if (!url.isHttps() || !keyRing.rules().nameOrigin(url.host(), url.port())) {
            return jars.of(Identity.NOBODY.abroad(), applications);
        }
        return jars.of(
                keyRing.rules()
                        .requestFor(url.host(), url.port(), url.encodedPath())
                        .map(request -> new Identity(request, keyRing.credentials()))
                        .orElse(Identity.NOBODY),
                applications);
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return jarOf(url).loadForRequest(url);
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        jarOf(url).saveFromResponse(url, cookies);
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
