package io.holdfast.client;

import io.holdfast.authorizationserver.TokenRequest;
import java.time.Duration;

/**
 * Hears of each call for a token, on the thread that made it, when the cache knows the outcome and before those who wait
 * for it do. It must be quick and safe for several threads; what it throws is logged.
 */
interface TokenEvents {
    /** A token was fetched. */
    void fetched(BoundToken token, Duration took);

    /** No token was had; an earlier one may serve on. */
    void notFetched(TokenRequest request, Throwable cause, Duration took);
}
