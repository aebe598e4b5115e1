package io.holdfast.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a short time what another verifier said.
 *
 * <p>Remembered is what is true of the token alone. Whether a request may use it depends on the certificate of that
 * request, is decided anew each time, and is not to be found here.
 *
 * <ul>
 *   <li>An accepted token is remembered until its {@code exp}, without any leeway, or for the configured lifetime,
 *       whichever ends first. The lifetime is measured by a ticker, so that setting the clock back prolongs nothing.
 *   <li>A rejected one is remembered for a lifetime of its own and in a room of its own, so that a flood of made-up
 *       tokens pushes out no good ones. That it is not valid yet is remembered for a second. What was decided from the
 *       token's text alone, and that the other verifier could not know, is not remembered at all.
 *   <li>What is remembered is bounded in number and in memory: 8 KiB a token on the average, and 64 KiB for one.
 *   <li>Requests that come with the same token while it is being verified share that one verification. Only a few can
 *       wait; the others are told that it cannot be known now, so that nobody can tie up a container's threads.
 * </ul>
 *
 * <p>Tokens are known by their SHA-256 digests. A request whose token is remembered takes no lock and does no I/O. Safe
 * for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-4">RFC 7662 section 4, "Security Considerations"</a>
 */
public final class CachingAccessTokenVerifier implements AccessTokenVerifier {
    private static final int MOST_WAITING = 64;

    /** Bytes for each token that may be remembered, on the average. A usual answer takes two or three thousand. */
    private static final int MEAN_WEIGHT = 8 * 1024;

    /** Bytes of one token; heavier ones are not remembered. */
    private static final int MOST_WEIGHT = 64 * 1024;

    /** Of what is the same for all tokens: digest, entry, the token without its claims, or a rejection. */
    private static final int BASE_WEIGHT = 512;

    /** How long a token counts as not yet valid: it may become so at any moment. */
    private static final Duration NOT_YET = Duration.ofSeconds(1);

    private final AccessTokenVerifier verifier;
    private final Clock clock;
    private final LongSupplier ticker;
    private final long longestWaitNanos;
    private final BoundedCache<VerifiedToken> accepted;
    private final BoundedCache<TokenRejectedException> rejected;
    private final ConcurrentMap<TokenKey, CompletableFuture<VerifiedToken>> underWay = new ConcurrentHashMap<>();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private CachingAccessTokenVerifier(Builder builder) {
        this.verifier = builder.verifier;
        this.clock = builder.clock;
        this.ticker = builder.ticker;
        this.longestWaitNanos = builder.longestWait.toNanos();
        long mostWeight = Math.max(MOST_WEIGHT, (long) builder.size * MEAN_WEIGHT);
        this.accepted = new BoundedCache<>(builder.size, mostWeight, builder.lifetime.toNanos());
        this.rejected = new BoundedCache<>(builder.size, mostWeight, builder.rejectionLifetime.toNanos());
    }

    /** Starts a cache before a verifier. */
    public static Builder before(AccessTokenVerifier verifier) {
        return new Builder(verifier);
    }

    @Override
    public VerifiedToken verify(String token) throws TokenRejectedException, VerificationUnavailableException {
        TokenKey key = TokenKey.of(token);
        VerifiedToken remembered = counted(key);
        if (remembered != null) {
            return remembered;
        }
        misses.increment();
        CompletableFuture<VerifiedToken> outcome = new CompletableFuture<>();
        CompletableFuture<VerifiedToken> earlier = underWay.putIfAbsent(key, outcome);
        return earlier != null ? awaited(earlier) : verifyForAll(token, key, outcome);
    }

    private @Nullable VerifiedToken counted(TokenKey key) throws TokenRejectedException {
        VerifiedToken token;
        try {
            token = remembered(key);
        } catch (TokenRejectedException e) {
            hits.increment();
            throw e;
        }
        if (token != null) {
            hits.increment();
        }
        return token;
    }

