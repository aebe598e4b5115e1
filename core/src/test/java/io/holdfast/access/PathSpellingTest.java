package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathSpellingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/orders", "/orders/", "/a.b/..c/...", "/.well-known/x", "/my%20file", "/%C3%A4", "/~a"})
    @DisplayName("S-78 finds ordinary paths plain")
    void findsOrdinaryPathsPlain(String path) {
        assertThat(PathSpelling.isPlain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a;x", "/;jsessionid=1", "/a;x=1/b", "/a.;x"})
    @DisplayName("S-78 B13 tells paths with parameters")
    void tellsParameters(String path) {
        assertThat(PathSpelling.isPlain(path)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "*",
                "orders",
                "https://api.example/orders",
                "//api",
                "/a//b",
                "/a//",
                "/;/a",
                "/a/;x/b",
                "/./a",
                "/a/.",
                "/a/..",
                "/a/../b",
                "/a/..;/b",
                "/a/..;x=1/b",
                "/a/.;/b",
                "/a\\b",
                "/%2e%2e/a",
                "/%2E./a",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%5Cb",
                "/a%3bb",
                "/a%252e",
                "/a%00",
                "/a%0ab",
                "/a%7f",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%-1",
                "/a%\uff14\uff11",
                "/a%u002e",
                "/a\u0000",
                "/a\tb"
            })
    @DisplayName("S-78 B13 tells spellings that change which path it is")
    void tellsRewrittenPaths(String path) {
        assertThat(PathSpelling.isPlain(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/orders", "/orders/", "/a b", "/ä", "/a..b/.x"})
    @DisplayName("S-78 takes decoded paths for canonical")
    void takesDecodedPaths(String path) {
        assertThat(PathSpelling.isCanonical(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "orders",
                "//",
                "/a//b",
                "//a",
                "/a//",
                "/.",
                "/..",
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/a;x",
                "/a;",
                "/a\\b",
                "/a\nb",
                "/a\u0000",
                "/a\u007f",
                "/a\u0085",
                "/a\ufffd",
                "/100%",
                "/%2e%2e/a",
                "/public/%2Fadmin",
                "/...",
                "/a./b",
                "/a.",
                "/a./",
                "/a /b",
                "/a ",
                "/ ",
                "/ a",
                "/a/ b/c",
                "/.. /a"
            })
    @DisplayName("S-78 B13 takes nothing for canonical that two readers may read differently")
    void takesNothingOddForCanonical(String path) {
        assertThat(PathSpelling.isCanonical(path)).isFalse();
    }
}
