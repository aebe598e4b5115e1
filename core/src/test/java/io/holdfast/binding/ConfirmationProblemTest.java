package io.holdfast.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RfcVectors;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfirmationProblemTest {
    private static final String THUMBPRINT = RfcVectors.APPENDIX_A_THUMBPRINT;
    private static final byte[] DIGEST = digest();

    /** A digest whose standard base64 has both characters that base64url replaces. */
    private static byte[] digest() {
        byte[] digest = new byte[32];
        Arrays.fill(digest, (byte) 0xfb);
        digest[1] = (byte) 0xff;
        return digest;
    }

    static Stream<Arguments> thumbprints() {
        String hex = String.format("%064x", new BigInteger(1, DIGEST));
        String standard = Base64.getEncoder().encodeToString(DIGEST);
        assertThat(standard).contains("+", "/", "=");
        return Stream.of(
                Arguments.of(hex, "64 hexadecimal digits"),
                Arguments.of(hex.toUpperCase(Locale.ROOT), "64 hexadecimal digits"),
                Arguments.of(hex.replaceAll("..(?=.)", "$0:"), "64 hexadecimal digits with colons"),
                Arguments.of(hex.substring(24), "40 hexadecimal digits, as a SHA-1 digest has"),
                Arguments.of(THUMBPRINT + "=", "base64url with padding"),
                Arguments.of(standard, "standard base64"),
                Arguments.of(standard.replace("=", ""), "standard base64"),
                Arguments.of(THUMBPRINT + " ", "44 characters"),
                Arguments.of(THUMBPRINT.substring(1) + "ü", "43 characters, not all of base64url"),
                Arguments.of("", "0 characters"),
                Arguments.of(null, "null"),
                Arguments.of(7, "no text"),
                Arguments.of(true, "no text"),
                Arguments.of(List.of(THUMBPRINT), "an array"),
                Arguments.of(Map.of(), "an object"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("thumbprints")
    @DisplayName("S-45 S-49 says what stands in the place of a thumbprint and what is expected, and nothing of it")
    void saysWhatStandsThere(Object value, String found) {
        Map<String, Object> cnf = Collections.singletonMap("x5t#S256", value);

        assertThat(Confirmation.among(Map.of("cnf", cnf)).kind()).isEqualTo(Confirmation.Kind.MALFORMED);
        assertThat(ConfirmationProblem.of(Map.of("cnf", cnf)))
                .isEqualTo("its x5t#S256 is " + found + "; 43 characters of base64url are expected");
    }

    @Test
    @DisplayName("S-49 says what stands in the place of the confirmation")
    void saysWhatTheConfirmationIs() {
        assertThat(ConfirmationProblem.of(Collections.singletonMap("cnf", null)))
                .isEqualTo("its cnf is null; an object with x5t#S256 is expected");
        assertThat(ConfirmationProblem.of(Map.of("cnf", THUMBPRINT))).startsWith("its cnf is a text;");
        assertThat(ConfirmationProblem.of(Map.of("cnf", List.of()))).startsWith("its cnf is an array;");
    }

    @Test
    @DisplayName("S-50 S-51 names the registered methods of a confirmation and no others")
    void namesOtherMethods() {
        assertThat(ConfirmationProblem.of(Map.of("cnf", Map.of("jkt", "x"))))
                .startsWith("its cnf has jkt and no x5t#S256");
        assertThat(ConfirmationProblem.of(Map.of("cnf", Map.of("${x}", "x"))))
                .startsWith("its cnf has no method that is known here and no x5t#S256");
        assertThat(ConfirmationProblem.of(Map.of("cnf", Map.of())))
                .startsWith("its cnf has no method that is known here and no x5t#S256");
        assertThat(ConfirmationProblem.of(Map.of("cnf", Map.of("jkt", "x", "jwk", "y", "x5t#S256", THUMBPRINT))))
                .isEqualTo("its cnf has jkt, jwk beside x5t#S256, which asks for a second proof");
    }
}
