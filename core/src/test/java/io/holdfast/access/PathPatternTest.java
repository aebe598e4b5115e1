package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/, ''",
        "/**, /",
        "/**, ''",
        "/**, /a/b/",
        "/*, /a",
        "/*, /a/",
        "/orders, /orders",
        "/orders, /orders/",
        "/orders/**, /orders",
        "/orders/**, /orders/",
        "/orders/**, /orders/1/lines",
        "/orders/*/lines, /orders/1/lines",
        "/partners/{client_id}/**, /partners/b",
        "/partners/{client_id}/**, /partners/b/orders"
    })
    @DisplayName("S-78 matches whole segments")
    void matches(String pattern, String path) {
        assertThat(PathPatternParser.parse(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /a",
        "/*, /",
        "/*, ''",
        "/*, /a/b",
        "/orders, /",
        "/orders, ''",
        "/orders, /order",
        "/orders, /orders2",
        "/orders, /orders/1",
        "/orders, /Orders",
        "/orders/**, /orders2",
        "/orders/**, /ORDERS/1",
        "/orders/**, /x/orders",
        "/orders/*/lines, /orders/lines",
        "/orders/*/lines, /orders/1/2/lines",
        "/partners/{client_id}, /partners",
        "/partners/{client_id}, /partners/"
    })
    @DisplayName("S-78 B13 matches nothing besides, not another letter case either")
    void matchesNothingBesides(String pattern, String path) {
        assertThat(PathPatternParser.parse(pattern).matches(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/**, /a/**", "/**, /", "/a/**, /a", "/a/**, /a/*/c", "/*, /{sub}", "/{sub}, /a", "/a/*, /a/b", "/a, /a"
    })
    @DisplayName("tells that it covers another pattern")
    void covers(String pattern, String other) {
        assertThat(PathPatternParser.parse(pattern).covers(PathPatternParser.parse(other), false))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/a, /**", "/a/**, /**", "/a, /a/**", "/a, /A", "/a/*, /a/**", "/a/b, /a/*", "/a/*, /a", "/a, /a/b"})
    @DisplayName("tells that it does not cover another pattern")
    void doesNotCover(String pattern, String other) {
        assertThat(PathPatternParser.parse(pattern).covers(PathPatternParser.parse(other), false))
                .isFalse();
    }

    @Test
    @DisplayName("compares the segments in braces with the claims of their names, character for character")
    void comparesClaims() {
        PathPattern pattern = PathPatternParser.parse("/{tenant}/partners/{client_id}/**");

        assertThat(unequal(pattern, "/t/partners/b/orders", "b")).isEmpty();
        assertThat(unequal(pattern, "/t/partners/b", "b")).isEmpty();
        assertThat(unequal(pattern, "/t/partners/b/", "b")).isEmpty();
        assertThat(unequal(pattern, "/t/partners/B", "b")).contains("client_id");
        assertThat(unequal(pattern, "/t/partners/bb", "b")).contains("client_id");
        assertThat(unequal(pattern, "/t/partners/b", "bb")).contains("client_id");
        assertThat(unequal(pattern, "/u/partners/b", "b")).contains("tenant");
        assertThat(unequal(pattern, "/t/partners/b", null)).contains("client_id");
        assertThat(unequal(pattern, "/t/partners/7", 7L)).contains("client_id");
    }

    private static Optional<String> unequal(PathPattern pattern, String path, Object clientId) {
        return pattern.unequalClaim(path, name -> Optional.ofNullable(name.equals("tenant") ? "t" : clientId));
    }

    @ParameterizedTest
    @CsvSource({
        "orders, begins with a slash",
        "/orders?x=1, query",
        "/orders#x, fragment",
        "/my%20orders, percent sign",
        "/orders/, /orders/**",
        "/a//b, empty segment",
        "/a/../b, empty segment",
        "/a\\b, empty segment",
        "/**/a, before its end",
        "/a**, whole segment",
        "/*.css, whole segment",
        "/a/{client_id}.json, in braces",
        "/a/{}, in braces",
        "/a/{client id}, in braces"
    })
    @DisplayName("S-77 says what is wrong with a pattern")
    void saysWhatIsWrong(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathPatternParser.parse(pattern))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, /orders/.json/",
        "/orders, /orders/.json",
        "/, /.json",
        "/orders.json, /orders.json.gz",
        "/orders.json, /orders.gz.json",
        "/orders.tar.gz, /orders.x.tar.y.gz",
        "/.hidden, /.json.hidden",
        "/.hidden, /.hidden.json",
        "/orders, '/ orders. '",
        "/admin.jsf, /admin.xhtml",
        "/admin.jsf, /admin.faces",
        "/admin.jsf, /admin",
        "/admin.jsf, /Admin.XHTML/",
        "/admin.jsf, /admin/.xhtml",
        "/admin.jsf/**, /admin.xhtml",
        "/a/*/view.jsp, /a/b/view.do",
        "/orders.json, /orders.xml",
        "/orders.json, /orders",
        "/orders.json, '/ orders '",
        "/orders.tar.gz, /orders.gz",
        "/orders.tar.gz, /orders.gz.tar",
        "/orders.tar.gz, /orders.tar",
        "/.hidden.json, /.hidden",
        "/.hidden.json, /.hidden.xml"
    })
    @DisplayName("S-90 may match what a framework takes for the same")
    void mayMatch(String pattern, String path) {
        assertThat(PathPatternParser.parse(pattern).mayMatch(PathPattern.loosely(path)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/orders.json, /order",
        "/orders.json, /orders2.json",
        "/orders.json, /orders-xml",
        "/orders.json, /orders.xml/x",
        "/orders.json, /orders/x.json",
        "/orders.json/lines, /orders.xml/lines",
        "/orders.tar.gz, /order.tar.gz",
        "/.hidden, /.json",
        "/.hidden.json, /.json",
        "/orders, /orders/x.json",
        "/orders, /ordersjson",
        "/orders, /orde rs"
    })
    @DisplayName("S-90 does not match what no framework takes for the same")
    void mayNotMatch(String pattern, String path) {
        assertThat(PathPatternParser.parse(pattern).mayMatch(PathPattern.loosely(path)))
                .isFalse();
    }

    @Test
    @DisplayName("S-90 folds every letter, and leaves other characters as they are")
    void foldsLetters() {
        assertThat(PathPattern.loosely("/@AZ[`az{~+")).isEqualTo("/@az[`az{~ ");
        for (char c = 'A'; c <= 'Z'; c++) {
            assertThat(PathPattern.loosely("/" + c)).isEqualTo("/" + (char) (c + 32));
        }
        assertThat(PathPatternParser.parse("/a/**")).hasToString("/a/**");
    }
}
