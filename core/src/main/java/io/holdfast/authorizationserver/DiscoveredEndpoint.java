package io.holdfast.authorizationserver;

import io.holdfast.concurrent.NoOutcomeException;
import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.Places;
import io.holdfast.concurrent.SingleFlight;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of an issuer's endpoint or of its keys as its metadata name it. The metadata are read again once an hour,
 * and when the place has stopped answering. While that fails, the place that they named last is used, for a day at
 * most: an address of metadata that is out of order does not make good keys bad.
 *
 * <p>Safe for use by many threads. One of them asks at a time; meanwhile the others use the last place or, if there is
 * none, wait for the answer to that one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2, "Authorization Server
 *     Metadata"</a>
 */
public final class DiscoveredEndpoint implements EndpointLocation {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveredEndpoint.class);

    private static final long FRESH = Duration.ofHours(1).toNanos();
    private static final long USABLE = Duration.ofDays(1).toNanos();

    /** The least time between two attempts while there is a place to go on with. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** The longest wait of a request at the door for the answer to another thread. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final String issuer;
    private final MetadataDiscovery discovery;
    private final Choice choice;
    private final Check check;
    private final LongSupplier ticker;
    private final SingleFlight<String, URI> underWay;
    private final Pace pace;

    /** Written under the lock of this: whoever marks a place as silent must not bring a dropped one back. */
    private volatile @Nullable Place last;

    /** Counts the losses of trust: metadata that were asked for before are no use after. */
    private volatile int distrusted;

    private DiscoveredEndpoint(
            String issuer,
            MetadataDiscovery discovery,
            Choice choice,
            Check check,
            Duration longestWait,
            LongSupplier ticker) {
        this.issuer = issuer;
        this.discovery = discovery;
        this.choice = choice;
        this.check = check;
        this.ticker = ticker;
        this.pace = new Pace(RETRY, RETRY, ticker);
        this.underWay =
                new SingleFlight<>("the metadata of " + issuer, new Places(Integer.MAX_VALUE), longestWait, ticker);
    }

    /**
     * The place of an issuer's keys. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public static DiscoveredEndpoint ofKeys(String issuer, MetadataDiscovery discovery, LongSupplier ticker) {
        return new DiscoveredEndpoint(
                issuer, discovery, AuthorizationServerMetadata::jwksUri, metadata -> {}, LONGEST_WAIT, ticker);
    }

    /**
     * The introspection endpoint of an issuer: for a client that authenticates by its certificate the mutual TLS alias,
     * where there is one. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public static DiscoveredEndpoint ofIntrospection(
            String issuer, MetadataDiscovery discovery, ClientAuthentication authentication, LongSupplier ticker) {
        return new DiscoveredEndpoint(
                issuer,
                discovery,
                authentication.isMutualTls()
                        ? AuthorizationServerMetadata::mtlsIntrospectionEndpoint
                        : AuthorizationServerMetadata::introspectionEndpoint,
                metadata -> {},
                LONGEST_WAIT,
                ticker);
    }

    /**
     * The token endpoint of an issuer: the mutual TLS alias where there is one, however the client authenticates, since
     * a bound token needs mutual TLS. Nothing is asked yet.
     *
     * @param issuer an https URL, exactly as in the issuer's metadata
     * @param authentication the client's method, which the metadata should list
     * @param remarks receives the metadata's objections to a token request there; if that throws, there is no place
     * @param longestWait the longest wait for the answer to another thread, which may ask at two addresses
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-5">RFC 8705 section 5, "Metadata for Mutual-TLS
     *     Endpoint Aliases"</a>
     */
    public static DiscoveredEndpoint ofToken(
            String issuer,
            MetadataDiscovery discovery,
            ClientAuthentication authentication,
            MetadataRemarks remarks,
            Duration longestWait,
            LongSupplier ticker) {
        return new DiscoveredEndpoint(
                issuer,
                discovery,
                AuthorizationServerMetadata::mtlsTokenEndpoint,
                metadata -> metadata.remarkOn(authentication, remarks),
                longestWait,
                ticker);
    }

    @Override
    public URI uri() throws AuthorizationServerException {
        Place known = last;
        long now = ticker.getAsLong();
        if (known != null && isPresent(known, now)) {
            return known.uri;
        }
        try {
            return underWay.of(issuer, known != null && known.isUsable(now) ? known.uri : null, this::ask);
        } catch (NoOutcomeException e) {
            Throwable failure = e.getCause();
            throw failure == null || failure instanceof AuthorizationServerException
                    ? new AuthorizationServerException(String.valueOf(e.getMessage()), failure == null ? e : failure)
                    : new AuthorizationServerException(
                            "The metadata of " + issuer + " could not be read: that failed with "
                                    + failure.getClass().getName() + ".");
        }
    }

    /** True if the metadata need not be asked, or not just now. */
    private boolean isPresent(Place known, long now) {
        return known.isFresh(now) || (known.isUsable(now) && pace.rests());
    }

    private URI ask() throws AuthorizationServerException {
        int trust = distrusted;
        Place known = last;
        long now = ticker.getAsLong();
        if (known != null && isPresent(known, now)) {
            return known.uri; // another thread learned it between this one's look and its turn
        }
        AuthorizationServerMetadata metadata;
        URI told;
        try {
            metadata = discovery.discover(issuer);
            told = choice.among(metadata);
        } catch (AuthorizationServerException e) {
            if (known == null || !known.isUsable(now) || trust != distrusted) {
                throw e;
            }
            LOG.warn("The metadata could not be read again. What they told last is used. {}", e.getMessage());
            pace.failed();
            return known.uri;
        }
        drop(); // unlike metadata that cannot be read, those that do not pass leave no place to go on with
        check.of(metadata);
        pace.succeeded();
        remember(new Place(told, now, false), trust);
        return told;
    }

    private synchronized void remember(Place place, int trust) {
        if (trust == distrusted) {
            last = place;
        }
    }

    private synchronized void drop() {
        last = null;
    }

    @Override
    public synchronized void distrust() {
        distrusted++;
        last = null;
    }

    @Override
    public synchronized void forget() {
        Place known = last;
        if (known != null) {
            last = new Place(known.uri, known.toldAt, true);
        }
    }

    /** Chooses one of the metadata's addresses. */
    private interface Choice {
        URI among(AuthorizationServerMetadata metadata) throws AuthorizationServerException;
    }

    /** True if the metadata pass. */
    private interface Check {
        void of(AuthorizationServerMetadata metadata) throws AuthorizationServerException;
    }

    /** A place, the time when metadata named it, and a mark once it has stopped answering. */
    private static final class Place {
        private final URI uri;
        private final long toldAt;
        private final boolean silent;

        private Place(URI uri, long toldAt, boolean silent) {
            this.uri = uri;
            this.toldAt = toldAt;
            this.silent = silent;
        }

        private boolean isUsable(long now) {
            return now - toldAt < USABLE;
        }

        private boolean isFresh(long now) {
            return !silent && now - toldAt < FRESH;
        }
    }
}
