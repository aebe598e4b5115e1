package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathReadingTest {
    private static final PathReading LENIENT = new PathReading(EnumSet.allOf(PathAllowance.class), false);

    private static RequestedPath read(PathReading reading, @Nullable String raw, String context, String canonical)
            throws AmbiguousPathException {
        return reading.read(new StubTarget(raw, canonical, context, canonical));
    }

    private static void assertAmbiguous(PathReading reading, @Nullable String raw, String context, String canonical) {
        assertThatExceptionOfType(AmbiguousPathException.class)
                .as("%s as %s", raw, canonical)
                .isThrownBy(() -> read(reading, raw, context, canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/orders, /orders",
        "/orders/, /orders/",
        "/%41b%63, /Abc",
        "/caf%C3%A9, /caf\u00e9",
        "/caf%c3%a9, /caf\u00e9",
        "/caf\u00e9, /caf\u00e9",
        "/a%20b, /a b",
        "/a%7Eb/~c, /a~b/~c",
        "/a:b/@c, /a:b/@c",
        "'/a,b+c(d)', '/a,b+c(d)'",
        "/c++/+x/y+, /c++/+x/y+",
        "/a%2Cb%2Bc%28d%29, '/a,b+c(d)'",
        "/%F0%9F%98%80, /\ud83d\ude00",
        "/a%3Fb%23c, /a?b#c",
        "/a%26b=c%3Dd, /a&b=c=d",
        "/wait%E2%80%A6, /wait\u2026",
        "/100%EF%BC%85%EF%BC%9Bx, /100\uff05\uff1bx",
        "/%E3%80%80x%C2%A0/a, /\u3000x\u00a0/a",
        "/a.b/..c/...d, /a.b/..c/...d",
        "/-%2D_%5F, /--__",
        "/.well-known/x, /.well-known/x",
        "/orders;jsessionid=0A1B.node-1_x~, /orders",
        "/orders/;jsessionid=node0abc.node0, /orders/",
        "/caf%C3%A9;jsessionid=1!2*3+4:5, /caf\u00e9",
        "/;jsessionid=1, /"
    })
    @DisplayName("S-89 takes every legal encoding, and the container's own session id, for plain")
    void takesLegalSpellings(String raw, String canonical) throws Exception {
        for (String context : List.of("", "/shop", "/my%20shop")) {
            assertThat(read(PathReading.STRICT, context + raw, context, canonical))
                    .hasToString(canonical);
        }
        assertThat(read(PathReading.STRICT, "/sh%6Fp" + raw, "/shop", canonical))
                .hasToString(canonical);
        assertThat(read(LENIENT, raw, "", canonical)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "/x/..;/a, /a",
        "/x/%2e%2e/a, /a",
        "/x/%2E./a, /a",
        "/x/../a, /a",
        "/./a, /a",
        "/a/., /a/",
        "/a/.., /",
        "/%2e/a, /a",
        "/x/..%2Fa, /a",
        "/x%2F..%2Fa, /a",
        "/x\\..\\a, /a",
        "/x%5C..%5Ca, /a",
        "/a%5cb, /a\\b",
        "/a%00, /a",
        "/a%0A, /a",
        "/a%7F, /a",
        "/a%C2%85b, /a\u0085b",
        "/a%252e, /a%2e",
        "/a%25b, /a%b",
        "/a%3Bb, /a;b",
        "/a%, /a%",
        "/a%4, /a%4",
        "/a%zz, /a%zz",
        "/a%u0041, /aA",
        "/a%C3, /a\ufffd",
        "/a%C3b%A9, /a\u00e9b",
        "/a%C0%AFb, /a/b",
        "/a%EF%BC%8Fb, /a\uff0fb",
        "/a.%E2%84%80, /a.\u2100",
        "/a/x%E2%84%85y/b, /a/x\u2105y/b",
        "/a/%CC%87, /a/\u0307",
        "/a/%CC%87/b, /a/\u0307/b",
        "/x/%EF%BC%8E%EF%BC%8E/a, /x/\uff0e\uff0e/a",
        "/x/%E2%80%A5/a, /x/\u2025/a",
        "/x/%EF%BC%8E/a, /x/\uff0e/a",
        "/a%EF%BC%BCb, /a\uff3cb",
        "/a%C0%AE, /a.",
        "/a%ED%A0%80, /a?",
        "/caf%E9, /caf\u00e9",
        "/a., /a.",
        "/a%20, '/a '",
        "/a%20/b, '/a /b'",
        "/b, /a",
        "/a/b, /a",
        "/a, /a/b",
        "/a/, /b/c",
        "/A, /a",
        "/a+b, '/a b'",
        "/%20a, '/ a'",
        "/a/%20b/c, '/a/ b/c'",
        "/orders;jsessionid=1/x, /orders/x",
        "/orders;jsessionid=1;jsessionid=2, /orders",
        "/orders;x=1;jsessionid=2, /orders",
        "/orders;jsessionid=1;x=2, /orders",
        "/orders;jsessionid, /orders",
        "/orders;jsessionid=, /orders",
        "/orders;JSESSIONID=1, /orders",
        "/orders;jsessionid=1%2e, /orders",
        "/orders;jsessionid=a/../b, /orders/b",
        "'/orders;jsessionid=a,b', /orders",
        "/orders%3Bjsessionid=1, /orders",
        "/..;jsessionid=1, /",
        "/orders;sessionid=1, /orders",
        "orders, orders",
        "*, *",
        "https://api.example/a, /a"
    })
    @DisplayName("S-89 B13 G2 refuses what two programs may read differently")
    void refusesOddSpellings(String raw, String canonical) {
        assertAmbiguous(PathReading.STRICT, raw, "", canonical);
        assertAmbiguous(PathReading.STRICT, "/shop" + raw, "/shop", canonical);
        assertAmbiguous(PathReading.STRICT, null, "", canonical);
        assertAmbiguous(PathReading.STRICT, "", "", canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//a", "/a//b", "/a//", "//", "/a;x", "/;/a", "/a;/b", "/a%2Fb", "/a%2fb"})
    @DisplayName("S-89 refuses what only the setting allowedInPaths allows, whatever the container makes of it")
    void refusesWhatMayBeAllowed(String raw) throws Exception {
        String decoded = raw.replace("%2F", "/").replace("%2f", "/").replaceAll(";[^/]*", "");
        for (String canonical : List.of(raw, decoded, decoded.replaceAll("/+", "/"))) {
            assertAmbiguous(PathReading.STRICT, raw, "", canonical);
        }
        assertThat(read(LENIENT, raw, "", decoded.replaceAll("/+", "/"))).hasToString(decoded.replaceAll("/+", "/"));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/..;/b, /b",
        "/a%2F..%2Fb, /b",
        "/a%2F.., /a/..",
        "/a/%2e%2e/b, /b",
        "/a//../b, /b",
        "/a;%2e/b, /a/b",
        "/a;\\/b, /a/b",
        "/a;%zz, /a",
        "/a%5Cb, /a\\b",
        "/a;x/../b, /b"
    })
    @DisplayName("S-89 refuses dot segments, backslashes and bad escapes whatever is allowed")
    void allowsNoMoreThanItSays(String raw, String canonical) {
        assertAmbiguous(LENIENT, raw, "", canonical);
    }

    @Test
    @DisplayName("S-89 allows each odd spelling by its own name")
    void allowsEachByItsName() throws Exception {
        for (PathAllowance allowance : PathAllowance.values()) {
            PathReading reading = new PathReading(Set.of(allowance), false);
            for (PathAllowance other : PathAllowance.values()) {
                String raw = "/a" + other.settingValue() + "b";
                String canonical = other == PathAllowance.PARAMETERS ? "/a" : "/a/b";
                if (other == allowance) {
                    assertThat(read(reading, raw, "", canonical)).hasToString(canonical);
                } else {
                    assertAmbiguous(reading, raw, "", canonical);
                }
            }
        }
    }

    @Test
    @DisplayName("S-89 holds an encoded slash to the rules of both paths that it may mean")
    void readsAnEncodedSlashInTwoWays() throws Exception {
        for (String canonical : List.of("/files/a/b", "/files/a%2Fb", "/files/a%2fb")) {
            RequestedPath path = read(LENIENT, "/files/a%2fb", "", canonical);

            assertThat(path.path()).isEqualTo("/files/a/b");
            assertThat(path.second()).hasToString("/files/a%2Fb");
        }
    }

    @Test
    @DisplayName("S-89 looks for no other spelling where frameworks take every path by the letter")
    void foldsNoExactPath() throws Exception {
        PathReading exact = new PathReading(EnumSet.allOf(PathAllowance.class), true);
        RequestedPath path = read(exact, "/Files/a%2Fb", "", "/Files/a/b");

        assertThat(path.loosePath()).isEqualTo("/Files/a/b");
        assertThat(path.second().loosePath()).isEqualTo("/Files/a%2Fb");
        assertThat(read(LENIENT, "/Files/a", "", "/Files/a").loosePath()).isEqualTo("/files/a");
        assertThat(read(exact, "/a%EF%BC%8Fb/%CC%87", "", "/a\uff0fb/\u0307")).hasToString("/a\uff0fb/\u0307");
    }

    @Test
    @DisplayName("S-89 holds a welcome file to the rules of the directory, too, and takes no other file for one")
    void readsAWelcomeFileInTwoWays() throws Exception {
        RequestedPath path = read(PathReading.STRICT, "/shop/a/", "/shop", "/a/index.html");

        assertThat(path.path()).isEqualTo("/a/index.html");
        assertThat(path.second()).hasToString("/a/");
        assertThat(read(PathReading.STRICT, "/shop", "/shop", "")).hasToString("/");
        assertThat(read(PathReading.STRICT, "/shop/", "/shop", "")).hasToString("/");
        assertAmbiguous(PathReading.STRICT, "/other", "/shop", "/");
        assertAmbiguous(PathReading.STRICT, "/shopping", "/shop", "/ping");
        assertThat(read(PathReading.STRICT, "/a/", "", "/a/b/index.html").second())
                .hasToString("/a/");
        assertAmbiguous(PathReading.STRICT, "/a", "", "/a/index.html");
        assertAmbiguous(PathReading.STRICT, "/a/", "", "/a/..");
    }

    @Test
    @DisplayName("S-89 keeps the order of encoded characters and encoded slashes")
    void keepsTheOrderAroundAnEncodedSlash() throws Exception {
        PathReading reading = new PathReading(EnumSet.of(PathAllowance.ENCODED_SLASHES), false);

        assertThat(read(reading, "/%C3%A9%2F%C3%BC", "", "/é/ü")).hasToString("/é/ü");
        assertAmbiguous(reading, "/%C3%2F%A9", "", "/é/");
        assertAmbiguous(reading, "/%C3%2F%A9", "", "//é");
    }

    @Test
    @DisplayName("S-89 says whether an escape encodes nothing or what changes the path")
    void saysWhatIsWrongWithAnEscape() {
        assertThatExceptionOfType(AmbiguousPathException.class)
                .isThrownBy(() -> read(PathReading.STRICT, "/a%00", "", "/a"))
                .withMessageContaining("control character");
        for (String none : List.of("/a%", "/a%0", "/a%g0", "/a%0g", "/a%-1")) {
            assertThatExceptionOfType(AmbiguousPathException.class)
                    .isThrownBy(() -> read(PathReading.STRICT, none, "", "/a"))
                    .withMessageContaining("encodes nothing");
        }
    }

    @Test
    @DisplayName("S-89 takes only the container's own parameter for a session id")
    void takesTheContainersSessionId() throws Exception {
        RequestTarget named = new RequestTarget() {
            @Override
            public String path() {
                return "/a;SID=1";
            }

            @Override
            public String canonicalPath() {
                return "/a";
            }

            @Override
            public Set<String> sessionParameters() {
                return Set.of("SID", "sid");
            }
        };
        assertThat(PathReading.STRICT.read(named)).hasToString("/a");
        assertThat(read(PathReading.STRICT, "/a=;jsessionid=azAZ09-._~!*+:=@$", "", "/a="))
                .hasToString("/a=");
        for (String noId : List.of("", "a/", "a;", "`", "{", "[", "%20", "a,b", "\u0660")) {
            assertAmbiguous(PathReading.STRICT, "/a;jsessionid=" + noId, "", "/a");
        }
        assertAmbiguous(PathReading.STRICT, "/a;SID=1", "", "/a");
    }
}
