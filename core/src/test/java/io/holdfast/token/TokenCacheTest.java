package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TokenCacheTest {
    private static final String ISSUER = "https://login.example.com/realms/main";
    private static final TestPki PKI = TestPki.create();

    private final SettableClock clock = SettableClock.atPresent();
    private final TestTokens tokens = TestTokens.of(ISSUER, clock);
    private List<VerificationKey> published = List.of(key(tokens.rsaKey()));
    private @Nullable VerificationUnavailableException outage;
    private int asked;

    private final JwtAccessTokenVerifier verifier = verifier(ISSUER).build(this::keys);

    private static VerificationKey key(SigningKey key) {
        return VerificationKey.of(key.jwk()).orElseThrow();
    }

    private List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException {
        asked++;
        if (outage != null) {
            throw outage;
        }
        return published.stream()
                .filter(key -> keyId.isEmpty() || key.id().equals(keyId))
                .toList();
    }

    private JwtVerifierBuilder verifier(String issuer) {
        return JwtAccessTokenVerifier.of(issuer, Set.of(TestTokens.AUDIENCE)).clock(clock);
    }

    private TokenBuilder token() {
        return tokens.boundTo(PKI.serverA());
    }

    private static TokenRejection rejection(JwtAccessTokenVerifier verifier, String token) {
        try {
            verifier.verify(token);
            throw new AssertionError("the token was not rejected");
        } catch (TokenRejectedException e) {
            return e.rejection();
        } catch (VerificationUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertCounts(JwtAccessTokenVerifier verifier, int hits, int misses, int size) {
        assertThat(verifier.cacheStatus().hits()).as("hits").isEqualTo(hits);
        assertThat(verifier.cacheStatus().misses()).as("misses").isEqualTo(misses);
        assertThat(verifier.cacheStatus().size()).as("size").isEqualTo(size);
    }

    @Test
    @DisplayName("S-59 a token that was verified is found again and says the same")
    void findsATokenAgain() throws Exception {
        String text = token().claim("aud", List.of("urn:other", TestTokens.AUDIENCE))
                .claim("scope", "write read")
                .claim("list", List.of(Map.of("a", 1)))
                .compact();

        VerifiedToken first = verifier.verify(text);
        VerifiedToken again = verifier.verify(text);

        assertCounts(verifier, 1, 1, 1);
        assertThat(again.issuer()).isEqualTo(first.issuer());
        assertThat(again.subject()).isEqualTo(first.subject());
        assertThat(again.clientId()).isEqualTo(first.clientId());
        assertThat(again.audience()).containsExactly("urn:other", TestTokens.AUDIENCE);
        assertThat(again.scopes()).containsExactly("write", "read");
        assertThat(again.expiresAt()).isEqualTo(first.expiresAt());
        assertThat(again.confirmation()).isEqualTo(first.confirmation());
        assertThat(again.digest()).isEqualTo(first.digest()).isEqualTo(TokenDigest.of(text));
        assertThat(again.claims()).isEqualTo(first.claims()).isUnmodifiable();
        assertThat((List<?>) again.claim("list").orElseThrow()).isUnmodifiable();
        assertThat(again.claim("sub")).isEqualTo(first.claim("sub"));
        assertThat(again.claim("jti")).isEqualTo(first.claim("jti"));
        assertThat(again.claim("nothing")).isEmpty();
    }

    @Test
    @DisplayName("S-59 an order of scopes and of audiences is each token's own")
    void keepsTheOrderOfEachToken() throws Exception {
        String one = token().claim("scope", "a b").compact();
        String other = token().claim("scope", "b a").compact();

        for (int i = 0; i < 2; i++) {
            assertThat(verifier.verify(one).scopes()).containsExactly("a", "b");
            assertThat(verifier.verify(other).scopes()).containsExactly("b", "a");
        }
    }

    @Test
    @DisplayName("S-59 a token of the profile keycloak says the same when it is found again")
    void readsClaimsByTheProfile() throws Exception {
        JwtAccessTokenVerifier keycloak = verifier(ISSUER)
                .profile(TokenProfile.keycloak())
                .keepClaim("preferred_username")
                .build(this::keys);
        String text = token().header("typ", "JWT")
                .claim("typ", "Bearer")
                .claim("azp", "partner-a")
                .claim("client_id", "not it")
                .claim("preferred_username", "ann")
                .compact();

        Map<String, Object> claims = keycloak.verify(text).claims();
        VerifiedToken again = keycloak.verify(text);

        assertThat(again.clientId()).contains("partner-a");
        assertThat(again.claim("client_id")).contains("partner-a");
        assertThat(again.claim("preferred_username")).contains("ann");
        assertThat(again.claims()).isEqualTo(claims);
        assertCounts(keycloak, 1, 1, 1);
    }

    @Test
    @DisplayName("S-59 another signature, payload or spelling of a remembered token is another token")
    void isFoundByItsWholeText() throws Exception {
        String text = token().compact();
        verifier.verify(text);
        int last = text.length() - 10;
        char other = text.charAt(last) == 'A' ? 'B' : 'A';

        assertThat(rejection(verifier, text.substring(0, last) + other + text.substring(last + 1)))
                .isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        assertThat(rejection(verifier, text + "=")).isEqualTo(TokenRejection.TOKEN_MALFORMED);
        assertThat(rejection(verifier, text.substring(0, text.lastIndexOf('.') + 1)))
                .isEqualTo(TokenRejection.TOKEN_MALFORMED);
        assertCounts(verifier, 0, 4, 1);
    }

    @Test
    @DisplayName("S-39 S-59 a remembered token ends with its exp, and within the leeway all is checked anew")
    void endsWithExp() throws Exception {
        String text = token().compact();
        verifier.verify(text);

        clock.advance(Duration.ofSeconds(299));
        verifier.verify(text);
        assertCounts(verifier, 1, 1, 1);
        clock.advance(Duration.ofSeconds(1));
        verifier.verify(text);
        assertCounts(verifier, 1, 2, 1);
        clock.advance(Duration.ofSeconds(30));
        assertThat(rejection(verifier, text)).isEqualTo(TokenRejection.TOKEN_EXPIRED);
    }

    @Test
    @DisplayName("S-40 a clock that is set back makes a remembered token not yet valid again")
    void heedsAClockThatIsSetBack() throws Exception {
        String text = token().compact();
        verifier.verify(text);

        clock.jump(Duration.ofMinutes(-1));

        assertThat(rejection(verifier, text)).isEqualTo(TokenRejection.TOKEN_NOT_YET_VALID);
    }

    @Test
    @DisplayName("S-87 a key that its issuer withdraws ends its tokens at once")
    void endsWithItsKey() throws Exception {
        String text = token().compact();
        verifier.verify(text);

        published = List.of(key(tokens.ecKey()));
        assertThat(rejection(verifier, text)).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        published = List.of(key(SigningKey.rs256("rsa-1")));
        assertThat(rejection(verifier, text)).isEqualTo(TokenRejection.TOKEN_SIGNATURE);
        assertCounts(verifier, 0, 3, 0);
    }

    @Test
    @DisplayName("S-87 the same key, fetched anew, keeps its tokens; with another alg, or for encryption, it does not")
    void heedsWhatTheKeyIsForNow() throws Exception {
        String text = token().compact();
        verifier.verify(text);

        published = List.of(key(tokens.ecKey()), key(tokens.rsaKey()));
        verifier.verify(text);
        verifier.verify(text);
        assertCounts(verifier, 2, 1, 1);
        published = List.of(key(tokens.rsaKey().as("PS256")));
        assertThat(rejection(verifier, text)).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
        Map<String, Object> forEncryption = tokens.rsaKey().jwk();
        forEncryption.put("use", "enc");
        published = VerificationKey.of(forEncryption).stream().toList();
        assertThat(rejection(verifier, text)).isEqualTo(TokenRejection.TOKEN_KEY_UNKNOWN);
    }

    @Test
    @DisplayName(
            "S-57 the keys are asked for on every request, so an outage beyond their time is one for known tokens, too")
    void asksForTheKeysEachTime() throws Exception {
        String text = token().compact();
        verifier.verify(text);
        verifier.verify(text);
        assertThat(asked).isEqualTo(2);

        outage = new VerificationUnavailableException("The keys cannot be had.");
        assertThatExceptionOfType(VerificationUnavailableException.class).isThrownBy(() -> verifier.verify(text));
        outage = null;
        assertThat(verifier.verify(text)).isNotNull();
    }

    @Test
    @DisplayName("S-59 each issuer remembers its own tokens")
    void issuersShareNothing() throws Exception {
        JwtAccessTokenVerifier other = verifier("https://other.example").build(this::keys);
        String text = token().compact();
        verifier.verify(text);

        assertThat(rejection(other, text)).isEqualTo(TokenRejection.TOKEN_ISSUER);
        assertCounts(other, 0, 1, 0);
    }

    @Test
    @DisplayName("S-59 rejected tokens take no room")
    void rejectedTokensTakeNoRoom() {
        for (int i = 0; i < 3; i++) {
            rejection(verifier, token().claim("aud", "urn:other").compact());
            rejection(verifier, token().secretlySignedBy(SigningKey.rs256("x")).compact());
            rejection(verifier, "a.b.c" + i);
        }

        assertCounts(verifier, 0, 9, 0);
    }

    @Test
    @DisplayName("S-59 size 0 remembers nothing, and a negative one is refused")
    void canBeSwitchedOff() throws Exception {
        JwtAccessTokenVerifier off = verifier(ISSUER).cacheSize(0).build(this::keys);
        String text = token().compact();
        off.verify(text);
        off.verify(text);

        assertCounts(off, 0, 2, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> verifier(ISSUER).cacheSize(-1));
    }

    @Test
    @DisplayName("S-59 never holds more than its size, keeps the tokens that are used, and forgets the others")
    void isBoundedByNumber() throws Exception {
        JwtAccessTokenVerifier small = verifier(ISSUER).cacheSize(4).build(this::keys);
        String used = token().compact();
        small.verify(used);
        for (int i = 0; i < 20; i++) {
            small.verify(token().compact());
            small.verify(used);
            assertThat(small.cacheStatus().size()).isLessThanOrEqualTo(4);
        }

        assertThat(small.cacheStatus().hits()).isEqualTo(20);
    }

    @Test
    @DisplayName("S-59 a full cache whose tokens are all used still takes a new one")
    void takesANewTokenWhenAllAreUsed() throws Exception {
        JwtAccessTokenVerifier small = verifier(ISSUER).cacheSize(2).build(this::keys);
        List<String> texts = List.of(token().compact(), token().compact(), token().compact());
        for (String text : texts) {
            small.verify(text);
            small.verify(text);
        }

        assertCounts(small, 3, 3, 2);
    }

    @Test
    @DisplayName("S-59 a token with facts beyond measure is accepted and not remembered")
    void doesNotRememberHugeTokens() throws Exception {
        String text = token().claim("sub", "x".repeat(5_000)).compact();
        verifier.verify(text);
        verifier.verify(text);

        assertCounts(verifier, 0, 2, 0);
    }

    @Test
    @DisplayName("S-59 is bounded in memory, whatever many tokens hold")
    void isBoundedByMemory() throws Exception {
        JwtAccessTokenVerifier small = verifier(ISSUER).cacheSize(40).build(this::keys);
        for (int i = 0; i < 40; i++) {
            small.verify(token().claim("sub", i + "x".repeat(3_000)).compact());
        }

        // 40 tokens have 80 KiB together, and each of these takes more than 6000 bytes of it.
        assertThat(small.cacheStatus().size()).isBetween(1, 13);
    }

    @Test
    @DisplayName("S-29 what is found again holds no signature, so no token leaks from it")
    void holdsNoSignature() throws Exception {
        String text = token().compact();
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).clock(clock);
        verifier.verify(text);
        KnownHeader header = new KnownHeader(new byte[0], SignatureAlgorithm.RS256, Optional.empty(), published.get(0));
        Map<String, Object> claims = verifier.verify(text).claims();
        CachedToken known = new CachedToken(
                SharedFacts.NONE.in(claims, clock.instant(), null),
                header,
                new PayloadReader(TokenProfile.rfc9068(), "sub"),
                0,
                text.lastIndexOf('.'));

        VerifiedToken again = VerifiedToken.again(TokenKey.of(text), known, bytes);

        assertThat(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII))
                .startsWith(text.substring(0, text.lastIndexOf('.')))
                .endsWith("\0".repeat(text.length() - text.lastIndexOf('.')));
        assertThat(again.claims()).isEqualTo(claims);
        assertThat(again.toString()).isEqualTo("VerifiedToken[" + TokenDigest.of(text) + "]");
    }

    @Test
    @DisplayName("S-59 many threads verify, find again and read tokens while they push each other out")
    void isSafeForManyThreads() throws Exception {
        JwtAccessTokenVerifier small = verifier(ISSUER).cacheSize(8).build(keyId -> published);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            texts.add(token().claim("sub", "partner-" + i).compact());
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int start = thread * 5;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 400; i++) {
                        int which = (start + i * i) % texts.size();
                        VerifiedToken token = small.verify(texts.get(which));
                        assertThat(token.subject()).contains("partner-" + which);
                        assertThat(token.claims()).containsEntry("sub", "partner-" + which);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(small.cacheStatus().size()).isBetween(1, 8);
        assertThat(small.cacheStatus().hits() + small.cacheStatus().misses()).isEqualTo(1_600);
        assertThat(small.cacheStatus().hits()).isPositive();
    }
}
