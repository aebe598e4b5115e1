package io.holdfast.tokenservice.client;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.DocumentSource;
import io.holdfast.token.VerificationUnavailableException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that a client publishes at its {@code jwks_uri}, fetched when they are first needed (RFC 7591 §2). So a client
 * can change them without being registered anew (RFC 8705 §2.2).
 *
 * <p>They are used for five minutes without asking, and while they cannot be fetched for ten more. A key that is not
 * among them causes a fetch; but whatever the cause, there is no more than one in ten seconds, because anybody can come
 * with an unknown key. Only a few requests wait for a fetch. While keys are fresh, none takes a lock.
 */
final class RemoteClientKeys implements ClientKeys {
    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration USABLE = Duration.ofMinutes(15);
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RemoteClientKeys.class);
    private static final int MOST_WAITING = 16;

    private final URI uri;
    private final DocumentSource documents;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private volatile Known known = new Known(ClientKeySet.NONE, null, null);

    RemoteClientKeys(URI uri, DocumentSource documents, Clock clock) {
        this.uri = uri;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public ClientKeySet current() throws VerificationUnavailableException {
        Known seen = known;
        if (within(FRESH, seen.fetched)) {
            return seen.keys;
        }
        Known now = afterAnotherLook();
        if (!within(USABLE, now.fetched)) {
            throw new VerificationUnavailableException("The keys at " + uri + " cannot be fetched.");
        }
        return now.keys;
    }

    @Override
    public ClientKeySet latest() {
        return afterAnotherLook().keys;
    }

    private Known afterAnotherLook() {
        if (!waiting.tryAcquire()) {
            return known;
        }
        fetching.lock();
        try {
            if (!within(PAUSE, known.attempted)) {
                known = fetch(known);
            }
            return known;
        } finally {
            fetching.unlock();
            waiting.release();
        }
    }

    private Known fetch(Known before) {
        Instant now = clock.instant();
        try {
            return new Known(ClientKeySet.published(documents.get(uri)), now, now);
        } catch (AuthorizationServerException e) {
            LOG.warn(
                    "The keys of a client could not be fetched. Those it had are used until {} minutes after they came. {}",
                    USABLE.toMinutes(),
                    e.getMessage());
            return new Known(before.keys, before.fetched, now);
        }
    }

    /** True if the time is no longer ago than that. A time in the future, of a clock that was set back, is not. */
    private boolean within(Duration limit, @Nullable Instant time) {
        if (time == null) {
            return false;
        }
        Duration age = Duration.between(time, clock.instant());
        return !age.isNegative() && age.compareTo(limit) < 0;
    }

    /** The last keys that came, and when there was one, when they came and when they were last asked for. */
    private static final class Known {
        private final ClientKeySet keys;
        private final @Nullable Instant fetched;
        private final @Nullable Instant attempted;

        private Known(ClientKeySet keys, @Nullable Instant fetched, @Nullable Instant attempted) {
            this.keys = keys;
            this.fetched = fetched;
            this.attempted = attempted;
        }
    }
}
