package io.holdfast.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.Confirmation.Kind;
import io.holdfast.testkit.RfcVectors;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfirmationTest {
    private static final String THUMBPRINT = RfcVectors.APPENDIX_A_THUMBPRINT;

    private static Confirmation of(Object cnf) {
        return Confirmation.among(Collections.singletonMap("cnf", cnf));
    }

    @Test
    @DisplayName("S-44 reads the thumbprint from x5t#S256")
    void readsTheThumbprint() {
        Confirmation confirmation = of(Map.of("x5t#S256", THUMBPRINT));

        assertThat(confirmation.kind()).isEqualTo(Kind.CERTIFICATE);
        assertThat(confirmation.certificateThumbprint())
                .get()
                .extracting(CertificateThumbprint::value)
                .isEqualTo(THUMBPRINT);
    }

    @Test
    @DisplayName("S-48 is absent only where there is no cnf member")
    void isAbsentWithoutTheMember() {
        assertThat(Confirmation.among(Map.of("sub", "a")).kind()).isEqualTo(Kind.ABSENT);
    }

    static Stream<Object> notObjects() {
        return Stream.of("x", 1, true, List.of(), List.of(Map.of()), Map.of());
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("notObjects")
    @DisplayName("S-49 A29 a cnf that is no object, or an empty one, is malformed")
    void isMalformedWhenNotAnObject(Object cnf) {
        assertThat(of(cnf).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    @DisplayName("S-49 A29 a null cnf is malformed, not absent")
    void nullIsMalformed() {
        assertThat(of(null).kind()).isEqualTo(Kind.MALFORMED);
    }

    static Stream<Object> notThumbprints() {
        return Stream.of("", 1, true, List.of(THUMBPRINT), Map.of(), THUMBPRINT + "=", THUMBPRINT.replace('A', '+'));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("notThumbprints")
    @DisplayName("S-49 S-45 an x5t#S256 that is no thumbprint is malformed")
    void isMalformedWithoutAThumbprint(Object value) {
        assertThat(of(Map.of("x5t#S256", value)).kind()).isEqualTo(Kind.MALFORMED);
        assertThat(of(Collections.singletonMap("x5t#S256", null)).kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"jkt", "jwk", "kid", "jwe", "jku", "unheard-of"})
    @DisplayName("S-50 methods that cannot be checked are unsupported, not absent")
    void otherMethodsAreUnsupported(String method) {
        assertThat(of(Map.of(method, "x")).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"x5t", "x5t#s256", "x5t#S512", "X5T#S256"})
    @DisplayName("S-52 A31 look-alikes of x5t#S256 bind nothing")
    void lookAlikesBindNothing(String method) {
        assertThat(of(Map.of(method, THUMBPRINT)).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    @DisplayName("S-51 members that nobody registered do not matter beside a thumbprint")
    void ignoresUnknownMembers() {
        assertThat(of(Map.of("x5t#S256", THUMBPRINT, "note", "x", "x5t", "y")).kind())
                .isEqualTo(Kind.CERTIFICATE);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"jkt", "jwk", "kid", "jwe", "jku", "osc"})
    @DisplayName("S-51 A33 a second registered method beside a thumbprint is unsupported, because both must hold")
    void secondMethodIsUnsupported(String method) {
        assertThat(of(Map.of("x5t#S256", THUMBPRINT, method, "x")).kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    @DisplayName("S-52 a top-level x5t#S256 claim binds nothing")
    void topLevelThumbprintBindsNothing() {
        assertThat(Confirmation.among(Map.of("x5t#S256", THUMBPRINT)).kind()).isEqualTo(Kind.ABSENT);
    }

    @Test
    @DisplayName("S-49 two confirmations are equal if they ask for the same proof")
    void equalsWhatAsksForTheSame() {
        Confirmation confirmation = of(Map.of("x5t#S256", THUMBPRINT));
        Confirmation same = of(Map.of("x5t#S256", THUMBPRINT, "note", "x"));
        Confirmation other = of(Map.of("x5t#S256", THUMBPRINT.replace('A', 'B')));
        Confirmation unsupported = of(Map.of("jkt", "x"));

        assertThat(confirmation).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(confirmation).isNotEqualTo(other).isNotEqualTo(unsupported).isNotEqualTo(THUMBPRINT);
        assertThat(unsupported).isNotEqualTo(of("x")).isEqualTo(of(Map.of("jwk", Map.of())));
        assertThat(confirmation).doesNotHaveSameHashCodeAs(other).doesNotHaveSameHashCodeAs(unsupported);
    }

    @Test
    @DisplayName("S-49 shows its kind, and of the thumbprint no more than the beginning")
    void showsItsKind() {
        assertThat(of(Map.of("x5t#S256", THUMBPRINT))).hasToString("CERTIFICATE " + THUMBPRINT.substring(0, 8) + "…");
        assertThat(of("x")).hasToString("MALFORMED");
    }
}
