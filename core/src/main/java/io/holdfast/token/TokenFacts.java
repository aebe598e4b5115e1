package io.holdfast.token;

import io.holdfast.binding.Confirmation;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of a verified token that every request needs. The other claims may be read on demand. Immutable. */
final class TokenFacts {
    private static final int TEXT = 56;
    private static final int WORD = 64;

    private final String issuer;
    private final @Nullable String subject;
    private final @Nullable String clientId;
    private final Set<String> audience;
    private final Set<String> scopes;
    private final Confirmation confirmation;

    /** The value of one more claim, which the verifier's owner has asked for; null if it is no text. */
    private final @Nullable String kept;

    /** Milliseconds since 1970, which take less room than an instant. */
    private final long expiresAt;

    private TokenFacts(Map<String, Object> claims, Instant expiresAt, @Nullable Object kept, SharedFacts shared) {
        this.issuer = shared.text(String.valueOf(claims.get("iss")));
        this.subject = shared.textOrNull(claims.get("sub"));
        this.clientId = shared.textOrNull(claims.get("client_id"));
        this.audience = shared.words(audienceOf(claims.get("aud")));
        this.scopes = shared.words(scopesOf((String) claims.get("scope")));
        this.confirmation = shared.confirmation(Confirmation.among(claims));
        this.kept = shared.textOrNull(kept instanceof String ? kept : null);
        this.expiresAt = expiresAt.toEpochMilli();
    }

    /**
     * The facts among claims that a verifier has checked.
     *
     * @param claims with {@code iss}, {@code sub} and {@code client_id}, if there, strings, {@code aud} a string or a list
     *     of strings, {@code scope}, if there, a string
     * @param keptClaim one more claim to keep
     * @param shared knows the facts that tokens have in common
     */
    static TokenFacts of(Map<String, Object> claims, Instant expiresAt, String keptClaim, SharedFacts shared) {
        return new TokenFacts(claims, expiresAt, claims.get(keptClaim), shared);
    }

    /** Reads the facts of a token that is not to be remembered here. */
    static TokenFacts of(Map<String, Object> claims, Instant expiresAt) {
        return new TokenFacts(claims, expiresAt, null, SharedFacts.NONE);
    }

    String issuer() {
        return issuer;
    }

    @Nullable
    String subject() {
        return subject;
    }

    @Nullable
    String clientId() {
        return clientId;
    }

    Set<String> audience() {
        return audience;
    }

    Set<String> scopes() {
        return scopes;
    }

    Confirmation confirmation() {
        return confirmation;
    }

    @Nullable
    String kept() {
        return kept;
    }

    Instant expiresAt() {
        return Instant.ofEpochMilli(expiresAt);
    }

    /** True if the token has not expired at a time in milliseconds since 1970; there is no leeway. */
    boolean isBeforeExpiry(long millis) {
        return millis < expiresAt;
    }

    /** About how many bytes of heap they take if no other token has any of them in common. */
    long weight() {
        long ofKept = kept == null || kept.equals(subject) ? 0 : weight(kept);
        return weight(audience) + weight(scopes) + weight(subject) + weight(clientId) + weight(issuer) + ofKept;
    }

    private static long weight(Set<String> words) {
        long weight = 0;
        for (String word : words) {
            weight += WORD + weight(word);
        }
        return weight;
    }

    private static long weight(@Nullable String text) {
        return text == null ? 0 : TEXT + 2L * text.length();
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
}
