package io.holdfast.client;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that one client got from one authorization server with one generation of its credentials, by what was
 * asked for. Callers that need the same token at the same time share one fetch, and its failure too.
 *
 * <p>Safe for use by several threads. While a token is good, getting it takes no lock.
 */
final class TokenCache {
    private final CredentialGeneration credentials;
    private final Fetch fetch;
    private final TokenLifetime lifetime;
    private final Executor executor;
    private final LongSupplier ticker;
    private final ConcurrentMap<TokenRequest, Slot> slots = new ConcurrentHashMap<>();

    /** @param ticker nanoseconds of a clock that only moves forward */
    TokenCache(
            CredentialGeneration credentials,
            Fetch fetch,
            TokenLifetime lifetime,
            Executor executor,
            LongSupplier ticker) {
        this.credentials = credentials;
        this.fetch = fetch;
        this.lifetime = lifetime;
        this.executor = executor;
        this.ticker = ticker;
    }

    /** How a token is fetched when there is none at hand. */
    interface Fetch {
        TokenResponse fetch(TokenRequest request) throws TokenErrorException, AuthorizationServerException;
    }

    /**
     * The token for a request, from the cache or fetched by the executor. It fails with a
     * {@link TokenUnavailableException}. The future is shared: callers must not complete it.
     */
    CompletableFuture<BoundToken> get(TokenRequest request) {
        Slot slot = slots.get(request); // computeIfAbsent alone takes a lock on Java 8, also when the key is there
        return (slot != null ? slot : slots.computeIfAbsent(request, Slot::new)).get();
    }

    /** What tokens are at hand or under way for. */
    Set<TokenRequest> requests() {
        return slots.keySet();
    }

    /** Forgets this very token. One that has replaced it meanwhile stays. */
    void drop(BoundToken token) {
        Slot slot = slots.get(token.request());
        if (slot != null) {
            slot.drop(token);
        }
    }

    /** Whether a refused token may be given up for a new one: not while it is kept, having replaced a refused one. */
    boolean mayReplace(BoundToken token) {
        Slot slot = slots.get(token.request());
        return slot == null || slot.mayReplace(token);
    }

    /** Keeps this very token for a time although it was refused. */
    void keepFor(BoundToken token, Duration time) {
        Slot slot = slots.get(token.request());
        if (slot != null) {
            slot.keepFor(token, time);
        }
    }

    /** Forgets all tokens. */
    void clear() {
        slots.clear();
    }

    private final class Slot {
        private final TokenRequest request;
        private volatile @Nullable Held current;
        private @Nullable CompletableFuture<BoundToken> underWay; // guarded by this
        private @Nullable BoundToken kept; // guarded by this
        private long keptUntil; // guarded by this

        Slot(TokenRequest request) {
            this.request = request;
        }

        CompletableFuture<BoundToken> get() {
            Held held = usable();
            if (held != null) {
                return held.future;
            }
            CompletableFuture<BoundToken> mine = new CompletableFuture<>();
            synchronized (this) {
                held = usable();
                if (held != null) {
                    return held.future;
                }
                if (underWay != null) {
                    return underWay;
                }
                underWay = mine;
            }
            executor.execute(() -> fetchInto(mine));
            return mine;
        }

        private @Nullable Held usable() {
            Held held = current;
            return held != null && held.token.usableAt(ticker.getAsLong()) ? held : null;
        }

        synchronized boolean mayReplace(BoundToken token) {
            return kept != token || ticker.getAsLong() - keptUntil >= 0;
        }

        synchronized void keepFor(BoundToken token, Duration time) {
            kept = token;
            keptUntil = ticker.getAsLong() + time.toNanos();
        }

        synchronized void drop(BoundToken token) {
            if (current != null && current.token == token) {
                current = null;
            }
        }

        private void fetchInto(CompletableFuture<BoundToken> result) {
            try {
                long askedAt = ticker.getAsLong();
                TokenResponse response = fetch.fetch(request);
                BoundToken token = new BoundToken(
                        request,
                        response,
                        credentials,
                        askedAt,
                        lifetime.of(response).toNanos());
                end(new Held(token, result));
                result.complete(token);
            } catch (TokenErrorException | AuthorizationServerException e) {
                end(null);
                result.completeExceptionally(new TokenUnavailableException("No token: " + e.getMessage(), e));
            } catch (Throwable e) { // an Error too: whoever waits must wake up
                end(null);
                result.completeExceptionally(e);
            }
        }

        private synchronized void end(@Nullable Held held) {
            current = held;
            underWay = null;
        }
    }

    /** A token and the future that gave it, which gives it again without a new object. */
    private static final class Held {
        private final BoundToken token;
        private final CompletableFuture<BoundToken> future;

        private Held(BoundToken token, CompletableFuture<BoundToken> future) {
            this.token = token;
            this.future = future;
        }
    }
}
