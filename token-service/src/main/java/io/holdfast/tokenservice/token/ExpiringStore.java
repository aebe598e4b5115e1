package io.holdfast.tokenservice.token;

import static io.holdfast.tokenservice.http.OAuthError.TEMPORARILY_UNAVAILABLE;

import io.holdfast.tokenservice.http.OAuthErrorException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the service remembers by a text that somebody was given, until it expires. It keeps the text's digest, never the
 * text. When it is full, it takes nothing more until something expires: whoever fills it cannot make it forget what
 * others rely on, and least of all that something was used or revoked.
 *
 * <p>Safe for use by many threads, none of which waits for another.
 */
public final class ExpiringStore<V> {
    private static final long SECONDS_BETWEEN_SWEEPS = 10;

    private final int capacity;
    private final Clock clock;
    private final ConcurrentMap<String, Entry<V>> entries = new ConcurrentHashMap<>();
    private final AtomicLong lastSweep;

    /** @param capacity entries at most; a few more if many threads add at the same moment */
    public ExpiringStore(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
        this.lastSweep = new AtomicLong(now());
    }

    /**
     * Remembers a value.
     *
     * @param expiresAt the first second, since 1970, in which it is forgotten
     * @throws OAuthErrorException {@code temporarily_unavailable} if the store is full
     */
    public void put(String text, V value, long expiresAt) throws OAuthErrorException {
        sweep(entries.size() >= capacity ? 1 : SECONDS_BETWEEN_SWEEPS);
        if (entries.size() >= capacity) {
            throw new OAuthErrorException(
                    TEMPORARILY_UNAVAILABLE, "The service remembers as much as it may; ask again later");
        }
        entries.put(Sha256.of(text), new Entry<>(value, expiresAt));
    }

    /** The value, unless it has expired. */
    public Optional<V> get(String text) {
        return Optional.ofNullable(entries.get(Sha256.of(text))).flatMap(this::unexpired);
    }

    /** The value, unless it has expired; nobody else gets it. */
    public Optional<V> take(String text) {
        return Optional.ofNullable(entries.remove(Sha256.of(text))).flatMap(this::unexpired);
    }

    private Optional<V> unexpired(Entry<V> entry) {
        return entry.expiresAt > now() ? Optional.of(entry.value) : Optional.empty();
    }

    /** By one thread, and not for every request. */
    private void sweep(long secondsBetween) {
        long now = now();
        long last = lastSweep.get();
        // A clock that was set back must not end the sweeping.
        if (Math.abs(now - last) >= secondsBetween && lastSweep.compareAndSet(last, now)) {
            entries.values().removeIf(entry -> entry.expiresAt <= now);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static final class Entry<V> {
        private final V value;
        private final long expiresAt;

        private Entry(V value, long expiresAt) {
            this.value = value;
            this.expiresAt = expiresAt;
        }
    }
}
