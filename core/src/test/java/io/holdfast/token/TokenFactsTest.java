package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TokenFactsTest {
    private static final Instant EXP = Instant.ofEpochSecond(1_800_000_000);
    private static final int TEXT = 56;
    private static final int WORD = 64;

    private final Map<String, Object> claims = new HashMap<>(Map.of("iss", "i", "aud", List.of("a", "bc")));

    private TokenFacts facts() {
        return SharedFacts.NONE.in(claims, EXP, "tenant");
    }

    @Test
    @DisplayName("weighs two bytes a character, and each text and word as an object of its own")
    void weighsTexts() {
        long ofIssuer = TEXT + 2;
        long ofAudience = (WORD + TEXT + 2) + (WORD + TEXT + 4);
        assertThat(facts().weight()).isEqualTo(ofIssuer + ofAudience);

        claims.put("sub", "subject");
        claims.put("client_id", "abcd");
        claims.put("scope", "x yz");
        long ofSubject = TEXT + 14;
        long ofClient = TEXT + 8;
        long ofScopes = (WORD + TEXT + 2) + (WORD + TEXT + 4);
        assertThat(facts().weight()).isEqualTo(ofIssuer + ofAudience + ofSubject + ofClient + ofScopes);
    }

    @Test
    @DisplayName("keeps one more claim that is a text, whose weight counts unless it is the subject's")
    void keepsOneMoreClaim() {
        long without = facts().weight();
        claims.put("tenant", "north");
        assertThat(facts().kept()).isEqualTo("north");
        assertThat(facts().weight()).isEqualTo(without + TEXT + 10);

        claims.put("tenant", 7);
        assertThat(facts().kept()).isNull();
        assertThat(facts().weight()).isEqualTo(without);

        claims.put("sub", "north");
        long withSubject = facts().weight();
        claims.put("tenant", "north");
        assertThat(facts().weight()).isEqualTo(withSubject);
    }

    @Test
    @DisplayName("is before its end up to the last millisecond")
    void endsAtExp() {
        assertThat(facts().isBeforeExpiry(EXP.toEpochMilli() - 1)).isTrue();
        assertThat(facts().isBeforeExpiry(EXP.toEpochMilli())).isFalse();
        assertThat(facts().expiresAt()).isEqualTo(EXP);
    }

    @Test
    @DisplayName("reads scopes between any number of spaces, in their order")
    void readsScopes() {
        claims.put("scope", " b  a ");
        assertThat(facts().scopes()).containsExactly("b", "a");
        claims.put("scope", "b");
        assertThat(facts().scopes()).containsExactly("b");
        claims.put("scope", "");
        assertThat(facts().scopes()).isEmpty();
    }
}
