package io.holdfast.authorizationserver;

import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of an issuer's keys as its metadata tell it. The metadata are read again once an hour, and when the place
 * has stopped answering. While that fails, the place that they told last is used, for a day at most: an address of
 * metadata that is out of order does not make good keys bad.
 *
 * <p>Safe for use by many threads; two that come at once may both ask.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2, "Authorization Server
 *     Metadata"</a>
 */
public final class DiscoveredJwksUri implements RemoteJwkSet.JwksUri {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveredJwksUri.class);

    private static final long FRESH = Duration.ofHours(1).toNanos();
    private static final long USABLE = Duration.ofDays(1).toNanos();

    /** The least time between two attempts while there is a place to go on with. */
    private static final long RETRY = Duration.ofMinutes(1).toNanos();

    private final String issuer;
    private final MetadataDiscovery discovery;
    private final LongSupplier ticker;
    private volatile @Nullable Place last;

    /**
     * The place of an issuer's keys. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public DiscoveredJwksUri(String issuer, MetadataDiscovery discovery, LongSupplier ticker) {
        this.issuer = issuer;
        this.discovery = discovery;
        this.ticker = ticker;
    }

    @Override
    public URI uri() throws AuthorizationServerException {
        Place known = last;
        long now = ticker.getAsLong();
        if (known != null && now - known.toldAt < USABLE && now - known.askAgainAt < 0) {
            return known.uri;
        }
        try {
            URI told = discovery.discover(issuer).jwksUri();
            last = new Place(told, now, now + FRESH, true);
            return told;
        } catch (AuthorizationServerException e) {
            if (known == null || now - known.toldAt >= USABLE) {
                throw e;
            }
            LOG.warn("The metadata could not be read again. The keys are fetched where they were. {}", e.getMessage());
            last = new Place(known.uri, known.toldAt, ticker.getAsLong() + RETRY, false);
            return known.uri;
        }
    }

    @Override
    public void forget() {
        Place known = last;
        // Metadata that could not be read a moment ago are asked again when that moment is over, not at once.
        if (known != null && known.confirmed) {
            last = new Place(known.uri, known.toldAt, ticker.getAsLong(), true);
        }
    }

    /** A place, when metadata told it, when they are to be asked again, and whether they could be read when last asked. */
    private static final class Place {
        private final URI uri;
        private final long toldAt;
        private final long askAgainAt;
        private final boolean confirmed;

        private Place(URI uri, long toldAt, long askAgainAt, boolean confirmed) {
            this.uri = uri;
            this.toldAt = toldAt;
            this.askAgainAt = askAgainAt;
            this.confirmed = confirmed;
        }
    }
}
