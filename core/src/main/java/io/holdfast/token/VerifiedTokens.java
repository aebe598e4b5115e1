package io.holdfast.token;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Remembers JWTs that were verified, by their SHA-256 digests, until they expire. Bounded in number and in memory: 2 KiB a
 * token on the average and 8 KiB for one, whatever the tokens hold.
 *
 * <p>Each token has a place in a ring. When there is no free place, a hand goes round and drops the first token that has
 * expired or was not used since it came by last; after a few steps it drops the next one in any case. So a flood of new
 * tokens costs as much as their number and pushes out those first that nobody uses.
 *
 * <p>Looking up takes no lock. Safe for use by many threads.
 */
final class VerifiedTokens implements TokenCacheStatus {
    private static final int MEAN_WEIGHT = 2 * 1024;
    private static final int MOST_WEIGHT = 8 * 1024;
    private static final int MOST_STEPS = 16;

    private final ConcurrentMap<TokenKey, CachedToken> tokens = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** The keys of all tokens, and of some that are gone. Guarded by itself, as are the next two. */
    private final @Nullable TokenKey[] ring;

    private int hand;
    private long weight;

    VerifiedTokens(int size) {
        this.ring = new TokenKey[size];
    }

    /** The remembered facts of a token that is valid at a time in milliseconds; null if there are none. */
    @Nullable
    CachedToken get(TokenKey key, long millis) {
        CachedToken token = tokens.get(key);
        return token != null && token.isValidAt(millis) ? token : null;
    }

    void noteHit(CachedToken token) {
        token.noteUse();
        hits.increment();
    }

    void noteMiss() {
        misses.increment();
    }

    /** Remembers a token if it may be found again and has a usual size. */
    void put(TokenKey key, CachedToken token, long millis) {
        long ofToken = token.weight();
        if (ring.length == 0 || ofToken > MOST_WEIGHT || !token.isValidAt(millis)) {
            return;
        }
        synchronized (ring) {
            if (tokens.replace(key, token) != null) {
                return; // verified twice at once, or by a newer key: it keeps its place, and weighs as much
            }
            for (int steps = 0; steps < 2 * MOST_STEPS; steps++) {
                boolean free = freePlace(millis, steps >= MOST_STEPS);
                if (free && weight + ofToken <= mostWeight()) {
                    ring[hand] = key;
                    weight += ofToken;
                    tokens.put(key, token);
                    advance();
                    return;
                }
                advance();
            }
        }
        // Still too heavy together: this one is not remembered, and the next finds more room.
    }

    /** Forgets a token whose verification does not count any more. */
    void remove(TokenKey key, CachedToken token) {
        synchronized (ring) {
            if (tokens.get(key) == token) {
                forget(key);
            }
        }
    }

    /** True if the hand's place is free, or becomes free here. */
    private boolean freePlace(long millis, boolean inAnyCase) {
        TokenKey key = ring[hand];
        CachedToken token = key == null ? null : tokens.get(key);
        if (key == null || token == null) {
            return true;
        }
        boolean stays = !inAnyCase && token.facts().isBeforeExpiry(millis) && token.wasUsed();
        if (!stays) {
            forget(key);
        }
        return !stays;
    }

    private void forget(TokenKey key) {
        CachedToken token = tokens.remove(key);
        if (token != null) {
            weight -= token.weight();
        }
    }

    private void advance() {
        hand = (hand + 1) % ring.length;
    }

    private long mostWeight() {
        return Math.max(MOST_WEIGHT, (long) ring.length * MEAN_WEIGHT);
    }

    @Override
    public long hits() {
        return hits.sum();
    }

    @Override
    public long misses() {
        return misses.sum();
    }

    @Override
    public int size() {
        return tokens.size();
    }
}
