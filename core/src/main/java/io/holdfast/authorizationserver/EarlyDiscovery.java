package io.holdfast.authorizationserver;

import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of an endpoint that is looked for before the first request needs it: in the background, until it is known
 * once. Callers that need the place meanwhile ask for it as ever.
 *
 * <p>Safe for use by many threads.
 */
public final class EarlyDiscovery implements EndpointLocation {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyDiscovery.class);

    private final EndpointLocation location;
    private final RefreshAhead ahead;
    private final Pace pace;
    private final FetchLog log;
    private volatile boolean known;
    private volatile @Nullable String failure;

    /**
     * A place that is not looked for yet.
     *
     * @param location finds the place
     * @param background runs the search
     * @param longestPause the longest time between two attempts
     * @param log receives the results of the attempts
     */
    public EarlyDiscovery(EndpointLocation location, Scheduler background, Duration longestPause, FetchLog log) {
        this.location = location;
        this.ahead = new RefreshAhead(background, new Look());
        this.pace = new Pace(RefreshAhead.FIRST_PAUSE, longestPause, System::nanoTime);
        this.log = log;
    }

    /** Begins to look for it. */
    public void start() {
        ahead.start();
    }

    private void failed(AuthorizationServerException e) {
        if (known) {
            return; // a request has found it out meanwhile
        }
        failure = String.valueOf(e.getMessage());
        pace.failed();
        log.failed(
                LOG,
                "The introspection endpoint of " + log.subject() + " is not known.",
                "Requests with tokens that are not remembered get 503.",
                e);
    }

    @Override
    public URI uri() throws AuthorizationServerException {
        URI uri = location.uri();
        if (!known) {
            known = true;
            if (log.recovered()) {
                LOG.info("The introspection endpoint of {} is known now.", log.subject());
            }
        }
        return uri;
    }

    @Override
    public void forget() {
        location.forget();
    }

    @Override
    public void distrust() {
        location.distrust();
        known = false;
        failure = null;
        ahead.startAnew();
    }

    /** True if the place has been known. */
    public boolean isKnown() {
        return known;
    }

    /** The failure of the last attempt to find the place; empty if it is known, or nobody has tried yet. */
    public Optional<String> failure() {
        return known ? Optional.empty() : Optional.ofNullable(failure);
    }

    private final class Look implements RefreshAhead.Refresh {
        @Override
        public long nanosLeft() {
            return known ? RefreshAhead.NEVER : pace.nanosLeft();
        }

        @Override
        public boolean mayStop() {
            return false;
        }

        @Override
        public void run() {
            try {
                uri();
            } catch (AuthorizationServerException e) {
                failed(e);
            } catch (RuntimeException | Error e) {
                failed(new AuthorizationServerException("The call could not be made: " + e + ".", e));
            }
        }
    }
}
