package io.holdfast.authorizationserver;

import java.net.URI;
import java.util.function.LongSupplier;

/**
 * The place of an issuer's keys as its metadata tell it: a {@link DiscoveredEndpoint} for a {@link RemoteJwkSet}.
 *
 * <p>Safe for use by many threads, one of which asks at a time.
 */
public final class DiscoveredJwksUri implements RemoteJwkSet.JwksUri {
    private final DiscoveredEndpoint place;

    /**
     * The place of an issuer's keys. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public DiscoveredJwksUri(String issuer, MetadataDiscovery discovery, LongSupplier ticker) {
        this.place = DiscoveredEndpoint.ofKeys(issuer, discovery, ticker);
    }

    @Override
    public URI uri() throws AuthorizationServerException {
        return place.uri();
    }

    @Override
    public void forget() {
        place.forget();
    }
}
