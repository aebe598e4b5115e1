package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.concurrent.Pace;
import io.holdfast.concurrent.SharedCall;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one request: the present one, the one under way, and the pause after a failure. There is one call at a
 * time, and only a use of the token begins one.
 *
 * <p>Safe for use by several threads.
 */
final class TokenSlot {
    private static final Logger LOG = LoggerFactory.getLogger(TokenSlot.class);

    /** Uses closer together count as one, so that threads do not contend to record the time. */
    private static final long USE_RESOLUTION = Duration.ofSeconds(1).toNanos();

    private static final long FAR_AHEAD = Duration.ofDays(365).toNanos();

    private final TokenCalls calls;
    private final RenewableGrant grant;
    private volatile @Nullable BoundToken current;
    private volatile long refreshAt;
    private volatile long lastUsed;

    // The following fields are guarded by this.
    private final FetchBackOff backOff;
    private @Nullable SharedCall<BoundToken> underWay;
    private final Pace keeping;
    private final Pace forgetting;
    private @Nullable BoundToken kept;
    private boolean closed;
    private boolean asked;

    TokenSlot(TokenRequest request, TokenCalls calls, long lastUsed) {
        this.calls = calls;
        this.grant = new RenewableGrant(request, calls);
        this.backOff = calls.policy.newBackOff(calls.ticker);
        this.keeping = new Pace(Duration.ZERO, Duration.ZERO, calls.ticker);
        this.forgetting = new Pace(Duration.ZERO, Duration.ZERO, calls.ticker);
        this.lastUsed = lastUsed;
    }

    CompletableFuture<BoundToken> get() {
        long now = calls.ticker.getAsLong();
        if (now - lastUsed >= USE_RESOLUTION) {
            lastUsed = now;
        }
        return get(now);
    }

    /** Like get(), but does not count as a use of the token. */
    CompletableFuture<BoundToken> prepare() {
        return get(calls.ticker.getAsLong());
    }

    private CompletableFuture<BoundToken> get(long now) {
        BoundToken held = current;
        if (held == null || !held.lifetime().isUsable(now)) {
            return fetched(now);
        }
        if (now - refreshAt >= 0) {
            refresh(now);
        }
        return held.shared();
    }

    private CompletableFuture<BoundToken> fetched(long now) {
        SharedCall<BoundToken> mine = new SharedCall<>();
        BoundToken spare;
        synchronized (this) {
            asked = true;
            BoundToken held = current;
            if (held != null && held.lifetime().isUsable(now)) {
                return held.shared(); // it came between the look before and this one
            }
            // While the server fails, nobody waits for it who can go on with a token that is still valid.
            spare = held != null && held.lifetime().isValid(now) && backOff.hasFailed() ? held : null;
            if (underWay != null) {
                return spare != null ? spare.shared() : underWay;
            }
            if (closed) {
                return SharedCall.failed(closedFailure());
            }
            if (backOff.rests()) {
                return spare != null ? spare.shared() : SharedCall.failed(backOff.failure());
            }
            underWay = mine;
        }
        start(mine);
        return spare != null ? spare.shared() : mine;
    }

    private void refresh(long now) {
        SharedCall<BoundToken> next = new SharedCall<>();
        synchronized (this) {
            if (underWay != null || closed || now - refreshAt < 0) {
                return;
            }
            refreshAt = now + FAR_AHEAD; // until the outcome is known
            underWay = next;
        }
        start(next);
    }

    private void start(SharedCall<BoundToken> result) {
        SharedCall.start(calls.executor, () -> fetchInto(result), why -> undone(result, why));
    }

    private void undone(SharedCall<BoundToken> result, Throwable why) {
        if (why instanceof CancellationException) {
            result.fail(closedFailure());
            return;
        }
        Throwable cause = why instanceof RejectedExecutionException
                ? new TokenUnavailableException("No token: too many are being fetched at the moment.", why)
                : why;
        fail(result, cause, calls.ticker.getAsLong());
    }

    private void fetchInto(SharedCall<BoundToken> result) {
        long askedAt = calls.ticker.getAsLong();
        BoundToken token;
        try {
            token = grant.fetch(askedAt);
        } catch (Throwable e) { // an Error, too: waiting callers must wake up
            fail(
                    result,
                    e instanceof RuntimeException ? TokenUnavailableException.withoutText((RuntimeException) e) : e,
                    askedAt);
            return;
        }
        synchronized (this) {
            // Not with the same future: it ends after the events, and who hears of them may ask for the token.
            current = closed ? null : token;
            refreshAt = token.lifetime().refreshAt();
            underWay = null;
            backOff.succeeded();
        }
        try {
            calls.events.tokenFetched(token, since(askedAt));
        } catch (RuntimeException e) {
            LOG.warn("A listener failed with {}.", e.getClass().getName());
        } finally {
            result.settle(token);
        }
    }

    private void fail(SharedCall<BoundToken> result, Throwable cause, long askedAt) {
        BoundToken spare;
        synchronized (this) {
            long now = calls.ticker.getAsLong();
            underWay = null;
            refreshAt = now + backOff.failed(cause);
            BoundToken held = current;
            spare = held != null && held.lifetime().isValid(now) ? held : null;
        }
        TokenUnavailableException failure = TokenUnavailableException.of(cause);
        if (spare != null) {
            LOG.warn("The token {} could not be renewed and serves on. {}", spare.digest(), failure.getMessage());
        }
        try {
            calls.events.tokenNotFetched(grant.request(), cause, since(askedAt));
        } catch (RuntimeException e) {
            LOG.warn("A listener failed with {}.", e.getClass().getName());
        } finally {
            if (spare != null) {
                result.settle(spare);
            } else {
                result.fail(cause instanceof Error ? cause : failure);
            }
        }
    }

    private Duration since(long askedAt) {
        return Duration.ofNanos(calls.ticker.getAsLong() - askedAt);
    }

    static TokenUnavailableException closedFailure() {
        return new TokenUnavailableException("No token: the key ring is closed.", null);
    }

    /** Drops exactly this token, unless it is kept. */
    synchronized boolean drop(BoundToken token) {
        if (!mayReplace(token)) {
            return false;
        }
        if (current == token) {
            current = null;
        }
        return true;
    }

    /** Drops exactly this token, then no other for a time: a server that refuses all must not cost a call each. */
    synchronized void forget(BoundToken token, Duration rest) {
        if (current == token && !forgetting.rests() && drop(token)) {
            forgetting.rest(rest);
        }
    }

    synchronized boolean mayReplace(BoundToken token) {
        return kept != token || !keeping.rests();
    }

    synchronized void replacementRefused(BoundToken token, Duration time) {
        kept = token;
        keeping.rest(time);
    }

    /** Drops the token; waiting callers get an error. */
    void close() {
        SharedCall<BoundToken> waiting;
        synchronized (this) {
            closed = true;
            current = null;
            waiting = underWay;
            underWay = null;
        }
        if (waiting != null) {
            waiting.fail(closedFailure());
        }
    }

    /** True if there is a token that may be used. */
    boolean isFilled(long now) {
        BoundToken held = current;
        return held != null && held.lifetime().isValid(now);
    }

    /** True if a call is under way or about to begin, or a rest after a failure. */
    synchronized boolean isBusy() {
        return !asked || underWay != null || backOff.rests();
    }

    /** The time of the token's last use, to the second. */
    long lastUsed() {
        return lastUsed;
    }
}
