package io.holdfast.token;

import io.holdfast.binding.Confirmation;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Facts that verified tokens have in common, kept once: tokens of one client differ in little more than their times.
 * Each fact has one place, which the last one takes; so the room is bounded, and a fact that finds its place taken is
 * merely not shared.
 *
 * <p>Without it a remembered token takes 938 bytes of heap instead of 270 (HeapOfTokens in the benchmarks, JDK 17).
 *
 * <p>Takes no lock. Safe for use by many threads.
 */
final class SharedFacts {
    /** Shares nothing, for tokens that nobody remembers here. */
    static final SharedFacts NONE = new SharedFacts(0);

    private static final int PLACES = 4096;

    /** Characters of a text or of the words of a set together. More are not common. */
    private static final int MOST_CHARACTERS = 1024;

    private static final int MOST_WORDS = 64;

    private final AtomicReferenceArray<@Nullable Object> facts;

    private SharedFacts(int places) {
        this.facts = new AtomicReferenceArray<>(places);
    }

    static SharedFacts create() {
        return new SharedFacts(PLACES);
    }

    /**
     * Reads the facts among claims that a verifier has checked.
     *
     * @param claims with {@code iss}, {@code sub} and {@code client_id}, if there, strings, {@code aud} a string or a list
     *     of strings, {@code scope}, if there, a string
     * @param keptClaim one more claim to keep; null for none
     */
    TokenFacts in(Map<String, Object> claims, Instant expiresAt, @Nullable String keptClaim) {
        Object kept = keptClaim == null ? null : claims.get(keptClaim);
        return new TokenFacts(
                text(String.valueOf(claims.get("iss"))),
                textOrNull(claims.get("sub")),
                textOrNull(claims.get("client_id")),
                words(audienceOf(claims.get("aud"))),
                words(scopesOf((String) claims.get("scope"))),
                confirmation(Confirmation.among(claims)),
                textOrNull(kept instanceof String ? kept : null),
                expiresAt);
    }

    private static Set<String> audienceOf(@Nullable Object aud) {
        if (aud instanceof String) {
            return Collections.singleton((String) aud);
        }
        Set<String> values = new LinkedHashSet<>();
        if (aud instanceof List) {
            ((List<?>) aud).forEach(value -> values.add((String) value));
        }
        return Collections.unmodifiableSet(values);
    }

    private static Set<String> scopesOf(@Nullable String scope) {
        if (scope == null || scope.isEmpty()) {
            return Collections.emptySet();
        }
        Set<String> words = new LinkedHashSet<>();
        int start = 0;
        while (start <= scope.length()) {
            int space = scope.indexOf(' ', start);
            int end = space < 0 ? scope.length() : space;
            if (end > start) {
                words.add(scope.substring(start, end));
            }
            start = end + 1;
        }
        return Collections.unmodifiableSet(words);
    }

    String text(String text) {
        return text.length() > MOST_CHARACTERS ? text : shared(text, text.hashCode());
    }

    @Nullable
    String textOrNull(@Nullable Object text) {
        return text == null ? null : text((String) text);
    }

    Confirmation confirmation(Confirmation confirmation) {
        return shared(confirmation, confirmation.hashCode());
    }

    /** Words in their order, which an equal set need not have. */
    Set<String> words(Set<String> words) {
        if (words.size() > MOST_WORDS || words.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            return words;
        }
        int hash = words.hashCode() + 1;
        Object there = at(hash);
        if (there instanceof Set && isSame((Set<?>) there, words)) {
            @SuppressWarnings("unchecked") // only sets of words come here
            Set<String> shared = (Set<String>) there;
            return shared;
        }
        put(hash, words);
        return words;
    }

    private static boolean isSame(Set<?> some, Set<?> others) {
        Iterator<?> other = others.iterator();
        for (Object word : some) {
            if (!other.hasNext() || !word.equals(other.next())) {
                return false;
            }
        }
        return !other.hasNext();
    }

    private <T> T shared(T fact, int hash) {
        Object there = at(hash);
        if (there != null && fact.equals(there)) {
            @SuppressWarnings("unchecked") // equal facts are of one class
            T shared = (T) there;
            return shared;
        }
        put(hash, fact);
        return fact;
    }

    private @Nullable Object at(int hash) {
        return facts.length() == 0 ? null : facts.get(place(hash));
    }

    private void put(int hash, Object fact) {
        if (facts.length() > 0) {
            facts.set(place(hash), fact);
        }
    }

    private static int place(int hash) {
        return ((hash >>> 16) ^ hash) & (PLACES - 1);
    }
}
