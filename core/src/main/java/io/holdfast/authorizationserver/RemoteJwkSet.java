package io.holdfast.authorizationserver;

import io.holdfast.token.JwkSetSource;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.time.Duration;
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
 * <p>Three rules keep a server that is slow, down or attacked from becoming this resource's problem:
 *
 * <ul>
 *   <li>Keys that have been used for their time are fetched again by one request; the others go on with the old ones, and
 *       while the server cannot be reached so do all, for a bounded time.
 *   <li>A token with an unknown {@code kid} causes a fetch, because the server may have a new key; but no more than one
 *       in each reload interval, because anyone can make up a {@code kid}.
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

    private final JwksUri location;
    private final DocumentSource documents;
    private final Lifetime lifetime;
    private final LongSupplier ticker;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private volatile FetchedKeys current = FetchedKeys.NONE;

    /**
     * Keys at a place. Nothing is fetched yet.
     *
     * @param location where they are
     * @param documents what fetches them
     * @param lifetime how long they are used
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public RemoteJwkSet(JwksUri location, DocumentSource documents, Lifetime lifetime, LongSupplier ticker) {
        this.location = location;
        this.documents = documents;
        this.lifetime = lifetime;
        this.ticker = ticker;
    }

    @Override
    public List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException {
        FetchedKeys seen = current;
        long now = ticker.getAsLong();
        List<VerificationKey> found = seen.matching(keyId);
        boolean usable = !found.isEmpty() && seen.isYoungerThan(lifetime.usable, now);
        if (usable && (seen.isYoungerThan(lifetime.cache, now) || !isDue(seen, now))) {
            return found;
        }
        if (usable) {
            return refreshedIfFree(seen).matching(keyId);
        }
        return isDue(seen, now) ? awaited(seen).matching(keyId) : known(seen).matching(keyId);
    }

    /** Whether a fetch may be tried now, given the last one and how it ended. */
    private boolean isDue(FetchedKeys seen, long now) {
        return seen.attemptIsOlderThan(seen.failed() ? lifetime.retry : lifetime.reloadAfter(seen, now), now);
    }

    /** For a request that can do with the keys as they are: fetches unless somebody else is at it. */
    private FetchedKeys refreshedIfFree(FetchedKeys seen) {
        if (!fetching.tryLock()) {
            return seen;
        }
        try {
            return fetchAfter(seen);
        } finally {
            fetching.unlock();
        }
    }

    /** For a request that needs other keys than those seen: fetches them, or is one of the few that wait. */
    private FetchedKeys awaited(FetchedKeys seen) throws VerificationUnavailableException {
        if (!waiting.tryAcquire()) {
            throw unavailable(new AuthorizationServerException("Enough requests wait for its keys already."));
        }
        try {
            fetching.lock();
            try {
                return known(fetchAfter(seen));
            } finally {
                fetching.unlock();
            }
        } finally {
            waiting.release();
        }
    }

    /** The keys, fetched only if nobody has fetched since they were seen. The lock is held. */
    private FetchedKeys fetchAfter(FetchedKeys seen) {
        FetchedKeys latest = current;
        if (latest == seen) {
            latest = fetch(seen);
            current = latest;
        }
        return latest;
    }

    private FetchedKeys fetch(FetchedKeys before) {
        try {
            FetchedKeys fetched = FetchedKeys.parse(documents.get(location.uri()), ticker.getAsLong());
            LOG.info("Fetched {} signature keys of the authorization server.", fetched.size());
            return fetched;
        } catch (AuthorizationServerException e) {
            LOG.warn("The keys of the authorization server could not be fetched: {}", e.getMessage());
            return failed(before, e);
        } catch (RuntimeException e) {
            LOG.error("The keys of the authorization server could not be fetched.", e);
            return failed(before, new AuthorizationServerException("The call could not be made.", e));
        }
    }

    private FetchedKeys failed(FetchedKeys before, AuthorizationServerException failure) {
        location.forget();
        return before.afterFailure(failure, ticker.getAsLong());
    }

    /** These keys, unless a failure or their age keeps us from knowing what the server's keys are. */
    private FetchedKeys known(FetchedKeys keys) throws VerificationUnavailableException {
        AuthorizationServerException failure = keys.failure();
        if (failure != null) {
            throw unavailable(failure);
        }
        return keys;
    }

    private static VerificationUnavailableException unavailable(AuthorizationServerException reason) {
        return new VerificationUnavailableException(
                "The keys of the authorization server could not be fetched.", reason);
    }

    /** Where a JWK set is: a fixed place, or one that the server's metadata tell. */
    public interface JwksUri {
        /**
         * The place.
         *
         * @throws AuthorizationServerException if it cannot be found out
         */
        URI uri() throws AuthorizationServerException;

        /** The place did not answer, so what is remembered of it may be wrong. */
        default void forget() {}
    }

    /** How long keys are used, and how often they are fetched. Immutable. */
    public static final class Lifetime {
        private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

        /** All in nanoseconds. */
        private final long cache;

        private final long usable;
        private final long reload;
        private final long retry;

        private Lifetime(long cache, long usable, long reload, long retry) {
            this.cache = cache;
            this.usable = usable;
            this.reload = reload;
            this.retry = retry;
        }

        /**
         * The times of a key cache.
         *
         * @param cache how long fetched keys are used before they are fetched again
         * @param outage how much longer they are used while that fails
         * @param reload the least time between two fetches that unknown key ids cause; after a failure it is no more
         *     than ten seconds
         */
        public static Lifetime of(Duration cache, Duration outage, Duration reload) {
            Duration retry = reload.compareTo(LONGEST_RETRY) < 0 ? reload : LONGEST_RETRY;
            return new Lifetime(cache.toNanos(), cache.plus(outage).toNanos(), reload.toNanos(), retry.toNanos());
        }

        /** Keys whose time is over are fetched at once; fresh ones, for an unknown id, only now and then. */
        private long reloadAfter(FetchedKeys keys, long now) {
            return keys.isYoungerThan(cache, now) ? reload : 0;
        }
    }
}
