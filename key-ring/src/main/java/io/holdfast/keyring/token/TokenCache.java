package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keystore.CredentialGeneration;
import java.io.Closeable;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The tokens that one client obtained from one authorization server with one generation of its credentials, by request.
 * Callers that need the same token at the same time share one fetch, and its failure, too. A token near its end is
 * fetched anew while it remains in use; after a failure calls pause, and callers without a token get the failure at
 * once. Tokens that nobody uses are not fetched.
 *
 * <p>A token for one use only is shared by the callers that waited for it; the next caller causes another fetch, one at
 * a time.
 *
 * <p>Safe for use by several threads. While a token is good, getting it takes no lock and allocates nothing.
 */
public final class TokenCache implements Closeable {
    /** Token exchange makes a request for each user. */
    public static final int MOST_REQUESTS = 1000;

    private final TokenCalls calls;
    private final ConcurrentMap<TokenRequest, TokenSlot> slots = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param executor runs the calls to the authorization server; may reject them
     * @param ticker nanoseconds of a clock that only moves forward
     */
    public TokenCache(
            CredentialGeneration credentials,
            TokenFetch fetch,
            TokenPolicy policy,
            Executor executor,
            LongSupplier ticker,
            TokenListener events) {
        this.calls = new TokenCalls(credentials, fetch, policy, executor, ticker, events);
    }

    /**
     * Returns the token for a request, cached or fetched by the executor. The future fails with a
     * {@link TokenUnavailableException}, or an {@link Error}. It is shared, and only the cache can complete it.
     */
    public CompletableFuture<BoundToken> get(TokenRequest request) {
        TokenSlot slot = slots.get(request); // computeIfAbsent alone takes a lock on Java 8 even for a present key
        if (slot == null) {
            slot = added(request, calls.ticker.getAsLong());
        }
        return slot.get();
    }

    private TokenSlot added(TokenRequest request, long lastUsed) {
        synchronized (slots) {
            TokenSlot slot = slots.get(request);
            if (slot == null) {
                slot = new TokenSlot(request, calls, lastUsed);
                if (closed) {
                    slot.close();
                    return slot;
                }
                if (slots.size() >= MOST_REQUESTS) {
                    makeRoom(calls.ticker.getAsLong());
                }
                slots.put(request, slot);
            }
            return slot;
        }
    }

    /** Drops ended tokens; without one, the least recently used, and a call under way only as the last resort. */
    private void makeRoom(long now) {
        if (slots.values().removeIf(slot -> !slot.isFilled(now) && !slot.isBusy())) {
            return;
        }
        slots.entrySet().stream()
                .min(Comparator.<Map.Entry<TokenRequest, TokenSlot>, Boolean>comparing(
                                entry -> entry.getValue().isBusy())
                        .thenComparing(entry -> entry.getValue().lastUsed() - now))
                .ifPresent(entry -> slots.remove(entry.getKey()));
    }

    /** Fetches a token ahead, which does not count as a use: the last one was at a time by the ticker. */
    CompletableFuture<BoundToken> prepare(TokenRequest request, long lastUsed) {
        return added(request, lastUsed).prepare();
    }

    /** The requests whose token may be used and was asked for within a time, each with its last use; the latest first. */
    List<Map.Entry<TokenRequest, Long>> used(Duration within) {
        long now = calls.ticker.getAsLong();
        List<Map.Entry<TokenRequest, Long>> used = new ArrayList<>();
        slots.forEach((request, slot) -> {
            long lastUsed = slot.lastUsed();
            if (slot.isFilled(now) && now - lastUsed <= within.toNanos()) {
                used.add(new AbstractMap.SimpleImmutableEntry<>(request, lastUsed));
            }
        });
        used.sort(Comparator.comparing(entry -> now - entry.getValue()));
        return used;
    }

    /** The requests with a token, a call under way, or a pause after a failure. */
    Set<TokenRequest> requests() {
        return Collections.unmodifiableSet(new HashSet<>(slots.keySet()));
    }

    /**
     * Drops exactly this token, because it was refused. A token that has replaced it in the meantime stays.
     *
     * @return false if the token stays because it is {@linkplain #replacementRefused kept}
     */
    public boolean drop(BoundToken token) {
        TokenSlot slot = slots.get(token.request());
        return slot == null || slot.drop(token);
    }

    /** Drops exactly this token, and then no other token of the same request for some time. */
    public void forget(BoundToken token, Duration rest) {
        TokenSlot slot = slots.get(token.request());
        if (slot != null) {
            slot.forget(token, rest);
        }
    }

    /** True if a new token may be fetched for a refused one: not while the token is kept as a refused replacement. */
    public boolean mayReplace(BoundToken token) {
        TokenSlot slot = slots.get(token.request());
        return slot == null || slot.mayReplace(token);
    }

    /** Keeps exactly this token for a time although it was refused. */
    public void replacementRefused(BoundToken token, Duration time) {
        TokenSlot slot = slots.get(token.request());
        if (slot != null) {
            slot.replacementRefused(token, time);
        }
    }

    /** Drops all tokens, and fails the waiting and all later callers. May be called again. */
    @Override
    public void close() {
        synchronized (slots) {
            closed = true;
        }
        slots.values().forEach(TokenSlot::close);
    }
}
