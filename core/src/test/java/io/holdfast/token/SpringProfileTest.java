package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.binding.Confirmation;
import io.holdfast.json.StrictJson;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and answers that a Spring Authorization Server has written, at the time when it wrote them. */
final class SpringProfileTest {
    private static final String ISSUER = "https://localhost:16443";
    private static final Instant THEN = Instant.ofEpochSecond(1_796_013_915);

    private final SettableClock clock = SettableClock.at(THEN);
    private final Properties written = new Properties();

    SpringProfileTest() throws Exception {
        try (InputStream file = SpringProfileTest.class.getResourceAsStream("spring/tokens.properties")) {
            written.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
    }

    private AccessTokenVerifier verifier(String audience, TokenProfile profile) throws Exception {
        List<VerificationKey> keys = List.of(VerificationKey.of(StrictJson.parseObject(written.getProperty("jwk")))
                .orElseThrow());
        return JwtAccessTokenVerifier.of(ISSUER, Set.of(audience))
                .profile(profile)
                .clock(clock)
                .build(keyId -> keys);
    }

    private VerifiedToken verified(String name, String audience) throws Exception {
        return verifier(audience, TokenProfile.spring()).verify(written.getProperty(name));
    }

    private VerifiedToken introspected(String name, String audience, TokenProfile profile) throws Exception {
        Map<String, Object> answer = StrictJson.parseObject(written.getProperty(name));
        return IntrospectedAccessTokenVerifier.of(ISSUER, Set.of(audience))
                .profile(profile)
                .allowMissingAudience()
                .clock(clock)
                .build(token -> answer)
                .verify("opaque");
    }

    @Test
    @DisplayName("S-30 S-41 S-82 spring: one setting accepts its access tokens")
    void acceptsItsAccessTokens() throws Exception {
        VerifiedToken token = verified("certificate-bound", "https://api.example.test");

        assertThat(token.subject()).contains("client-a");
        assertThat(token.clientId()).isEmpty();
        assertThat(token.scopes()).containsExactly("read", "write");
        assertThat(token.confirmation().kind()).isEqualTo(Confirmation.Kind.CERTIFICATE);
        assertThat(verified("default-audience", "client-a-defaultaud").scopes()).isEmpty();
        assertThat(verified("of-a-user", "web").subject()).contains("alice");
        assertThat(introspected("introspected-opaque", "client-a-opaque", TokenProfile.spring())
                        .clientId())
                .contains("client-a-opaque");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id-token", "id-token-of-a-refresh"})
    @DisplayName("S-43 spring: refuses its ID tokens, which pass every other check where unbound tokens may pass")
    void refusesItsIdTokens(String name) throws Exception {
        String idToken = written.getProperty(name);

        TokenRejectedException rejected =
                catchThrowableOfType(TokenRejectedException.class, () -> verified(name, "web"));
        assertThat(rejected.rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
        assertThat(rejected).hasMessageContaining("'nbf', which the access tokens of this issuer's profile have");
        List<VerificationKey> keys = List.of(VerificationKey.of(StrictJson.parseObject(written.getProperty("jwk")))
                .orElseThrow());
        VerifiedToken byHand = JwtAccessTokenVerifier.of(ISSUER, Set.of("web"))
                .types(Set.of(TokenProfile.ABSENT_TYPE))
                .allowMissing(List.of("client_id"))
                .clock(clock)
                .build(keyId -> keys)
                .verify(idToken);
        assertThat(BindingPolicy.WHEN_PRESENT.check(byHand.confirmation(), null))
                .as("the same settings one by one let it in")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspected-id-token", "introspected-refresh-token"})
    @DisplayName("S-43 S-61 spring: refuses its ID and refresh tokens, which its introspection calls active")
    void refusesOtherTokensThatItIntrospects(String name) {
        TokenRejectedException rejected = catchThrowableOfType(
                TokenRejectedException.class, () -> introspected(name, "web", TokenProfile.spring()));

        assertThat(rejected.rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-43 refuses an introspected ID token of Spring's without the profile, too")
    void refusesItsIntrospectedIdTokenInAnyCase() {
        TokenRejectedException rejected = catchThrowableOfType(
                TokenRejectedException.class,
                () -> introspected("introspected-id-token", "web", TokenProfile.rfc9068()));

        assertThat(rejected.rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
        assertThat(rejected).hasMessageContaining("'nonce', as ID tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"azp", "nonce", "at_hash", "c_hash", "s_hash", "sid"})
    @DisplayName("S-43 spring: each mark of an ID token is enough, whatever typ and nbf say")
    void eachMarkIsEnough(String claim) throws Exception {
        TestTokens tokens = TestTokens.of(ISSUER, clock);
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        AccessTokenVerifier verifier = JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE))
                .profile(TokenProfile.spring())
                .clock(clock)
                .build(keyId -> keys);
        TokenBuilder token = tokens.unbound().claim("nbf", THEN.getEpochSecond());

        assertThat(verifier.verify(token.compact())).isNotNull();
        assertThat(verifier.verify(token.withoutHeader("typ").compact())).isNotNull();
        TokenRejectedException rejected = catchThrowableOfType(
                TokenRejectedException.class,
                () -> verifier.verify(token.claim(claim, "x").compact()));
        assertThat(rejected.rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
        assertThat(rejected).hasMessageContaining("'" + claim + "'");
    }
}
