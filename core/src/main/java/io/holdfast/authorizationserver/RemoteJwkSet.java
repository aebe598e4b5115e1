package io.holdfast.authorizationserver;

import io.holdfast.token.JwkSetSource;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an authorization server publishes, fetched when they are first needed and kept for a while.
 *
 * <p>Four rules keep a server that is slow, down or attacked from becoming this resource's problem:
 *
 * <ul>
 *   <li>While keys are used they are fetched again in the background before their time is over, so that no request waits
 *       for it. Keys whose time is over are not used before the server has been asked, because it may have retired them.
 *   <li>While the server cannot be reached, the last good keys are used for a bounded time more. A JWK set without a usable
 *       key is no such outage: the server has been reached, and has withdrawn them.
 *   <li>A token with an unknown {@code kid}, or one that does not verify with the key it names, causes a fetch, because
 *       the server may have a new key; but no more than one in each reload interval, because anyone can make up a token.
 *   <li>Of the requests that cannot be answered before a fetch ends, only a few wait for it; the others are told that it
 *       cannot be known now. So nobody can tie up a container's threads.
 * </ul>
 *
 * <p>While the keys are fresh, looking one up takes no lock and does no I/O. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 section 5, "JWK Set Format"</a>
 */
public final class RemoteJwkSet implements JwkSetSource {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJwkSet.class);

    private static final int MOST_WAITING = 16;

    private final EndpointLocation location;
    private final DocumentSource documents;
    private final KeyLifetime lifetime;
    private final LongSupplier ticker;
    private final RefreshAhead ahead;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private volatile FetchedKeys current = FetchedKeys.NONE;
    private volatile boolean refreshing;

    /**
     * Keys at a place. Nothing is fetched yet.
     *
     * @param location where they are
     * @param documents what fetches them
     * @param lifetime how long they are used
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     * @param background what they are fetched again on before their time is over
     */
    public RemoteJwkSet(
            EndpointLocation location,
            DocumentSource documents,
            KeyLifetime lifetime,
            LongSupplier ticker,
            Scheduler background) {
        this.location = location;
        this.documents = documents;
        this.lifetime = lifetime;
        this.ticker = ticker;
        this.ahead = new RefreshAhead(background, new InBackground());
    }

    @Override
    public List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException {
        FetchedKeys seen = current;
        long now = ticker.getAsLong();
        if (seen.has(keyId) && lifetime.allowsUse(seen, now, refreshing)) {
            ahead.noteUse();
            return seen.matching(keyId);
        }
        FetchedKeys latest = lifetime.allowsFetch(seen, now) ? awaited(seen) : seen;
        AuthorizationServerException failure = latest.failure();
        boolean bridged = latest.has(keyId) && lifetime.allowsUse(latest, ticker.getAsLong(), refreshing);
        if (failure != null && !bridged) {
            throw unavailable(failure);
        }
        return latest.matching(keyId);
    }

    @Override
    public List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId)
            throws VerificationUnavailableException {
        FetchedKeys seen = current;
        if (seen.matching(keyId).equals(tried)) {
            if (!lifetime.allowsFetch(seen, ticker.getAsLong())) {
                return Collections.emptyList();
            }
            try {
                seen = awaited(seen);
            } catch (VerificationUnavailableException e) {
                return Collections.emptyList(); // the keys that were tried are good ones: what they say stands
            }
        }
        AuthorizationServerException failure = seen.failure();
        if (failure != null && seen.isEmpty()) {
            throw unavailable(failure); // those that were tried are withdrawn: what they say does not stand
        }
        return failure == null ? seen.matching(keyId) : Collections.emptyList();
    }

    /** For a request that needs other keys than those seen: fetches them, or is one of the few that wait. */
    private FetchedKeys awaited(FetchedKeys seen) throws VerificationUnavailableException {
        if (!waiting.tryAcquire()) {
            throw unavailable(new AuthorizationServerException("Enough requests wait for its keys already."));
        }
        try {
            return fetchAfter(seen);
        } finally {
            waiting.release();
        }
    }

    /** The keys, fetched only if nobody has fetched since they were seen. */
    private FetchedKeys fetchAfter(FetchedKeys seen) {
        fetching.lock();
        try {
            if (current == seen) {
                current = fetch(seen);
                ahead.start();
            }
            return current;
        } finally {
            fetching.unlock();
        }
    }

    private FetchedKeys fetch(FetchedKeys before) {
        long asked = ticker.getAsLong();
        try {
            String document = documents.get(location.uri());
            FetchedKeys fetched = FetchedKeys.parse(document, asked, ticker.getAsLong());
            AuthorizationServerException failure = fetched.failure();
            if (failure != null) {
                LOG.warn(
                        "The authorization server publishes no usable keys. Those it had are not used any more. {}",
                        failure.getMessage());
                location.forget();
            } else if (before.failed() || !fetched.hasSameIdsAs(before)) {
                LOG.info("Fetched {} signature keys of the authorization server.", fetched.size());
            }
            return fetched;
        } catch (AuthorizationServerException e) {
            return failed(before, e);
        } catch (RuntimeException e) {
            LOG.error("The keys of the authorization server could not be fetched.", e);
            return failed(before, new AuthorizationServerException("The call could not be made.", e));
        }
    }

    private FetchedKeys failed(FetchedKeys before, AuthorizationServerException failure) {
        long now = ticker.getAsLong();
        LOG.warn(
                "The keys of the authorization server could not be fetched. The last good ones are used for another {} s."
                        + " {}",
                lifetime.secondsOfUseLeft(before, now),
                failure.getMessage());
        location.forget();
        return before.afterFailure(failure, now);
    }

    /**
     * What is known of the keys now. Nothing is fetched on this thread; but where they cannot be used, they are asked for
     * again in the background, because who reads this may keep the requests away that would do it.
     */
    public JwkSetStatus status() {
        FetchedKeys seen = current;
        long now = ticker.getAsLong();
        AuthorizationServerException failure = seen.failure();
        boolean usable = failure == null || (!seen.isEmpty() && lifetime.allowsUse(seen, now, true));
        if (!usable) {
            ahead.start();
        }
        return new JwkSetStatus(
                seen.isEmpty() ? null : Duration.ofNanos(seen.age(now)),
                seen.size(),
                usable,
                failure == null ? null : String.valueOf(failure.getMessage()));
    }

    private static VerificationUnavailableException unavailable(AuthorizationServerException reason) {
        return new VerificationUnavailableException(
                "The keys of the authorization server could not be fetched.", reason);
    }

    /** The refresh that nobody waits for. */
    private final class InBackground implements RefreshAhead.Refresh {
        @Override
        public long nanosLeft() {
            return lifetime.nanosToRefresh(current, ticker.getAsLong());
        }

        @Override
        public void run() {
            refreshing = true;
            try {
                fetchAfter(current);
            } finally {
                refreshing = false;
            }
        }
    }
}
