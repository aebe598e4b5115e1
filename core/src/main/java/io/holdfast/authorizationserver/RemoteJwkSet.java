package io.holdfast.authorizationserver;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.token.JwkSetSource;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an authorization server publishes, fetched when they are first needed and kept for a while.
 *
 * <p>A token with an unknown {@code kid} causes a fetch, because the server may have a new key; but no more than one in
 * each reload interval, because anyone can make up a {@code kid}. A failed fetch is not repeated within that interval
 * either. While the keys are fresh, looking one up takes no lock and does no I/O.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 section 5, "JWK Set Format"</a>
 */
public final class RemoteJwkSet implements JwkSetSource {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJwkSet.class);

    /** Keys of one issuer. More would make a token without a {@code kid} expensive to refuse. */
    private static final int MAX_KEYS = 100;

    private final JwksUri location;
    private final DocumentSource documents;
    private final long cacheNanos;
    private final long reloadNanos;
    private final LongSupplier ticker;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Snapshot current = Snapshot.NONE;

    /**
     * Keys at a place.
     *
     * @param location where they are
     * @param cache how long fetched keys are used
     * @param reload the least time between two fetches that unknown key ids or failures cause
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     */
    public RemoteJwkSet(
            JwksUri location, DocumentSource documents, Duration cache, Duration reload, LongSupplier ticker) {
        this.location = location;
        this.documents = documents;
        this.cacheNanos = cache.toNanos();
        this.reloadNanos = reload.toNanos();
        this.ticker = ticker;
    }

    @Override
    public List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException {
        Snapshot seen = current;
        List<VerificationKey> found = seen.matching(keyId);
        if (seen.isFresh(ticker.getAsLong(), cacheNanos) && !found.isEmpty()) {
            return found;
        }
        return refreshed(seen).matching(keyId);
    }

    /** The snapshot after the one that was not enough: another thread's, a new one, or the same if it is too soon. */
    private Snapshot refreshed(Snapshot seen) throws VerificationUnavailableException {
        fetching.lock();
        try {
            if (current == seen) {
                long now = ticker.getAsLong();
                boolean due = !seen.isFresh(now, cacheNanos) && seen.failure == null;
                if (due || seen.attemptIsOlderThan(now, reloadNanos)) {
                    current = fetched(seen, now);
                }
            }
            return current.orUnavailable();
        } finally {
            fetching.unlock();
        }
    }

    private Snapshot fetched(Snapshot before, long now) {
        try {
            List<VerificationKey> keys = parse(documents.get(location.uri()));
            LOG.info("Fetched {} signature keys of the authorization server.", keys.size());
            return new Snapshot(keys, now, now, null);
        } catch (AuthorizationServerException e) {
            location.forget();
            LOG.warn("The keys of the authorization server could not be fetched: {}", e.getMessage());
            return new Snapshot(before.keys, before.fetchedAt, now, e);
        }
    }

    private static List<VerificationKey> parse(String document) throws AuthorizationServerException {
        Object keys;
        try {
            keys = StrictJson.parseObject(document).get("keys");
        } catch (MalformedJsonException e) {
            throw new AuthorizationServerException("The JWK set is not JSON. " + e.getMessage());
        }
        if (!(keys instanceof List) || ((List<?>) keys).size() > MAX_KEYS) {
            throw new AuthorizationServerException("The JWK set has no array 'keys' of at most " + MAX_KEYS + " keys.");
        }
        List<VerificationKey> usable = new ArrayList<>();
        for (Object jwk : (List<?>) keys) {
            if (jwk instanceof Map) {
                VerificationKey.of(stringKeys((Map<?, ?>) jwk)).ifPresent(usable::add);
            }
        }
        return Collections.unmodifiableList(usable);
    }

    @SuppressWarnings("unchecked") // The member names of a JSON object are strings.
    private static Map<String, Object> stringKeys(Map<?, ?> object) {
        return (Map<String, Object>) object;
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

    /** What is known at one time. Immutable. */
    private static final class Snapshot {
        private static final Snapshot NONE = new Snapshot(null, 0, 0, null);

        private final @Nullable List<VerificationKey> keys;
        private final long fetchedAt;
        private final long attemptedAt;
        private final @Nullable AuthorizationServerException failure;

        Snapshot(
                @Nullable List<VerificationKey> keys,
                long fetchedAt,
                long attemptedAt,
                @Nullable AuthorizationServerException failure) {
            this.keys = keys;
            this.fetchedAt = fetchedAt;
            this.attemptedAt = attemptedAt;
            this.failure = failure;
        }

        boolean isFresh(long now, long cacheNanos) {
            return keys != null && now - fetchedAt < cacheNanos;
        }

        boolean attemptIsOlderThan(long now, long nanos) {
            return now - attemptedAt >= nanos;
        }

        List<VerificationKey> matching(Optional<String> keyId) {
            if (keys == null) {
                return Collections.emptyList();
            }
            if (!keyId.isPresent()) {
                return keys;
            }
            List<VerificationKey> matching = new ArrayList<>(1);
            for (VerificationKey key : keys) {
                if (key.hasId(keyId.get())) {
                    matching.add(key);
                }
            }
            return Collections.unmodifiableList(matching);
        }

        /** This, unless a failure keeps us from knowing what the server's keys are. */
        Snapshot orUnavailable() throws VerificationUnavailableException {
            if (failure != null) {
                throw new VerificationUnavailableException(
                        "The keys of the authorization server could not be fetched.", failure);
            }
            return this;
        }
    }
}
