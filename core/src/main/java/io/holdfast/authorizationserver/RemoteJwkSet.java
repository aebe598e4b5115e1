package io.holdfast.authorizationserver;

import io.holdfast.concurrent.NoOutcomeException;
import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.concurrent.SingleFlight;
import io.holdfast.token.JwkSetSource;
import io.holdfast.token.PresentKeys;
import io.holdfast.token.Sender;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The keys that an authorization server publishes, fetched in the background from {@link #start} on and kept for a while.
 *
 * <p>Five rules keep a server that is slow, down or attacked from becoming this resource's problem:
 *
 * <ul>
 *   <li>No request fetches: that is done in the background, one fetch at a time. Without any key it is tried again and
 *       again, sooner at first.
 *   <li>While keys are used they are fetched again before their time is over, so that no request waits for it. Keys whose
 *       time is over are not used before the server has been asked, because it may have retired them.
 *   <li>While the server cannot be reached, the last good keys are used for a bounded time more. A JWK set without a usable
 *       key is no such outage: the server has been reached, and has withdrawn them.
 *   <li>A token with an unknown {@code kid}, or one that does not verify with the key it names, causes a fetch, because
 *       the server may have a new key; but no more than one in each reload interval, because anyone can make up a
 *       token, and one more for known senders, so that no stranger keeps them from a new key. Until then nobody knows
 *       if a key that was not looked for is there: calling its tokens bad would only make clients throw them away.
 *   <li>Of the requests that cannot be answered before a fetch ends, {@value KeyPlaces#MOST_WAITING} wait for it, for a
 *       bounded time, and none for a server that has just failed; for the others it cannot be known now. Of strangers one
 *       half of that wait, and fewer of all while there are keys that others pass with ({@link KeyPlaces}).
 * </ul>
 *
 * <p>While the keys are fresh, looking one up takes no lock and does no I/O, and a remembered token does not even come here:
 * it asks the {@link PresentKeys}. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 section 5, "JWK Set Format"</a>
 */
public final class RemoteJwkSet implements JwkSetSource, Closeable {
    private final KeyFetch fetch;
    private final KeyLifetime lifetime;
    private final LongSupplier ticker;
    private final Scheduler background;
    private final Pace pace;
    private final RefreshAhead ahead;
    private final KeyPlaces places = new KeyPlaces();

    /** Fetches under way, by the keys that they replace. */
    private final SingleFlight<FetchedKeys, FetchedKeys> underWay;

    private final PresentKeys present;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile FetchedKeys current = FetchedKeys.NONE;
    private volatile boolean refreshing;

    /** True if there have been keys. Before that nobody can be known, so all are alike. */
    private volatile boolean hadKeys;

    /**
     * Keys at a place. Nothing is fetched yet.
     *
     * @param location the place of the keys
     * @param documents fetches them
     * @param accepted the algorithms that tokens may be signed with: keys that none of them can use are left out
     * @param lifetime the times for which they are used
     * @param ticker the time in nanoseconds, as {@link System#nanoTime}
     * @param background runs the fetches
     * @param longestWait the longest wait of a request for a fetch
     * @param log receives the results of the fetches
     */
    public RemoteJwkSet(
            EndpointLocation location,
            DocumentSource documents,
            Set<SignatureAlgorithm> accepted,
            KeyLifetime lifetime,
            LongSupplier ticker,
            Scheduler background,
            Duration longestWait,
            FetchLog log) {
        this.fetch = new KeyFetch(location, documents, accepted, lifetime, ticker, log);
        this.lifetime = lifetime;
        this.ticker = ticker;
        this.background = background;
        this.pace = new Pace(RefreshAhead.FIRST_PAUSE, lifetime.refreshRetry(), ticker);
        this.ahead = new RefreshAhead(background, new InBackground());
        this.present = new PresentKeys(ticker);
        this.underWay = new SingleFlight<>("its keys", places.all(), longestWait, ticker);
    }

    /** Has the keys fetched in the background, before the first request needs one. */
    public void start() {
        ahead.start();
    }

    /**
     * Drops the keys and their place, because whoever published them is no longer trusted, and fetches them anew: an outage
     * is not bridged with them. Waits for the end of a fetch that is under way.
     */
    public void distrust() {
        fetching.lock();
        try {
            fetch.distrust();
            current = FetchedKeys.NONE;
            present.replace(current.all(), 0);
        } finally {
            fetching.unlock();
        }
        ahead.startAnew();
    }

    @Override
    public PresentKeys present() {
        return present;
    }

    @Override
    public boolean areAtHand(Optional<String> keyId) {
        FetchedKeys seen = current;
        return seen.has(keyId) && lifetime.allowsUse(seen, ticker.getAsLong(), refreshing);
    }

    @Override
    public List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException {
        return keys(keyId, Sender.KNOWN);
    }

    @Override
    public List<VerificationKey> keys(Optional<String> keyId, Sender sender) throws VerificationUnavailableException {
        FetchedKeys seen = current;
        long now = ticker.getAsLong();
        if (seen.has(keyId) && lifetime.allowsUse(seen, now, refreshing)) {
            present.noteUse(); // before the other, which may be forgotten at the same moment
            ahead.noteUse();
            return seen.matching(keyId);
        }
        FetchedKeys latest = lifetime.allowsFetch(seen, now, sender) ? awaited(seen, now, sender) : seen;
        AuthorizationServerException failure = latest.failure();
        boolean bridged = latest.has(keyId) && lifetime.allowsUse(latest, ticker.getAsLong(), refreshing);
        if (failure != null && !bridged) {
            throw unavailable(failure);
        }
        List<VerificationKey> matching = latest.matching(keyId);
        if (matching.isEmpty() && latest.isAskedBefore(now)) {
            requireKnown(latest, keyId);
        }
        return matching;
    }

    /**
     * For a token whose key was not looked for since it came.
     *
     * @throws VerificationUnavailableException if the server may have the key by now: it is none of those that it has, that
     *     it has retired or that are left out
     */
    private static void requireKnown(FetchedKeys seen, Optional<String> keyId) throws VerificationUnavailableException {
        if (keyId.isPresent() && !seen.knows(keyId.get())) {
            throw new VerificationUnavailableException(
                    "The issuer's keys were asked for lately, and the token's kid is not among them: it is asked for"
                            + " again within the setting jwksReloadSeconds.");
        }
    }

    @Override
    public List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId)
            throws VerificationUnavailableException {
        return keysInsteadOf(tried, keyId, Sender.KNOWN);
    }

    /**
     * Returns other keys for a sender who may be a stranger.
     *
     * <p>Where the server may not be asked now, the verdict of the tried keys stands: they were asked for within the
     * reload interval, by the {@code kid} that the token names, and an authorization server gives a new key a new
     * {@code kid}. To answer that it cannot be known would let everybody's bad signatures pass for an outage.
     */
    @Override
    public List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId, Sender sender)
            throws VerificationUnavailableException {
        if (tried.isEmpty()) {
            return tried; // they were looked for already
        }
        FetchedKeys seen = current;
        long now = ticker.getAsLong();
        if (seen.matching(keyId).equals(tried)) {
            if (!lifetime.allowsFetch(seen, now, sender)) {
                requireKnown(seen, keyId);
                return Collections.emptyList();
            }
            try {
                seen = awaited(seen, now, sender);
            } catch (VerificationUnavailableException e) {
                requireKnown(seen, keyId);
                return Collections.emptyList(); // the keys that were tried are good ones: their verdict stands
            }
        }
        AuthorizationServerException failure = seen.failure();
        if (failure != null && seen.isEmpty()) {
            throw unavailable(failure); // the tried keys are withdrawn: their verdict does not stand
        }
        return failure == null ? seen.matching(keyId) : Collections.emptyList();
    }

    @Override
    public Optional<String> whyLeftOut(String keyId) {
        return current.leftOut().stream()
                .filter(key -> key.isNamed(keyId))
                .map(LeftOutKey::reason)
                .findFirst();
    }

    /** For a request that needs other keys than those seen: waits for their fetch, if it may. */
    private FetchedKeys awaited(FetchedKeys seen, long now, Sender sender) throws VerificationUnavailableException {
        Sender from = hadKeys ? sender : Sender.KNOWN;
        boolean othersPass = !seen.isEmpty() && lifetime.allowsUse(seen, now, refreshing);
        try {
            return underWay.await(seen, places.of(from, othersPass), background, () -> fetchAfter(seen, from));
        } catch (NoOutcomeException e) {
            AuthorizationServerException reason = new AuthorizationServerException(String.valueOf(e.getMessage()), e);
            if (!e.isLate()) {
                throw unavailable(reason);
            }
            // A server that has been asked and does not answer in time is away, for this request.
            FetchedKeys latest = current;
            return latest == seen ? seen.afterFailure(reason, ticker.getAsLong()) : latest;
        }
    }

    /** The keys, fetched only if nobody has fetched since they were seen. */
    private FetchedKeys fetchAfter(FetchedKeys seen, Sender cause) {
        fetching.lock();
        try {
            FetchedKeys present = current;
            if (present == seen || present == FetchedKeys.NONE) {
                fetch.after(present, keys -> publish(cause.isStranger() ? keys.causedByStranger(seen) : keys, seen));
            }
            return current;
        } finally {
            fetching.unlock();
        }
    }

    private void publish(FetchedKeys keys, FetchedKeys seen) {
        hadKeys = hadKeys || !keys.isEmpty();
        if (keys.failed()) {
            pace.failed(keys.isEmpty() ? RefreshAhead.FIRST_PAUSE : lifetime.refreshRetry());
        } else {
            pace.succeeded();
        }
        current = keys;
        long now = ticker.getAsLong();
        present.replace(keys.all(), now + lifetime.nanosOfUse(keys, now));
        underWay.settle(seen, keys);
        ahead.start();
    }

    /**
     * The present state of the keys. Nothing is fetched on this thread; but where they cannot be used, they are asked
     * for again in the background, because the reader may keep the requests away that would do it.
     */
    public JwkSetStatus status() {
        JwkSetStatus status = JwkSetStatus.of(current, lifetime, ticker.getAsLong());
        if (!status.usable()) {
            ahead.start();
        }
        return status;
    }

    private static VerificationUnavailableException unavailable(AuthorizationServerException reason) {
        return new VerificationUnavailableException(
                "The keys of the authorization server could not be fetched.", reason);
    }

    /** Lets no request wait any more: the fetches end, too. */
    @Override
    public void close() {
        underWay.close();
    }

    /** The refresh that nobody waits for. */
    private final class InBackground implements RefreshAhead.Refresh {
        @Override
        public long nanosLeft() {
            FetchedKeys seen = current;
            return seen.failed() ? pace.nanosLeft() : lifetime.nanosToRefresh(seen, ticker.getAsLong());
        }

        @Override
        public boolean mayStop() {
            return !current.isEmpty();
        }

        @Override
        public void forgetUse() {
            present.forgetUse();
        }

        @Override
        public void run() {
            refreshing = true;
            try {
                FetchedKeys unused = fetchAfter(current, Sender.KNOWN);
            } finally {
                refreshing = false;
            }
        }
    }
}
