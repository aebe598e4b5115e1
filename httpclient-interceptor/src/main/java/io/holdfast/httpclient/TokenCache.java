package io.holdfast.httpclient;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens at hand. Callers that need the same token at the same time share one fetch, and its failure too; the next
 * caller after a failure tries again.
 *
 * <p>Safe for use by several threads. While a token is good, getting it takes no lock.
 */
final class TokenCache {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

    private final Fetch fetch;
    private final TokenLifetime lifetime;
    private final LongSupplier ticker;
    private final ConcurrentMap<TokenKey, Slot> slots = new ConcurrentHashMap<>();

    /** @param ticker nanoseconds of a clock that only moves forward */
    TokenCache(Fetch fetch, TokenLifetime lifetime, LongSupplier ticker) {
        this.fetch = fetch;
        this.lifetime = lifetime;
        this.ticker = ticker;
    }

    /** How a token is fetched when there is none at hand. */
    interface Fetch {
        TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException;
    }

    /**
     * The token for a key, from the cache or fetched.
     *
     * @throws TokenUnavailableException if it was to be fetched and could not be
     * @throws InterruptedIOException if the thread was interrupted while another one fetched
     */
    CachedToken get(TokenKey key) throws TokenUnavailableException, InterruptedIOException {
        Slot slot = slots.get(key); // computeIfAbsent alone takes a lock on Java 8, also when the key is there
        return (slot != null ? slot : slots.computeIfAbsent(key, Slot::new)).get();
    }

    /** Forgets this very token. One that has replaced it meanwhile stays. */
    void drop(TokenKey key, CachedToken token) {
        Slot slot = slots.get(key);
        if (slot != null) {
            slot.drop(token);
        }
    }

    /** Whether a refused token may be given up for a new one: not while it is kept, having replaced a refused one. */
    boolean mayReplace(TokenKey key, CachedToken token) {
        Slot slot = slots.get(key);
        return slot == null || slot.mayReplace(token);
    }

    /** Keeps this very token for a time although it was refused. */
    void keepFor(TokenKey key, CachedToken token, Duration time) {
        Slot slot = slots.get(key);
        if (slot != null) {
            slot.keepFor(token, time);
        }
    }

    /** Forgets all tokens. */
    void clear() {
        slots.clear();
    }

    private final class Slot {
        private final TokenKey key;
        private volatile @Nullable CachedToken current;
        private @Nullable CompletableFuture<CachedToken> underWay; // guarded by this
        private @Nullable CachedToken kept; // guarded by this
        private long keptUntil; // guarded by this

        Slot(TokenKey key) {
            this.key = key;
        }

        CachedToken get() throws TokenUnavailableException, InterruptedIOException {
            CachedToken token = usable();
            if (token != null) {
                return token;
            }
            CompletableFuture<CachedToken> result;
            boolean mine;
            synchronized (this) {
                token = usable();
                if (token != null) {
                    return token;
                }
                mine = underWay == null;
                if (underWay == null) {
                    underWay = new CompletableFuture<>();
                }
                result = underWay;
            }
            if (mine) {
                fetchInto(result);
            }
            return await(result);
        }

        private @Nullable CachedToken usable() {
            CachedToken token = current;
            return token != null && token.usableAt(ticker.getAsLong()) ? token : null;
        }

        synchronized boolean mayReplace(CachedToken token) {
            return kept != token || ticker.getAsLong() - keptUntil >= 0;
        }

        synchronized void keepFor(CachedToken token, Duration time) {
            kept = token;
            keptUntil = ticker.getAsLong() + time.toNanos();
        }

        synchronized void drop(CachedToken token) {
            if (current == token) {
                current = null;
            }
        }

        /** Completes the result whatever happens, and lets the next fetch begin before anyone wakes up. */
        private void fetchInto(CompletableFuture<CachedToken> result) {
            try {
                CachedToken token = fetched();
                end(token);
                result.complete(token);
            } catch (Throwable e) { // an Error too: whoever waits must wake up
                end(null);
                result.completeExceptionally(e);
            }
        }

        private CachedToken fetched() throws TokenErrorException, AuthorizationServerException {
            long askedAt = ticker.getAsLong();
            TokenResponse response = fetch.fetch(key.request());
            if (!response.scopes().containsAll(key.request().scopes())) {
                LOG.warn(
                        "Asked for the scopes {} and got {} ({}).",
                        key.request().scopes(),
                        response.scopes(),
                        key);
            }
            LOG.debug("Fetched {} for {}.", response, key);
            return new CachedToken(response, askedAt, lifetime.of(response).toNanos());
        }

        private synchronized void end(@Nullable CachedToken token) {
            current = token;
            underWay = null;
        }
    }

    private static CachedToken await(CompletableFuture<CachedToken> result)
            throws TokenUnavailableException, InterruptedIOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while a token was fetched.");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw new TokenUnavailableException("No token: " + cause.getMessage(), cause);
        }
    }
}
