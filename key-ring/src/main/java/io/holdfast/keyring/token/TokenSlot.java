package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import java.time.Duration;
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
    private volatile @Nullable Held current;
    private volatile long refreshAt;
    private volatile long lastUsed;

    // The following fields are guarded by this.
    private final FetchBackOff backOff;
    private @Nullable TokenFuture underWay;
    private @Nullable BoundToken kept;
    private long keptUntil;
    private boolean hasForgotten;
    private long forgetfulAgainAt;
    private boolean closed;

    TokenSlot(TokenRequest request, TokenCalls calls, long lastUsed) {
        this.calls = calls;
        this.grant = new RenewableGrant(request, calls);
        this.backOff = calls.policy.newBackOff();
        this.lastUsed = lastUsed;
    }

    TokenFuture get() {
        long now = calls.ticker.getAsLong();
        if (now - lastUsed >= USE_RESOLUTION) {
            lastUsed = now;
        }
        return get(now);
    }

    /** Like get(), but does not count as a use of the token. */
    TokenFuture prepare() {
        return get(calls.ticker.getAsLong());
    }

    private TokenFuture get(long now) {
        Held held = current;
        if (held == null || !held.token.lifetime().isUsable(now)) {
            return fetched(now);
        }
        if (now - refreshAt >= 0) {
            refresh(now);
        }
        return held.future;
    }

    private TokenFuture fetched(long now) {
        TokenFuture mine = new TokenFuture();
        Held spare;
        FetchBackOff.Rest rest;
        synchronized (this) {
            Held held = current;
            if (held != null && held.token.lifetime().isUsable(now)) {
                return held.future; // the token came between the first look and this one
            }
            // During a server's failures no caller waits if the held token is still valid.
            spare = held != null && held.isValid(now) && backOff.hasFailed() ? held : null;
            if (underWay != null) {
                return spare != null ? spare.future : underWay;
            }
            if (closed) {
                return TokenFuture.failed(closedFailure());
            }
            rest = backOff.restAt(now);
            if (rest == null) {
                underWay = mine;
            }
        }
        if (rest == null) {
            start(mine);
        }
        if (spare != null) {
            return spare.future;
        }
        return rest == null ? mine : TokenFuture.failed(rest.failure(now));
    }

    private void refresh(long now) {
        TokenFuture next = new TokenFuture();
        synchronized (this) {
            if (underWay != null || closed || now - refreshAt < 0) {
                return;
            }
            refreshAt = now + FAR_AHEAD; // until the outcome is known
            underWay = next;
        }
        start(next);
    }

    private void start(TokenFuture result) {
        try {
            calls.executor.execute(new AwaitedWork() {
                @Override
                public void run() {
                    fetchInto(result);
                }

                @Override
                public void dropped() {
                    result.fail(closedFailure());
                }
            });
        } catch (RejectedExecutionException e) {
            fail(
                    result,
                    new TokenUnavailableException("No token: too many are being fetched at the moment.", e),
                    calls.ticker.getAsLong());
        } catch (Error e) { // the platform may have no thread left; later callers must not wait for this call
            fail(result, e, calls.ticker.getAsLong());
        }
    }

    private void fetchInto(TokenFuture result) {
        long askedAt = calls.ticker.getAsLong();
        BoundToken token;
        try {
            token = grant.fetch(askedAt);
        } catch (Throwable e) { // an Error, too: waiting callers must wake up
            fail(result, e instanceof RuntimeException ? FetchBackOff.withoutText((RuntimeException) e) : e, askedAt);
            return;
        }
        synchronized (this) {
            // Not with the same future: it completes after the events, and a listener may ask for the token.
            current = closed ? null : new Held(token, TokenFuture.of(token));
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

    private void fail(TokenFuture result, Throwable cause, long askedAt) {
        BoundToken spare;
        synchronized (this) {
            long now = calls.ticker.getAsLong();
            underWay = null;
            refreshAt = backOff.failed(now, cause);
            Held held = current;
            spare = held != null && held.isValid(now) ? held.token : null;
        }
        TokenUnavailableException failure = FetchBackOff.unavailable(cause);
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
        Held held = current;
        if (held != null && held.token == token) {
            current = null;
        }
        return true;
    }

    /** Drops exactly this token, then no other for a time: a server that refuses all must not cost a call each. */
    synchronized void forget(BoundToken token, Duration rest) {
        long now = calls.ticker.getAsLong();
        Held held = current;
        if (held == null || held.token != token || (hasForgotten && now - forgetfulAgainAt < 0)) {
            return;
        }
        if (drop(token)) {
            hasForgotten = true;
            forgetfulAgainAt = now + rest.toNanos();
        }
    }

    synchronized boolean mayReplace(BoundToken token) {
        return kept != token || calls.ticker.getAsLong() - keptUntil >= 0;
    }

    synchronized void replacementRefused(BoundToken token, Duration time) {
        kept = token;
        keptUntil = calls.ticker.getAsLong() + time.toNanos();
    }

    /** Drops the token; waiting callers get an error. */
    void close() {
        TokenFuture waiting;
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
        Held held = current;
        return held != null && held.isValid(now);
    }

    /** True if a call is under way or paused after a failure. */
    synchronized boolean isBusy(long now) {
        return underWay != null || backOff.restAt(now) != null;
    }

    /** The time of the token's last use, to the second. */
    long lastUsed() {
        return lastUsed;
    }

    /** A token, and a completed future of it for all callers. */
    private static final class Held {
        private final BoundToken token;
        private final TokenFuture future;

        private Held(BoundToken token, TokenFuture future) {
            this.token = token;
            this.future = future;
        }

        private boolean isValid(long now) {
            return token.lifetime().isValid(now);
        }
    }
}
