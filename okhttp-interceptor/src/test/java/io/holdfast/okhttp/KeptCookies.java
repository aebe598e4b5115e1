package io.holdfast.okhttp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/** A cookie jar of the application's. */
final class KeptCookies implements CookieJar {
    private final List<Cookie> kept = new CopyOnWriteArrayList<>();

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return kept.stream().filter(cookie -> cookie.matches(url)).toList();
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        cookies.forEach(cookie -> kept.removeIf(old -> old.name().equals(cookie.name())));
        kept.addAll(cookies);
    }
}
