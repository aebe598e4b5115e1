package io.holdfast.httpclient;

import java.util.Objects;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.protocol.RedirectLocations;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request behind a redirect. Where that fails, an older HttpClient tries a copy of the first one again there; the
 * redirected one takes its place.
 *
 * <p>Immutable.
 */
final class Hop {
    private final HttpRequest request;
    private final int redirects;

    private Hop(HttpRequest request, int redirects) {
        this.request = request;
        this.redirects = redirects;
    }

    /**
     * The hop of a request that is not the first one of its exchange.
     *
     * @param first request of the exchange; null: nobody saw it
     * @param earlier the hop of the last request
     * @return null where no redirect has been followed: a link outside of redirects has begun again
     */
    static @Nullable Hop of(
            HttpRequest request, @Nullable HttpRequest first, @Nullable Hop earlier, HttpClientContext context) {
        RedirectLocations visited = context.getRedirectLocations();
        int now = visited != null ? visited.size() : 0;
        if (now == 0) {
            return null;
        }
        boolean again = earlier != null
                && earlier.redirects == now
                && isCopy(request, first)
                && !isCopy(earlier.request, first);
        return again ? earlier : new Hop(request, now);
    }

    private static boolean isCopy(HttpRequest request, @Nullable HttpRequest first) {
        return first != null
                && first.getMethod().equals(request.getMethod())
                && Objects.equals(first.getAuthority(), request.getAuthority())
                && Objects.equals(first.getPath(), request.getPath());
    }

    HttpRequest request() {
        return request;
    }
}
