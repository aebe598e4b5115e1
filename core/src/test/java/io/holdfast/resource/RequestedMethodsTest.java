package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestedMethodsTest {
    private static Iterable<String> methods(@Nullable String method, @Nullable String query) throws RefusedException {
        return RequestedMethods.of(new BareRequest(method, query, Map.of()), Set.of("PURGE"));
    }

    private static Iterable<String> named(String value) throws RefusedException {
        return methods("GET", "_method=" + value);
    }

    @ParameterizedTest
    @CsvSource({
        "%41, A",
        "%4a%4F, JO",
        "A%5aZ, AZZ",
        "%u0041b, AB",
        "%U00e9, É",
        "%C3%A9, É",
        "%61+%62, A B",
        "A%3A%2f, A:/",
        "%, %",
        "%4, %4",
        "A%4g, A%4G",
        "A%g4, A%G4",
        "%u004, %U004",
        "%u004g, %U004G",
        "%00A, A",
        "%39%30, 90",
        "a~, A~",
        "{}, {}"
    })
    @DisplayName("S-90 a value of _method is decoded as far as it can be, and written in capitals")
    void decodesValues(String value, String expected) throws RefusedException {
        assertThat(named(value)).containsExactlyElementsOf(distinct("GET", expected.split(" ", -1)));
    }

    private static List<String> distinct(String first, String... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).distinct().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%5Fmethod", "%u005fmethod", "_METHOD", "+_method", "_method+", "_m%65thod"})
    @DisplayName("S-90 the name of the parameter is decoded, too, in any letter case and with spaces around it")
    void decodesTheName(String name) throws RefusedException {
        assertThat(methods("GET", name + "=put")).containsExactly("GET", "PUT");
        assertThat(methods("GET", "a=b&" + name)).containsExactly("GET");
        assertThat(methods("GET", name + "=put;" + name + "=trace")).containsExactly("GET", "PUT", "TRACE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=_method", "method=PUT", "_methods=PUT", "=_method", "%=PUT", "_%=PUT"})
    @DisplayName("S-90 another parameter names no method")
    void passesOverOthers(String query) throws RefusedException {
        assertThat(methods("GET", query)).containsExactly("GET");
        assertThat(methods("GET", null)).containsExactly("GET");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, method=PUT, PUT",
        "POST, Method=%70urge+, PURGE",
        "POST, m%65thod=patch, PATCH",
        "POST, method=card, ''",
        "POST, method=LINK, ''",
        "POST, method=post, ''",
        "POST, methods=PUT, ''",
        "GET, method=PUT, ''",
        "GET, method=options, OPTIONS",
        "OPTIONS, method=OPTIONS, ''"
    })
    @DisplayName("S-90 the parameter method names a method for POST, or OPTIONS, and only one of HTTP or of a rule")
    void readsTheShortName(String method, String query, String named) throws RefusedException {
        List<String> expected = named.isEmpty() ? List.of(method) : List.of(method, named);
        assertThat(methods(method, query)).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({"a, A", "z, Z", "GEt, GET", "GETé, GETÉ", "gETı, GETI", "ſ, S"})
    @DisplayName("S-90 a method of the request line counts as it stands, and in capitals")
    void writesCapitals(String method, String capitals) throws RefusedException {
        assertThat(methods(method, null)).containsExactly(method, capitals);
    }

    @Test
    @DisplayName("S-90 no method counts as it stands, too")
    void hasNoMethod() throws RefusedException {
        assertThat(methods(null, null)).containsExactly((String) null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "A", "Z", "~", "`", "{", "@[", "M-SEARCH", ""})
    @DisplayName("S-90 a method without a letter in lower case counts once")
    void countsOnce(String method) throws RefusedException {
        assertThat(methods(method, null)).containsExactly(method);
    }

    @Test
    @DisplayName("S-90 eight methods of 32 characters each are taken, and not one more of either")
    void boundsNumberAndLength() throws RefusedException {
        String longest = "M".repeat(32);
        String seven = "A,B,C,D,E,F," + longest;

        assertThat(named(seven)).containsExactly("GET", "A", "B", "C", "D", "E", "F", longest);
        assertThat(named(seven + ",".repeat(8 * 33 - seven.length()))).hasSize(8);
        for (String more :
                List.of(seven + ",G", "A," + longest + "M", seven + ",".repeat(8 * 33 - seven.length() + 1))) {
            assertThatThrownBy(() -> named(more))
                    .as(more)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(RefusalReason.PATH_AMBIGUOUS));
        }
        assertThat(methods("GET", "_method=A&".repeat(9))).containsExactly("GET", "A");
        String eightValues = "_method=1&_method=2&_method=3&_method=4&_method=5&_method=6&_method=7&_method=";
        assertThat(methods("GET", eightValues)).hasSize(8);
        assertThatThrownBy(() -> methods("GET", eightValues + "&_method=,")).isInstanceOf(RefusedException.class);
    }
}
