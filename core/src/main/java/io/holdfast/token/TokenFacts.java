package io.holdfast.token;

import io.holdfast.binding.Confirmation;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of a verified token that every request needs, read by {@link SharedFacts#in}. Immutable. */
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

    TokenFacts(
            String issuer,
            @Nullable String subject,
            @Nullable String clientId,
            Set<String> audience,
            Set<String> scopes,
            Confirmation confirmation,
            @Nullable String kept,
            Instant expiresAt) {
        this.issuer = issuer;
        this.subject = subject;
        this.clientId = clientId;
        this.audience = audience;
        this.scopes = scopes;
        this.confirmation = confirmation;
        this.kept = kept;
        this.expiresAt = expiresAt.toEpochMilli();
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
}
