package io.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRulesTest {
    private static final String ORIGIN = "https://api.example";
    private static final TokenRules RULES = new TokenRules(List.of(
            TokenRule.at(ORIGIN).scopes("all").build(),
            TokenRule.at(ORIGIN)
                    .paths("/orders", "/v2/orders/")
                    .scopes("orders")
                    .build(),
            TokenRule.at(ORIGIN).paths("/orders/admin").scopes("admin").build(),
            TokenRule.at("https://other.example")
                    .paths("/stock")
                    .scopes("stock")
                    .build()));

    @ParameterizedTest(name = "C-10 {0} gets the token for {1}")
    @CsvSource({
        "/orders,orders",
        "/orders?a=/orders/admin,orders",
        "/orders/,orders",
        "/orders/7,orders",
        "/v2/orders,orders",
        "/v2/orders/7,orders",
        "/orders/admin/x,admin",
        "/orders/administrators,orders",
        "/orders-old,all",
        "/Orders,all",
        "/,all",
        "'',all",
        "/x/../orders/admin,all",
        "/orders/./admin,all",
        "/orders//admin,all",
        "/orders%2fadmin,all",
        "/orders/%2e%2e/x,all",
        "/orders\\admin,all",
        "/orders;v=1/admin,all",
        "https://api.example/orders,all"
    })
    void choosesTheLongestPath(String path, String scope) {
        assertThat(RULES.requestFor("api.example", 443, path).orElseThrow().scopes())
                .containsExactly(scope);
    }

    @ParameterizedTest(name = "C-10 {0} gets no token where only /stock does")
    @ValueSource(strings = {"/", "/stocks", "/x/../stock", "/%2e/stock", "/stock;a", "/stock/%2e%2e", ""})
    void givesNoneOutsideThePath(String path) {
        assertThat(RULES.requestFor("other.example", -1, path)).isEmpty();
    }

    @Test
    @DisplayName("C-10 a rule is about its own origin only")
    void keepsToItsOrigin() {
        assertThat(RULES.requestFor("other.example", 443, "/stock/7")).isPresent();
        assertThat(RULES.requestFor("other.example", 8443, "/stock/7")).isEmpty();
        assertThat(RULES.requestFor("third.example", 443, "/stock/7")).isEmpty();
    }

    @Test
    @DisplayName("two rules for one path are a mistake, and both are named")
    void refusesAClash() {
        TokenRule one = TokenRule.at(ORIGIN).paths("/a", "/b").scopes("one").build();
        TokenRule two = TokenRule.at(ORIGIN + ":443").paths("/b/").scopes("two").build();

        assertThatThrownBy(() -> new TokenRules(List.of(one, two)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("https://api.example:443/b")
                .hasMessageContaining("one")
                .hasMessageContaining("two");
    }

    @Test
    @DisplayName("the same rule twice is no clash")
    void takesTheSameTwice() {
        assertThat(new TokenRules(List.of(
                                TokenRule.at(ORIGIN).scopes("a").build(),
                                TokenRule.at(ORIGIN).scopes("a").build()))
                        .requestFor("api.example", 443, "/"))
                .isPresent();
    }

    @ParameterizedTest(name = "{0} is no path for a rule")
    @ValueSource(strings = {"orders", "", "/a/../b", "/a?b", "/a#b", "/a;b", "/a%2fb", "//a"})
    void refusesOddPaths(String path) {
        assertThatThrownBy(() -> TokenRule.at(ORIGIN).paths(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/orders");
    }
}
