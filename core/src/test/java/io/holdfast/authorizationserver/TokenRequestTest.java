package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {
    private static final String TOKEN = "s3cret-T0ken of the user";

    @ParameterizedTest(name = "refuses the scope {0} before asking")
    @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "ä", "a\n"})
    void refusesBadScopes(String scope) {
        assertThatThrownBy(() -> TokenRequest.clientCredentials(List.of(scope), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a scope");
    }

    @ParameterizedTest(name = "C-15 refuses the resource {0} before asking")
    @ValueSource(strings = {"", "api", "/api", "//host/api", "https://api.example/#a", "https://api.example/#", "a b"})
    void refusesBadResources(String resource) {
        assertThatThrownBy(() -> TokenRequest.clientCredentials(List.of(), List.of(resource)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a resource");
    }

    @Test
    @DisplayName("C-4 the order of scopes and resources does not count")
    void orderDoesNotCount() {
        TokenRequest one = TokenRequest.clientCredentials(List.of("a", "b"), List.of("urn:a", "urn:b"));

        assertThat(one)
                .isEqualTo(TokenRequest.clientCredentials(List.of("b", "a", "a"), List.of("urn:b", "urn:a")))
                .hasSameHashCodeAs(TokenRequest.clientCredentials(List.of("b", "a"), List.of("urn:b", "urn:a")))
                .isNotEqualTo(TokenRequest.clientCredentials(List.of("a"), List.of("urn:a", "urn:b")))
                .isNotEqualTo(TokenRequest.clientCredentials(List.of("a", "b"), List.of("urn:a")));
    }

    @Test
    @DisplayName("C-4 requests by different grants or tokens differ, by the same they are equal")
    void grantsCount() {
        TokenRequest refresh = TokenRequest.refreshToken(TOKEN, List.of("a"), List.of());
        TokenRequest exchange = exchange().scopes("a").build();

        assertThat(refresh)
                .isEqualTo(TokenRequest.refreshToken(TOKEN, List.of("a"), List.of()))
                .hasSameHashCodeAs(TokenRequest.refreshToken(TOKEN, List.of("a"), List.of()))
                .isNotEqualTo(TokenRequest.refreshToken("other", List.of("a"), List.of()))
                .isNotEqualTo(TokenRequest.clientCredentials(List.of("a"), List.of()))
                .isNotEqualTo(exchange);
        assertThat(exchange)
                .isEqualTo(exchange().scopes("a").build())
                .hasSameHashCodeAs(exchange().scopes("a").build())
                .isNotEqualTo(exchange().build())
                .isNotEqualTo(exchange().scopes("a").audiences("x").build())
                .isNotEqualTo(
                        exchange().scopes("a").actor("x", TokenExchange.JWT).build())
                .isNotEqualTo(exchange()
                        .scopes("a")
                        .requestedTokenType(TokenExchange.JWT)
                        .build())
                .isNotEqualTo(TokenRequest.exchange(TOKEN + ".", TokenExchange.ACCESS_TOKEN)
                        .scopes("a")
                        .build());
        assertThat(refresh.isByClientCredentials()).isFalse();
        assertThat(exchange.isByClientCredentials()).isFalse();
        assertThat(TokenRequest.clientCredentials(List.of(), List.of()).isByClientCredentials())
                .isTrue();
    }

    @Test
    @DisplayName("C-31 shows a token that it carries by its digest alone")
    void showsNoToken() {
        assertThat(TokenRequest.refreshToken(TOKEN, List.of(), List.of()).toString())
                .contains("refresh_token")
                .matches(".*[0-9a-f]{8}.*")
                .doesNotContain("s3cret");
        TokenExchange exchange = exchange().actor("s3cret-actor", TokenExchange.JWT);
        assertThat(exchange + " " + exchange.build())
                .contains("subject_token", "actor_token")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest(name = "C-31 refuses the token {0} without showing it")
    @ValueSource(strings = {"", "s3cr\u00e9t", "s3cret\n", "s3cret\u0000", "long"})
    void refusesBadTokens(String token) {
        String bad = token.equals("long") ? "s3cret".repeat(11_000) : token;
        assertThatThrownBy(() -> TokenRequest.refreshToken(bad, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refresh token")
                .hasMessageNotContaining("s3cr");
        assertThatThrownBy(() -> TokenRequest.exchange(bad, TokenExchange.JWT))
                .hasMessageContaining("subject_token")
                .hasMessageNotContaining("s3cr");
        assertThatThrownBy(() -> exchange().actor(bad, TokenExchange.JWT))
                .hasMessageContaining("actor_token")
                .hasMessageNotContaining("s3cr");
    }

    @Test
    @DisplayName("C-15 refuses what is no token type or audience, a second actor, and more than a form should hold")
    void refusesBadExchanges() {
        for (String type : List.of("", "jwt", "a b", "urn:" + "x".repeat(3_000))) {
            assertThatThrownBy(() -> TokenRequest.exchange(TOKEN, type)).hasMessageContaining("not a token type");
            assertThatThrownBy(() -> exchange().requestedTokenType(type)).hasMessageContaining("not a token type");
        }
        for (String audience : List.of("", "a\n", "x".repeat(3_000))) {
            assertThatThrownBy(() -> exchange().audiences(audience)).hasMessageContaining("not an audience");
        }
        assertThatThrownBy(() -> exchange().actor("a", TokenExchange.JWT).actor("b", TokenExchange.JWT))
                .isInstanceOf(IllegalStateException.class);
        String[] many = IntStream.range(0, 101).mapToObj(i -> "urn:x:" + i).toArray(String[]::new);
        assertThatThrownBy(() -> exchange().audiences(many).build()).hasMessageContaining("101 audiences");
        assertThatThrownBy(() -> exchange().scopes(many).build()).hasMessageContaining("101 scopes");
        assertThatThrownBy(() -> exchange().resources(many).build()).hasMessageContaining("101 resources");
        assertThatThrownBy(() -> exchange().scopes("x".repeat(3_000)).build())
                .hasMessageContaining("not a scope")
                .hasMessageNotContaining("x".repeat(300));
    }

    private static TokenExchange exchange() {
        return TokenRequest.exchange(TOKEN, TokenExchange.ACCESS_TOKEN);
    }
}