    private @Nullable VerifiedToken remembered(TokenKey key) throws TokenRejectedException {
        long nanos = ticker.getAsLong();
        Instant now = clock.instant();
        VerifiedToken token = accepted.get(key, nanos, now);
        if (token != null) {
            return token;
        }
        TokenRejectedException rejection = rejected.get(key, nanos, now);
        if (rejection != null) {
            throw rejection; // it has no stack trace and takes no suppressed exceptions, so it may be thrown again
        }
        return null;
    }

    private VerifiedToken verifyForAll(String token, TokenKey key, CompletableFuture<VerifiedToken> outcome)
            throws TokenRejectedException, VerificationUnavailableException {
        try {
            // An earlier verification may have ended between this request's look and its turn.
            VerifiedToken verified = remembered(key);
            if (verified == null) {
                verified = verifyAndRemember(token, key);
            }
            outcome.complete(verified);
            return verified;
        } catch (TokenRejectedException | VerificationUnavailableException | RuntimeException | Error e) {
            outcome.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key, outcome);
        }
    }

    private VerifiedToken verifyAndRemember(String token, TokenKey key)
            throws TokenRejectedException, VerificationUnavailableException {
        long asked = ticker.getAsLong(); // the answer is as old as the question
        try {
            VerifiedToken verified = verifier.verify(token);
            long weight = BASE_WEIGHT + ClaimsWeight.of(verified.claims());
            // Within the leeway it is accepted, but would never be found here.
            if (weight <= MOST_WEIGHT && clock.instant().isBefore(verified.expiresAt())) {
                accepted.put(key, verified, weight, asked, verified.expiresAt());
            }
            return verified;
        } catch (TokenRejectedException e) {
            if (!e.isOfTheTextAlone()) {
                rejected.put(key, e, BASE_WEIGHT, asked, end(e));
            }
            throw e;
        }
    }

    private Instant end(TokenRejectedException rejection) {
        return rejection.rejection() == TokenRejection.TOKEN_NOT_YET_VALID
                ? clock.instant().plus(NOT_YET)
                : Instant.MAX;
    }

    private VerifiedToken awaited(CompletableFuture<VerifiedToken> outcome)
            throws TokenRejectedException, VerificationUnavailableException {
        if (!waiting.tryAcquire()) {
            throw new VerificationUnavailableException(
                    "Enough requests wait for the authorization server's answer already.");
        }
        try {
            return outcome.get(longestWaitNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw shared(e.getCause());
        } catch (TimeoutException e) {
            throw new VerificationUnavailableException("The verification by another request takes too long.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerificationUnavailableException("The thread was interrupted: the server is stopping.", e);
        } finally {
            waiting.release();
        }
    }

    /** What ended another request's verification, as an exception of this one. */
    private static VerificationUnavailableException shared(@Nullable Throwable end) throws TokenRejectedException {
        if (end instanceof TokenRejectedException) {
            throw (TokenRejectedException) end;
        }
        if (end instanceof VerificationUnavailableException) {
            return new VerificationUnavailableException(String.valueOf(end.getMessage()), end);
        }
        throw new IllegalStateException("The verification by another request failed.", end);
    }

    /** How it fares; accepted and rejected tokens count alike. */
    public TokenCacheStatus cacheStatus() {
        return new Status();
    }

    /** How many tokens are remembered, accepted and rejected ones. */
    int size() {
        return accepted.size() + rejected.size();
    }

    /** How many requests wait for another one's verification. */
    int waiting() {
        return MOST_WAITING - waiting.availablePermits();
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

        /** How long an accepted token is remembered at most; zero: not at all. Default: 30 seconds. */
        public Builder lifetime(Duration ofAccepted) {
            this.lifetime = ofAccepted;
            return this;
        }

        /** How long a rejected token is remembered; zero: not at all. Default: 10 seconds. */
        public Builder rejectionLifetime(Duration ofRejected) {
            this.rejectionLifetime = ofRejected;
            return this;
        }

        /** How long a request waits for another one's verification of the same token. Default: 5 seconds. */
        public Builder longestWait(Duration wait) {
            this.longestWait = wait;
            return this;
        }

        /**
         * How many accepted tokens are remembered, and how many rejected ones. Default: 10000.
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

        /** The cache, empty. */
        public CachingAccessTokenVerifier build() {
            return new CachingAccessTokenVerifier(this);
        }
    }
}
