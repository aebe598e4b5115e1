package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.binding.Confirmation;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IntrospectedAccessTokenVerifierTest {
    private static final String ISSUER = "https://login.example.com/realms/main";
    private static final TestPki PKI = TestPki.create();

    private final SettableClock clock = SettableClock.atPresent();
    private final Map<String, Object> answer = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    IntrospectedAccessTokenVerifierTest() {
        answer.put("active", true);
        answer.put("token_type", "Bearer");
        answer.put("iss", ISSUER);
        answer.put("aud", TestTokens.AUDIENCE);
        answer.put("sub", "server-a");
        answer.put("scope", "read write");
        answer.put("exp", now() + 300);
        answer.put("cnf", Map.of("x5t#S256", PKI.serverA().thumbprint()));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private IntrospectedAccessTokenVerifier.Builder verifier() {
        return IntrospectedAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE))
                .clock(clock);
    }

    private VerifiedToken verify(IntrospectedAccessTokenVerifier.Builder verifier, String token) throws Exception {
        return verifier.build(text -> {
                    asked.add(text);
                    return answer;
                })
                .verify(token);
    }

    private TokenRejection rejection() {
        return rejection(verifier(), "opaque");
    }

    private TokenRejection rejection(IntrospectedAccessTokenVerifier.Builder verifier, String token) {
        TokenRejectedException rejected =
                catchThrowableOfType(TokenRejectedException.class, () -> verify(verifier, token));
        assertThat(rejected).as("the token was not rejected").isNotNull();
        return rejected.rejection();
    }

    @Test
    @DisplayName("S-57 S-58 accepts an active token and tells what the answer says")
    void acceptsAnActiveToken() throws Exception {
        VerifiedToken token = verify(verifier(), "opaque");

        assertThat(token.issuer()).isEqualTo(ISSUER);
        assertThat(token.subject()).contains("server-a");
        assertThat(token.audience()).containsExactly(TestTokens.AUDIENCE);
        assertThat(token.scopes()).containsExactly("read", "write");
        assertThat(token.expiresAt().getEpochSecond()).isEqualTo(now() + 300);
        assertThat(token.confirmation().certificateThumbprint().orElseThrow().value())
                .isEqualTo(PKI.serverA().thumbprint());
        assertThat(token.toString()).doesNotContain("opaque");
    }

    static Stream<Object> notTrue() {
        return Stream.of("true", "True", "false", 1, 1.0, 0, List.of(true), Map.of("active", true));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("notTrue")
    @DisplayName(
            "S-56 only the JSON value true is active; beside an error another value than true and false says nothing")
    void onlyTrueIsActive(Object active) {
        answer.put("active", active);
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
        assertThat(inactive()).contains("no \"active\" that is true or false", "clientId");
        answer.put("error", "unsupported_token_type");
        assertThat(unavailable("opaque")).contains("\"active\" that is true or false", "unsupported_token_type");
    }

    @Test
    @DisplayName(
            "S-56 an answer without active, with null or without members is of an inactive token, if it names no error")
    void absentIsInactive() {
        answer.put("active", false);
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
        assertThat(inactive()).contains("says \"active\": false");
        answer.put("error", "invalid_client");
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
        answer.put("error", null);
        answer.put("active", null);
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
        answer.put("error", "invalid_client");
        assertThat(unavailable("opaque")).contains("invalid_client");
        answer.remove("error");
        answer.remove("active");
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
        answer.clear();
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
        assertThat(inactive()).doesNotContain("error");
        answer.put("error", "unsupported_token_type");
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_INACTIVE);
    }

    private String inactive() {
        TokenRejectedException rejected =
                catchThrowableOfType(TokenRejectedException.class, () -> verify(verifier(), "opaque"));
        return String.valueOf(rejected.getMessage());
    }

    @Test
    @DisplayName("S-56 names the error of an answer that is no answer, and nothing in it that may be of the token")
    void namesTheError() {
        answer.clear();
        for (String error : List.of("invalid_client", "Unauthorized", "access_denied")) {
            answer.put("error", error);
            assertThat(unavailable("opaque")).contains("the error '" + error + "'");
        }
        for (Object error : List.of(
                "token opaque is unknown",
                "opaque",
                "opaq",
                "x".repeat(41),
                "a\nb",
                "${jndi:x}",
                "",
                7,
                List.of("a"))) {
            answer.put("error", error);
            assertThat(unavailable("opaque")).contains("an error (not shown)").doesNotContain("opaq", "xxx", "jndi");
        }
    }

    private String unavailable(String token) {
        VerificationUnavailableException unavailable =
                catchThrowableOfType(VerificationUnavailableException.class, () -> verify(verifier(), token));
        assertThat(unavailable).as("something was said of the token").isNotNull();
        return String.valueOf(unavailable.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "N_A", "DPoP", "mac", "", "Bearer "})
    @DisplayName("S-61 refuses an active token of another type than Bearer")
    void refusesOtherTypes(String type) {
        answer.put("token_type", type);

        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-61 refuses a token_type that is no string, and every typ but those of access tokens")
    void refusesOtherKinds() {
        answer.put("token_type", 7);
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
        answer.remove("token_type");
        for (Object typ : Arrays.asList("Refresh", "Offline", "ID", "Logout", "RPT", "JWT", "dpop+jwt", "", 7)) {
            answer.put("typ", typ);
            assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
        }
    }

    @Test
    @DisplayName("S-61 takes Bearer in every letter case, and an answer without token_type")
    void takesBearer() throws Exception {
        answer.put("token_type", "bearer");
        assertThat(verify(verifier(), "opaque")).isNotNull();
        answer.remove("token_type");
        assertThat(verify(verifier(), "opaque")).isNotNull();
        for (String typ : List.of("Bearer", "bearer", "at+jwt", "AT+JWT")) {
            answer.put("typ", typ);
            assertThat(verify(verifier(), "opaque")).isNotNull();
        }
    }

    static Stream<Arguments> wrongMembers() {
        return Stream.of(
                Arguments.of("iss", "https://evil.example", TokenRejection.TOKEN_ISSUER),
                Arguments.of("iss", ISSUER + "/", TokenRejection.TOKEN_ISSUER),
                Arguments.of("aud", "https://other.example", TokenRejection.TOKEN_AUDIENCE),
                Arguments.of("aud", List.of(), TokenRejection.TOKEN_AUDIENCE),
                Arguments.of("aud", null, TokenRejection.TOKEN_CLAIM_MISSING),
                Arguments.of("aud", 7, TokenRejection.TOKEN_MALFORMED),
                Arguments.of("exp", 1000, TokenRejection.TOKEN_EXPIRED),
                Arguments.of("exp", "4102444800", TokenRejection.TOKEN_MALFORMED),
                Arguments.of("nbf", 4_102_444_800L, TokenRejection.TOKEN_NOT_YET_VALID),
                Arguments.of("iat", 4_102_444_800L, TokenRejection.TOKEN_NOT_YET_VALID),
                Arguments.of("scope", List.of("read write"), TokenRejection.TOKEN_MALFORMED),
                Arguments.of("scope", Map.of("read", true), TokenRejection.TOKEN_MALFORMED),
                Arguments.of("sub", "a\nb", TokenRejection.TOKEN_MALFORMED));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongMembers")
    @DisplayName("S-58 holds an active answer to its exp, nbf, iat, iss, aud and scope")
    void enforcesWhatIsSaid(String name, Object value, TokenRejection expected) {
        answer.put(name, value);

        assertThat(rejection()).isEqualTo(expected);
    }

    @Test
    @DisplayName("S-58 a missing aud is refused unless the settings say otherwise, and a wrong one always")
    void audMayBeMissingOnlyWhenSaid() throws Exception {
        answer.remove("aud");
        assertThat(rejection()).isEqualTo(TokenRejection.TOKEN_CLAIM_MISSING);
        assertThat(verify(verifier().allowMissingAudience(), "opaque").audience())
                .isEmpty();

        answer.put("aud", "https://other.example");
        assertThat(rejection(verifier().allowMissingAudience(), "opaque")).isEqualTo(TokenRejection.TOKEN_AUDIENCE);
    }

    @Test
    @DisplayName("S-58 where the answer names no issuer, the one that was asked stands")
    void theIssuerThatWasAskedStands() throws Exception {
        answer.remove("iss");

        assertThat(verify(verifier(), "opaque").issuer()).isEqualTo(ISSUER);
        assertThat(answer).doesNotContainKey("iss");
    }

    @Test
    @DisplayName("S-58 members that are null count as absent, except cnf")
    void nullMembersAreAbsent() throws Exception {
        for (String name : List.of("iss", "sub", "scope", "exp", "nbf", "iat", "token_type", "typ", "jti", "x")) {
            answer.put(name, null);
        }
        VerifiedToken token = verify(verifier().lifetimeWithoutExp(Duration.ofSeconds(7)), "opaque");

        assertThat(token.issuer()).isEqualTo(ISSUER);
        assertThat(token.scopes()).isEmpty();
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(7));
        assertThat(token.claims()).containsOnlyKeys("active", "iss", "aud", "cnf");
        answer.put("cnf", null);
        assertThat(verify(verifier(), "opaque").confirmation().kind()).isEqualTo(Confirmation.Kind.MALFORMED);
    }

    @Test
    @DisplayName("S-82 takes scopes as a string and as an array")
    void takesScopesInBothShapes() throws Exception {
        answer.put("scope", List.of("read", "write"));

        assertThat(verify(verifier(), "opaque").scopes()).containsExactly("read", "write");
        assertThat(verify(verifier(), "opaque").claim("scope")).contains("read write");
    }

    @Test
    @DisplayName("S-43 an answer that says of no kind and no binding, with a claim of ID tokens, is of no access token")
    void refusesAnIdTokenWithoutAKind() throws Exception {
        answer.remove("token_type");
        for (String claim : List.of("nonce", "at_hash", "c_hash", "s_hash", "sid")) {
            answer.put(claim, "x");
            assertThat(verify(verifier(), "opaque")).as("a bound token").isNotNull();
            Object cnf = answer.remove("cnf");
            assertThat(rejection()).as(claim).isEqualTo(TokenRejection.TOKEN_TYPE);
            answer.put("token_type", "Bearer");
            assertThat(verify(verifier(), "opaque"))
                    .as("one that says what it is")
                    .isNotNull();
            answer.remove("token_type");
            answer.put("cnf", cnf);
            answer.remove(claim);
        }
    }

    @Test
    @DisplayName("S-56 says that the server knows no tokens of this kind")
    void saysThatTheKindIsNotKnown() {
        answer.clear();
        answer.put("error", "unsupported_token_type");

        assertThatThrownBy(() -> verify(verifier(), "opaque"))
                .isInstanceOf(TokenRejectedException.class)
                .hasMessageContaining("set verification to jwt")
                .extracting(e -> ((TokenRejectedException) e).rejection())
                .isEqualTo(TokenRejection.TOKEN_INACTIVE);
    }

    @Test
    @DisplayName("S-59 without exp a token counts as long as the cache would keep it")
    void withoutExpCountsForTheCache() throws Exception {
        answer.remove("exp");

        assertThat(verify(verifier().lifetimeWithoutExp(Duration.ofSeconds(7)), "opaque")
                        .expiresAt())
                .isEqualTo(clock.instant().plusSeconds(7));
        assertThat(verify(verifier().lifetimeWithoutExp(Duration.ZERO).clockSkew(Duration.ZERO), "opaque"))
                .as("without a cache it counts for this request")
                .isNotNull();
    }

    @Test
    @DisplayName("E13 tells an answer without cnf from one whose cnf is of the wrong type")
    void tellsTheConfirmation() throws Exception {
        for (Object cnf : Arrays.asList(null, "x", List.of(), Map.of(), Map.of("x5t#S256", 1))) {
            answer.put("cnf", cnf);
            assertThat(verify(verifier(), "opaque").confirmation().kind()).isEqualTo(Confirmation.Kind.MALFORMED);
        }
        answer.put("cnf", Map.of("jkt", "x"));
        assertThat(verify(verifier(), "opaque").confirmation().kind()).isEqualTo(Confirmation.Kind.UNSUPPORTED);
        answer.remove("cnf");
        answer.put("x5t#S256", PKI.serverA().thumbprint());
        assertThat(verify(verifier(), "opaque").confirmation().kind()).isEqualTo(Confirmation.Kind.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "=", "a=b", "ä", "a\r\nb", "a&b"})
    @DisplayName("S-55 asks nobody about what is no token")
    void asksNobodyAboutWhatIsNoToken(String text) {
        assertThat(rejection(verifier(), text)).isEqualTo(TokenRejection.TOKEN_MALFORMED);
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("S-55 asks nobody about a token that is too long")
    void asksNobodyAboutALongToken() {
        assertThat(rejection(verifier().maxTokenLength(5), "123456")).isEqualTo(TokenRejection.TOKEN_TOO_LONG);
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> verifier().maxTokenLength(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> verifier().clockSkew(Duration.ofMinutes(6)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-43 asks about a token that looks like a JWT as about any other, and reads nothing in it")
    void asksAboutJwts() throws Exception {
        String jwt = TestTokens.of("https://evil.example", clock)
                .unbound()
                .claim("sub", "admin")
                .compact();

        assertThat(verify(verifier(), jwt).subject()).contains("server-a");
        assertThat(asked).containsExactly(jwt);
    }

    @Test
    @DisplayName("reads an answer by the issuer's profile")
    void readsByTheProfile() throws Exception {
        answer.put("typ", "Bearer");
        answer.put("azp", "partner-a");
        assertThat(verify(verifier().profile(TokenProfile.keycloak()), "opaque").clientId())
                .contains("partner-a");

        answer.put("typ", "Logout");
        assertThat(rejection(verifier().profile(TokenProfile.keycloak()), "opaque"))
                .isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-60 an outage stays an outage")
    void anOutageStaysAnOutage() {
        assertThatThrownBy(() -> verifier()
                        .build(token -> {
                            throw new VerificationUnavailableException("down");
                        })
                        .verify("opaque"))
                .isInstanceOf(VerificationUnavailableException.class);
    }
}
