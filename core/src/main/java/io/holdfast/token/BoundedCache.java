package io.holdfast.token;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of a bounded number of entries that all live equally long. Because of that the oldest entry is also the one that
 * would end next, so it is the right one to drop when there is no room.
 *
 * <p>Looking up takes no lock. Safe for use by many threads.
 */
final class BoundedCache<V> {
    private final int size;
    private final long lifetimeNanos;
    private final ConcurrentMap<TokenKey, Entry<V>> entries = new ConcurrentHashMap<>();

    /** Everything in {@link #entries}, and what was replaced there, oldest first. Guarded by itself. */
    private final Deque<Entry<V>> byAge = new ArrayDeque<>();

    BoundedCache(int size, long lifetimeNanos) {
        this.size = size;
        this.lifetimeNanos = lifetimeNanos;
    }

    /** The value, unless its lifetime is over by the ticker or its end has come by the clock. */
    @Nullable
    V get(TokenKey key, long nanos, Instant now) {
        Entry<V> entry = entries.get(key);
        return entry != null && !isOld(entry, nanos) && now.isBefore(entry.end) ? entry.value : null;
    }

    /**
     * Keeps a value.
     *
     * @param since when its lifetime began, by the ticker
     * @param end when it ends at the latest, by the clock
     */
    void put(TokenKey key, V value, long since, Instant end) {
        Entry<V> entry = new Entry<>(key, value, since, end);
        synchronized (byAge) {
            for (Entry<V> oldest = byAge.peek(); oldest != null && isInTheWay(oldest, since); oldest = byAge.peek()) {
                byAge.remove();
                entries.remove(oldest.key, oldest);
            }
            byAge.add(entry);
            entries.put(key, entry);
        }
    }

    private boolean isInTheWay(Entry<V> oldest, long nanos) {
        return byAge.size() >= size || isOld(oldest, nanos);
    }

    private boolean isOld(Entry<V> entry, long nanos) {
        return nanos - entry.since >= lifetimeNanos;
    }

    /** How many entries take up room. */
    int size() {
        return entries.size();
    }

    private static final class Entry<V> {
        private final TokenKey key;
        private final V value;
        private final long since;
        private final Instant end;

        private Entry(TokenKey key, V value, long since, Instant end) {
            this.key = key;
            this.value = value;
            this.since = since;
            this.end = end;
        }
    }
}
