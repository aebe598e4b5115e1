package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TokenProfileTest {
    private final TestTokens tokens = TestTokens.of("https://login.example.com");

    private AccessTokenVerifier verifier(TokenProfile profile) {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        return JwtAccessTokenVerifier.of(tokens.issuer(), Set.of(TestTokens.AUDIENCE))
                .profile(profile)
                .build(keyId -> keys);
    }

    private VerifiedToken verified(TokenProfile profile, TokenBuilder token) throws Exception {
        return verifier(profile).verify(token.compact());
    }

    private TokenRejection rejection(TokenProfile profile, TokenBuilder token) {
        TokenRejectedException e = catchThrowableOfType(TokenRejectedException.class, () -> verified(profile, token));
        assertThat(e).as("the token was accepted").isNotNull();
        return e.rejection();
    }

    private TokenBuilder keycloakToken() {
        return tokens.unbound().header("typ", "JWT").claim("typ", "Bearer").claim("azp", "partner-b");
    }

    @Test
    @DisplayName("S-30 S-83 keycloak: accepts typ JWT and shows azp as the client, whatever client_id says")
    void showsKeycloaksAzpAsTheClient() throws Exception {
        VerifiedToken token = verified(TokenProfile.keycloak(), keycloakToken().claim("client_id", "admin"));

        assertThat(token.clientId()).contains("partner-b");
        assertThat(token.claim("client_id")).contains("partner-b");
        assertThat(token.subject()).contains("server-a");
    }

    @Test
    @DisplayName("S-30 keycloak: accepts typ at+jwt, too")
    void acceptsKeycloaksStandardType() throws Exception {
        assertThat(verified(TokenProfile.keycloak(), keycloakToken().header("typ", "at+jwt")))
                .isNotNull();
    }

    @Test
    @DisplayName("S-43 keycloak: an ID or refresh token of the same realm is no access token")
    void refusesKeycloaksOtherTokens() {
        for (Object typ : Arrays.asList("ID", "Refresh", "Logout", "bearer", null, List.of("Bearer"))) {
            assertThat(rejection(TokenProfile.keycloak(), keycloakToken().claim("typ", typ)))
                    .isEqualTo(TokenRejection.TOKEN_TYPE);
        }
        assertThat(rejection(TokenProfile.keycloak(), keycloakToken().withoutClaim("typ")))
                .isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-41 keycloak: a token without azp names no client, though it has a client_id")
    void requiresKeycloaksAzp() {
        assertThat(rejection(TokenProfile.keycloak(), keycloakToken().withoutClaim("azp")))
                .isEqualTo(TokenRejection.TOKEN_CLAIM_MISSING);
    }

    @Test
    @DisplayName("S-30 rfc9068: Keycloak's exceptions are not accepted")
    void doesNotMakeKeycloaksExceptionsForOthers() {
        assertThat(rejection(TokenProfile.rfc9068(), keycloakToken())).isEqualTo(TokenRejection.TOKEN_TYPE);
    }

    @Test
    @DisplayName("S-82 reads scopes from a string and from an array, and shows them as a string")
    void readsScopesFromAnArray() throws Exception {
        TokenBuilder token = tokens.unbound().claim("scope", List.of("orders:read", "orders:write"));

        assertThat(verified(TokenProfile.rfc9068(), token).scopes()).containsExactly("orders:read", "orders:write");
        assertThat(verified(TokenProfile.rfc9068(), token).claim("scope")).contains("orders:read orders:write");
        assertThat(verified(TokenProfile.rfc9068(), token.claim("scope", "orders:read  x "))
                        .scopes())
                .containsExactly("orders:read", "x");
        assertThat(verified(TokenProfile.rfc9068(), token.claim("scope", List.of()))
                        .scopes())
                .isEmpty();
        assertThat(verified(
                                TokenProfile.rfc9068().scopesIn("scp"),
                                tokens.unbound().claim("scp", List.of("a", "b")))
                        .scopes())
                .containsExactly("a", "b");
    }

    @Test
    @DisplayName("S-82 a token that is remembered has the scopes of its array, too")
    void remembersScopesFromAnArray() throws Exception {
        AccessTokenVerifier verifier = verifier(TokenProfile.rfc9068());
        String token = tokens.unbound().claim("scope", List.of("a", "b")).compact();

        assertThat(verifier.verify(token).scopes()).containsExactly("a", "b");
        assertThat(verifier.verify(token).scopes()).containsExactly("a", "b");
        assertThat(verifier.verify(token).claims()).containsEntry("scope", "a b");
    }

    @Test
    @DisplayName("S-82 with another scope claim the standard one has no meaning")
    void readsScopesFromTheNamedClaimOnly() throws Exception {
        TokenProfile profile = TokenProfile.rfc9068().scopesIn("scp");

        assertThat(verified(profile, tokens.unbound().claim("scp", "read")).scopes())
                .containsExactly("read");
        assertThat(verified(profile, tokens.unbound()).scopes()).isEmpty();
    }

    @Test
    @DisplayName("S-82 an array element cannot smuggle in a second scope")
    void refusesArraysOfAnythingElse() {
        TokenProfile profile = TokenProfile.rfc9068();
        for (Object scope : Arrays.asList(
                7,
                Map.of("read", true),
                List.of(List.of("read")),
                List.of("read write"),
                List.of(""),
                List.of(1),
                Arrays.asList("read", null),
                List.of("a\"b"),
                null)) {
            assertThat(rejection(profile, tokens.unbound().claim("scope", scope)))
                    .as("%s", scope)
                    .isEqualTo(TokenRejection.TOKEN_MALFORMED);
        }
    }

    @Test
    @DisplayName("S-30 accepts a token without typ only if told to, and even then no other type")
    void acceptsAnAbsentTypeOnlyIfToldTo() throws Exception {
        AccessTokenVerifier lenient = JwtAccessTokenVerifier.of(tokens.issuer(), Set.of(TestTokens.AUDIENCE))
                .types(Set.of(TokenProfile.ABSENT_TYPE))
                .build(keyId ->
                        List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow()));

        assertThat(lenient.verify(tokens.unbound().withoutHeader("typ").compact()))
                .isNotNull();
        for (Object typ : Arrays.asList("absent", "JWT", "at+jwt", null)) {
            TokenRejectedException e = catchThrowableOfType(
                    TokenRejectedException.class,
                    () -> lenient.verify(tokens.unbound().header("typ", typ).compact()));
            assertThat(e).as("%s", typ).isNotNull();
            assertThat(e.rejection()).isEqualTo(TokenRejection.TOKEN_TYPE);
        }
    }
}
