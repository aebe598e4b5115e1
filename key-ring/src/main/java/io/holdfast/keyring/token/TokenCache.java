package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenErrorException;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that one client got from one authorization server with one generation of its credentials, by what was
 * asked for. Callers that need the same token at the same time share one fetch, and its failure too. A token that nears
 * its end is fetched anew while it serves on; after a failure nothing is asked for a while, and who needs a token
 * meanwhile is told at once. Nothing is fetched that nobody uses.
 *
 * <p>A token that is good for one use only is shared by those who waited for it; the next caller has another fetched,
 * one at a time.
 *
 * <p>Safe for use by several threads. While a token is good, getting it takes no lock and makes no object.
 */
public final class TokenCache implements Closeable {
    /** Token exchange makes a request for each user. */
    public static final int MOST_REQUESTS = 1000;

    /** What is fetched ahead for a new generation: the rest is fetched when it is needed. */
    private static final int MOST_WARMED_UP = 100;

    private final TokenCalls calls;
    private final ConcurrentMap<TokenRequest, TokenSlot> slots = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param executor does the calls to the authorization server; it may refuse them
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
     * The token for a request, at hand or fetched by the executor. It fails with a {@link TokenUnavailableException}, or
     * with an {@link Error} if there was one. The future is shared, and only the cache can complete it.
     */
    public CompletableFuture<BoundToken> get(TokenRequest request) {
        TokenSlot slot = slots.get(request); // computeIfAbsent alone takes a lock on Java 8, also when the key is there
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

    /** Drops what has ended; if nothing has, what was not used for longest, and a call under way only at the last. */
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

    /**
     * Fetches what was used of an earlier generation within a time and is at hand there, so that nobody waits when this
     * one takes its place: at most the 100 requests that were used last. None of it counts as a use here.
     *
     * @return ends when all have ended, with a {@link TokenUnavailableException} if one has failed. It is no failure if
     *     what a request gives in exchange for a token has itself ended ({@code invalid_grant}): waiting does not help.
     */
    public CompletableFuture<Void> warmUpFrom(TokenCache earlier, Duration within) {
        return CompletableFuture.allOf(earlier.used(within).stream()
                .map(used -> added(used.getKey(), used.getValue()).prepare().handle(TokenCache::unlessGrantEnded))
                .toArray(CompletableFuture<?>[]::new));
    }

    private List<Map.Entry<TokenRequest, Long>> used(Duration within) {
        long now = calls.ticker.getAsLong();
        List<Map.Entry<TokenRequest, Long>> used = new ArrayList<>();
        slots.forEach((request, slot) -> {
            long lastUsed = slot.lastUsed();
            if (slot.isFilled(now) && now - lastUsed <= within.toNanos()) {
                used.add(new AbstractMap.SimpleImmutableEntry<>(request, lastUsed));
            }
        });
        used.sort(Comparator.comparing(entry -> now - entry.getValue()));
        return used.subList(0, Math.min(used.size(), MOST_WARMED_UP));
    }

    private static @Nullable Void unlessGrantEnded(@Nullable BoundToken token, @Nullable Throwable failure) {
        if (failure == null || isGrantEnded(failure.getCause())) {
            return null;
        }
        throw new CompletionException(failure);
    }

    private static boolean isGrantEnded(@Nullable Throwable cause) {
        return cause instanceof TokenErrorException && ((TokenErrorException) cause).isAboutTheGrant();
    }

    /** What there are tokens for, or calls under way, or rests after failures. */
    Set<TokenRequest> requests() {
        return Collections.unmodifiableSet(new HashSet<>(slots.keySet()));
    }

    /**
     * Forgets this very token, because it was refused. One that has replaced it meanwhile stays.
     *
     * @return false if it stays, too, because it is {@linkplain #replacementRefused kept}
     */
    public boolean drop(BoundToken token) {
        TokenSlot slot = slots.get(token.request());
        return slot == null || slot.drop(token);
    }

    /** Forgets this very token, but for some time after that no other for the same request. */
    public void forget(BoundToken token, Duration rest) {
        TokenSlot slot = slots.get(token.request());
        if (slot != null) {
            slot.forget(token, rest);
        }
    }

    /** Whether a refused token may be given up for a new one: not while it is kept, having replaced a refused one. */
    public boolean mayReplace(BoundToken token) {
        TokenSlot slot = slots.get(token.request());
        return slot == null || slot.mayReplace(token);
    }

    /** Keeps this very token for a time although it was refused. */
    public void replacementRefused(BoundToken token, Duration time) {
        TokenSlot slot = slots.get(token.request());
        if (slot != null) {
            slot.replacementRefused(token, time);
        }
    }

    /** Forgets all tokens, and fails those who wait for one and those who ask from now on. May be called again. */
    @Override
    public void close() {
        synchronized (slots) {
            closed = true;
        }
        slots.values().forEach(TokenSlot::close);
    }
}
