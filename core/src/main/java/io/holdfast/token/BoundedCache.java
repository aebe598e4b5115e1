package io.holdfast.token;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of a bounded number and weight of entries that all live equally long. Because of that the oldest entry is also
 * the one that would end next, so it is the right one to drop when there is no room.
 *
 * <p>Looking up takes no lock. Safe for use by many threads.
 */
final class BoundedCache<V> {
    private final int size;
    private final long mostWeight;
    private final long lifetimeNanos;
    private final ConcurrentMap<TokenKey, Entry<V>> entries = new ConcurrentHashMap<>();

    /** The {@link #entries}, oldest first. Guarded by itself. */
    private final Map<TokenKey, Entry<V>> byAge = new LinkedHashMap<>();

    /** The weight of all entries. Guarded by {@link #byAge}. */
    private long weight;

    BoundedCache(int size, long mostWeight, long lifetimeNanos) {
        this.size = size;
        this.mostWeight = mostWeight;
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
     * @param ofValue about how many bytes it takes, at most the weight of all
     * @param since the beginning of its lifetime, by the ticker
     * @param end its latest end, by the clock
     */
    void put(TokenKey key, V value, long ofValue, long since, Instant end) {
        Entry<V> entry = new Entry<>(key, value, ofValue, since, end);
        synchronized (byAge) {
            Entry<V> replaced = byAge.remove(key);
            weight += ofValue - (replaced != null ? replaced.weight : 0);
            Iterator<Entry<V>> oldestFirst = byAge.values().iterator();
            while (oldestFirst.hasNext()) {
                Entry<V> oldest = oldestFirst.next();
                if (byAge.size() < size && weight <= mostWeight && !isOld(oldest, since)) {
                    break;
                }
                oldestFirst.remove();
                weight -= oldest.weight;
                entries.remove(oldest.key);
            }
            byAge.put(key, entry);
            entries.put(key, entry);
        }
    }

    /** Forgets all values. */
    void clear() {
        synchronized (byAge) {
            byAge.clear();
            entries.clear();
            weight = 0;
        }
    }

    /** Forgets a value. */
    void remove(TokenKey key) {
        if (entries.containsKey(key)) {
            synchronized (byAge) {
                Entry<V> removed = byAge.remove(key);
                weight -= removed != null ? removed.weight : 0;
                entries.remove(key);
            }
        }
    }

    private boolean isOld(Entry<V> entry, long nanos) {
        return nanos - entry.since >= lifetimeNanos;
    }

    /** The number of entries that take up room. */
    int size() {
        return entries.size();
    }

    private static final class Entry<V> {
        private final TokenKey key;
        private final V value;
        private final long weight;
        private final long since;
        private final Instant end;

        private Entry(TokenKey key, V value, long weight, long since, Instant end) {
            this.key = key;
            this.value = value;
            this.weight = weight;
            this.since = since;
            this.end = end;
        }
    }
}
