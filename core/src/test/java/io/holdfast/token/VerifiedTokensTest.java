package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.TestTokens;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The room of remembered tokens: bounded in number and in weight. */
final class VerifiedTokensTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final VerificationKey KEY = VerificationKey.of(
                    TestTokens.of("https://login.example.com").rsaKey().jwk())
            .orElseThrow();
    private static final KnownHeader HEADER =
            new KnownHeader(new byte[0], SignatureAlgorithm.RS256, Optional.empty(), KEY);
    private static final PayloadReader READER = new PayloadReader(TokenProfile.rfc9068(), "sub");

    /** A token that weighs so many bytes, an even number from 500 on. */
    private static CachedToken weighing(int bytes) {
        return token("s".repeat((int) (bytes - token("").weight()) / 2));
    }

    private static CachedToken token(String subject) {
        Map<String, Object> claims = Map.of("iss", "i", "sub", subject, "aud", Collections.emptyList());
        TokenFacts facts = SharedFacts.NONE.in(claims, Instant.ofEpochMilli(NOW + 300_000), "tenant");
        return new CachedToken(facts, HEADER, READER, NOW, 0);
    }

    private static TokenKey key(int number) {
        return TokenKey.of("token " + number);
    }

    private static int rememberedOf(VerifiedTokens tokens, int put) {
        int found = 0;
        for (int i = 0; i < put; i++) {
            found += tokens.get(key(i), NOW) == null ? 0 : 1;
        }
        return found;
    }

    @Test
    @DisplayName("remembers one token of up to 8 KiB, and no heavier one")
    void boundsOneToken() {
        VerifiedTokens tokens = new VerifiedTokens(1);
        tokens.put(key(0), weighing(8 * 1024 + 2), NOW);
        assertThat(tokens.size()).isZero();

        tokens.put(key(1), weighing(8 * 1024), NOW);
        assertThat(tokens.get(key(1), NOW)).isNotNull();
    }

    @Test
    @DisplayName("remembers as many as weigh 2 KiB each together, and then drops some for the next")
    void boundsAllTogether() {
        VerifiedTokens tokens = new VerifiedTokens(16);
        for (int i = 0; i < 8; i++) {
            tokens.put(key(i), weighing(4 * 1024), NOW);
        }
        assertThat(rememberedOf(tokens, 8)).isEqualTo(8);

        tokens.put(key(8), weighing(4 * 1024), NOW);
        assertThat(tokens.get(key(8), NOW)).isNotNull();
        assertThat(tokens.size()).isEqualTo(8);
    }

    @Test
    @DisplayName("a token that is put again keeps its place, and takes its room once")
    void putsAgain() {
        VerifiedTokens tokens = new VerifiedTokens(16);
        for (int i = 0; i < 100; i++) {
            tokens.put(key(0), weighing(8 * 1024), NOW);
        }
        for (int i = 1; i < 4; i++) {
            tokens.put(key(i), weighing(8 * 1024), NOW);
        }

        assertThat(rememberedOf(tokens, 4)).isEqualTo(4);
    }

    @Test
    @DisplayName("gives the room of a forgotten token back")
    void givesRoomBack() {
        VerifiedTokens tokens = new VerifiedTokens(16);
        for (int i = 0; i < 100; i++) {
            CachedToken heavy = weighing(8 * 1024);
            tokens.put(key(i), heavy, NOW);
            tokens.remove(key(i), heavy);
        }
        assertThat(tokens.size()).isZero();

        for (int i = 0; i < 4; i++) {
            tokens.put(key(i), weighing(8 * 1024), NOW);
        }
        assertThat(rememberedOf(tokens, 4)).isEqualTo(4);
    }
}
