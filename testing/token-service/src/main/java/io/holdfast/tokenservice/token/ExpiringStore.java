package io.holdfast.tokenservice.token;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service's memory, by a text that somebody was given, until that expires. It keeps the text's digest, never the
 * text. When it is full, it forgets the oldest of whoever has most in it: so nobody who fills it, a client or an address,
 * keeps others out or makes it forget what they rely on. What is forgotten is as good as expired: it opens nothing.
 *
 * <p>Safe for use by many threads.
 */
public final class ExpiringStore<V> {
    private static final long SECONDS_BETWEEN_SWEEPS = 10;

    private final int capacity;
    private final Clock clock;

    /** Guarded by this, as all below: of each owner what it was given, the oldest first. */
    private final Map<String, Map<String, Entry<V>>> byOwner = new HashMap<>();

    private final Map<String, Entry<V>> entries = new HashMap<>();
    private long lastSweep;

    /** @param capacity entries at most */
    public ExpiringStore(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
        this.lastSweep = now();
    }

    /**
     * Remembers a value.
     *
     * @param owner to whom it was given
     * @param expiresAt the first second, since 1970, in which it is forgotten
     */
    public synchronized void put(String owner, String text, V value, long expiresAt) {
        sweep(entries.size() >= capacity ? 1 : SECONDS_BETWEEN_SWEEPS);
        if (entries.size() >= capacity) {
            forgetOldestOfGreediest();
        }
        String digest = TextDigest.of(text);
        Entry<V> entry = new Entry<>(owner, value, expiresAt);
        entries.put(digest, entry);
        byOwner.computeIfAbsent(owner, any -> new LinkedHashMap<>()).put(digest, entry);
    }

    /** The value, unless it has expired. */
    public synchronized Optional<V> get(String text) {
        return Optional.ofNullable(entries.get(TextDigest.of(text))).flatMap(this::unexpired);
    }

    /** The value, unless it has expired; nobody else gets it. */
    public synchronized Optional<V> take(String text) {
        return Optional.ofNullable(remove(TextDigest.of(text))).flatMap(this::unexpired);
    }

    private @Nullable Entry<V> remove(String digest) {
        Entry<V> removed = entries.remove(digest);
        if (removed != null) {
            byOwner.computeIfPresent(removed.owner, (owner, own) -> {
                own.remove(digest);
                return own.isEmpty() ? null : own;
            });
        }
        return removed;
    }

    private Optional<V> unexpired(Entry<V> entry) {
        return entry.expiresAt > now() ? Optional.of(entry.value) : Optional.empty();
    }

    private void forgetOldestOfGreediest() {
        Map<String, Entry<V>> most = Collections.max(byOwner.values(), Comparator.comparingInt(Map::size));
        remove(most.keySet().iterator().next());
    }

    private void sweep(long secondsBetween) {
        long now = now();
        // A clock that was set back must not end the sweeping.
        if (Math.abs(now - lastSweep) >= secondsBetween) {
            lastSweep = now;
            List<String> expired = new ArrayList<>();
            entries.forEach((digest, entry) -> {
                if (entry.expiresAt <= now) {
                    expired.add(digest);
                }
            });
            expired.forEach(this::remove);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static final class Entry<V> {
        private final String owner;
        private final V value;
        private final long expiresAt;

        private Entry(String owner, V value, long expiresAt) {
            this.owner = owner;
            this.value = value;
            this.expiresAt = expiresAt;
        }
    }
}
