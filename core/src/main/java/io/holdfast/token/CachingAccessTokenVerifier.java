package io.holdfast.token;

import io.holdfast.concurrent.NoOutcomeException;
import io.holdfast.concurrent.Places;
import io.holdfast.concurrent.SingleFlight;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the results of another verifier for a short time.
 *
 * <p>It remembers facts of the token alone. Permission to use the token depends on the certificate of each
 * request, is decided anew each time, and is not kept here.
 *
 * <ul>
 *   <li>An accepted token is remembered until its {@code exp}, without any leeway, or for the configured lifetime,
 *       whichever ends first. The lifetime is measured by a ticker, so that setting the clock back prolongs nothing.
 *   <li>A rejected one is remembered for a lifetime of its own and in a room of its own, so that a flood of made-up
 *       tokens pushes out no good ones. A token that is not valid yet is remembered for a second. A decision from the
 *       token's text alone, and an outage of the other verifier, are not remembered at all.
 *   <li>The memory is bounded in entries and bytes: 8 KiB a token on the average, and 64 KiB for one.
 *   <li>Requests that come with the same token while it is being verified share that one verification, strangers among
 *       themselves. Of each kind {@value #MOST_WAITING} wait for it; for the others it cannot be known now.
 *   <li>Tokens of strangers are verified {@value #STRANGERS_AT_ONCE} times at once and {@value #STRANGERS_A_SECOND}
 *       times a second after that, for all of them together; beyond that it cannot be known now. A good token does not
 *       count: the bound is for the work that made-up tokens cause. After a start strangers wait for one another, until
 *       a flood shows ({@link StrangersTurn}). A token that was accepted within a day does not count as a stranger's until
 *       it is refused.
 * </ul>
 *
 * <p>Tokens are known by their SHA-256 digests. A request whose token is remembered takes no lock and does no I/O. Safe
 * for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-4">RFC 7662 section 4, "Security Considerations"</a>
 */
public final class CachingAccessTokenVerifier implements AccessTokenVerifier {
    /** As many as may ask the authorization server at once, or wait for that: they can all be new clients at a start. */
    private static final int STRANGERS_AT_ONCE = 32;

    private static final int STRANGERS_A_SECOND = 10;

    /** Requests that wait for another one's verification, strangers and others each: not all of a container's threads. */
    private static final int MOST_WAITING = 64;

    private final AccessTokenVerifier verifier;
    private final LongSupplier ticker;
    private final RememberedResults results;
    private final Places ofKnown = new Places(MOST_WAITING);
    private final Places ofStrangers = new Places(MOST_WAITING);
    private final SingleFlight<TokenKey, VerifiedToken> underWay;
    private final SingleFlight<TokenKey, VerifiedToken> underWayOfStrangers;
    private final StrangersTurn strangers;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private CachingAccessTokenVerifier(Builder builder) {
        this.verifier = builder.verifier;
        this.ticker = builder.ticker;
        this.underWay = builder.flight(ofKnown);
        this.underWayOfStrangers = builder.flight(ofStrangers);
        this.strangers = new StrangersTurn(
                new Allowance(STRANGERS_AT_ONCE, STRANGERS_A_SECOND, ticker), builder.longestWait.toNanos(), ticker);
        this.results =
                new RememberedResults(builder.size, builder.lifetime, builder.rejectionLifetime, builder.clock, ticker);
    }

    /** Starts a cache before a verifier. */
    public static Builder before(AccessTokenVerifier verifier) {
        return new Builder(verifier);
    }

    @Override
    public VerifiedToken verify(String token) throws TokenRejectedException, VerificationUnavailableException {
        return verify(token, Sender.KNOWN);
    }

    @Override
    public VerifiedToken verify(String token, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        TokenKey key = TokenKey.of(token);
        VerifiedToken remembered = counted(key);
        if (remembered != null) {
            return remembered;
        }
        misses.increment();
        Sender from = sender.isStranger() && results.wasAccepted(key) ? Sender.KNOWN : sender;
        SingleFlight<TokenKey, VerifiedToken> flight = from.isStranger() ? underWayOfStrangers : underWay;
        try {
            return flight.<TokenRejectedException, VerificationUnavailableException>of(key, null, () -> {
                // An earlier verification may have ended between this request's look and its turn.
                VerifiedToken meanwhile = results.get(key);
                return meanwhile == null ? verifyAndRemember(token, key, from) : meanwhile;
            });
        } catch (NoOutcomeException e) {
            throw shared(e);
        }
    }

    /** The failure of another request's verification, as an exception of this one. */
    private static VerificationUnavailableException shared(NoOutcomeException e) throws TokenRejectedException {
        Throwable failure = e.getCause();
        if (failure instanceof TokenRejectedException) {
            throw (TokenRejectedException) failure;
        }
        if (failure != null && !(failure instanceof VerificationUnavailableException)) {
            throw new IllegalStateException("The verification by another request failed.", failure);
        }
        String why = String.valueOf(e.getMessage());
        return failure == null
                ? new VerificationUnavailableException(why)
                : new VerificationUnavailableException(why, failure);
    }

    private @Nullable VerifiedToken counted(TokenKey key) throws TokenRejectedException {
        VerifiedToken token;
        try {
            token = results.get(key);
        } catch (TokenRejectedException e) {
            hits.increment();
            throw e;
        }
        if (token != null) {
            hits.increment();
        }
        return token;
    }

    private VerifiedToken verifyAndRemember(String token, TokenKey key, Sender from)
            throws TokenRejectedException, VerificationUnavailableException {
        if (!from.isStranger()) {
            return ask(token, key, from);
        }
        if (!strangers.begin()) {
            throw new VerificationUnavailableException(
                    "Enough tokens were asked about lately that nobody knows, from senders whom nobody knows. Tokens and"
                            + " certificates that were accepted before are not affected.");
        }
        StrangersTurn.Outcome outcome = StrangersTurn.Outcome.OPEN;
        try {
            VerifiedToken verified = ask(token, key, from);
            outcome = StrangersTurn.Outcome.HARMLESS;
            return verified;
        } catch (TokenRejectedException e) {
            outcome = e.isOfTheTextAlone() ? StrangersTurn.Outcome.HARMLESS : StrangersTurn.Outcome.REJECTED;
            throw e;
        } finally {
            strangers.end(outcome);
        }
    }

    private VerifiedToken ask(String token, TokenKey key, Sender from)
            throws TokenRejectedException, VerificationUnavailableException {
        int before = results.timesForgotten();
        long asked = ticker.getAsLong(); // the answer is as old as the question
        try {
            VerifiedToken verified = verifier.verify(token, from);
            strangers.accepted();
            results.accepted(key, verified, asked);
            return verified;
        } catch (TokenRejectedException e) {
            results.rejected(key, e, asked);
            throw e;
        } finally {
            results.dropIfForgottenSince(key, before);
        }
    }

    /**
     * Forgets all results, also those of verifications under way, because whoever gave them is no longer trusted. Tokens
     * that were accepted before count as such.
     */
    public void forget() {
        results.forget();
    }

    /** The state of the cache; accepted and rejected tokens count alike. */
    public TokenCacheStatus cacheStatus() {
        return new Status();
    }

    /** The number of remembered tokens, accepted and rejected. */
    int size() {
        return results.size();
    }

    /** The number of requests that wait for the verification of another. */
    int waiting() {
        return ofKnown.taken() + ofStrangers.taken();
    }

    private final class Status implements TokenCacheStatus {
        @Override
        public long hits() {
            return hits.sum();
        }

        @Override
        public long misses() {
            return misses.sum();
        }

        @Override
        public int size() {
            return CachingAccessTokenVerifier.this.size();
        }
    }

    /** Collects what a cache needs to know. Not safe for use by many threads. */
    public static final class Builder {
        private final AccessTokenVerifier verifier;
        private Duration lifetime = Duration.ofSeconds(30);
        private Duration rejectionLifetime = Duration.ofSeconds(10);
        private Duration longestWait = Duration.ofSeconds(5);
        private int size = 10_000;
        private Clock clock = Clock.systemUTC();
        private LongSupplier ticker = System::nanoTime;

        private Builder(AccessTokenVerifier verifier) {
            this.verifier = verifier;
        }

        /** The longest time for which an accepted token is remembered; zero: not at all. Default: 30 seconds. */
        public Builder lifetime(Duration ofAccepted) {
            this.lifetime = ofAccepted;
            return this;
        }

        /** The time for which a rejected token is remembered; zero: not at all. Default: 10 seconds. */
        public Builder rejectionLifetime(Duration ofRejected) {
            this.rejectionLifetime = ofRejected;
            return this;
        }

        /** The longest wait for another request's verification of the same token. Default: 5 seconds. */
        public Builder longestWait(Duration wait) {
            this.longestWait = wait;
            return this;
        }

        /**
         * The number of accepted tokens that are remembered, and of rejected ones. Default: 10000.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder size(int tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("A cache of " + tokens + " tokens has no room for one.");
            }
            this.size = tokens;
            return this;
        }

        /** The clock that {@code exp} is compared with. Default: the system's. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** The time in nanoseconds that lifetimes are measured by. Default: {@link System#nanoTime}. */
        public Builder ticker(LongSupplier nanos) {
            this.ticker = nanos;
            return this;
        }

        private SingleFlight<TokenKey, VerifiedToken> flight(Places places) {
            return new SingleFlight<>("the results of another request", places, longestWait, ticker);
        }

        /** The cache, empty. */
        public CachingAccessTokenVerifier build() {
            return new CachingAccessTokenVerifier(this);
        }
    }
}
