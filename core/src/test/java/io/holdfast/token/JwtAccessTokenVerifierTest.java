package io.holdfast.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contents of a good token, texts that are no token, and the bounds of the settings. */
final class JwtAccessTokenVerifierTest extends JwtFixture {
    @Test
    @DisplayName("S-30 S-37 S-38 S-39 accepts a good token and tells what it says")
    void acceptsAGoodToken() throws Exception {
        String compact = token().claim("scope", "read write").compact();

        VerifiedToken token = verify(compact);

        assertThat(token.issuer()).isEqualTo(ISSUER);
        assertThat(token.subject()).contains("server-a");
        assertThat(token.clientId()).contains("server-a");
        assertThat(token.audience()).containsExactly(TestTokens.AUDIENCE);
        assertThat(token.scopes()).containsExactly("read", "write");
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(300));
        assertThat(token.confirmation().certificateThumbprint().orElseThrow().value())
                .isEqualTo(PKI.serverA().thumbprint());
        assertThat(token.toString()).isEqualTo("VerifiedToken[" + TokenDigest.of(compact) + "]");
    }

    static Stream<String> otherSpellings() {
        return Stream.of(" %s", "%s ", "%s=", "%s\n", "%s.", ".%s", "%s.AAAA", "%s#");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("otherSpellings")
    @DisplayName("S-42 refuses a good token in another spelling")
    void refusesOtherSpellings(String format) {
        assertThat(rejection(String.format(format, token().compact()))).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-42 refuses padding, the other base64 alphabet, and stray bits in each segment")
    void refusesNonCanonicalSegments() {
        String[] segments = token().compact().split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            for (String odd :
                    List.of(segments[i] + "=", segments[i].replace('_', '/') + "+", withStrayBits(segments[i]))) {
                String[] changed = segments.clone();
                changed[i] = odd;
                assertThat(rejection(String.join(".", changed))).isEqualTo(TokenRejection.TOKEN_MALFORMED);
            }
        }
    }

    /** The same bytes in another spelling; for a length that has no stray bits, one character too many. */
    private static String withStrayBits(String segment) {
        if (segment.length() % 4 == 0) {
            return segment + "A";
        }
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(segment.charAt(segment.length() - 1));
        return segment.substring(0, segment.length() - 1) + alphabet.charAt(last + 1);
    }

    @Test
    @DisplayName("S-42 A13 refuses duplicate members in header, claims and cnf although the signature is good")
    void refusesDuplicateMembers() {
        String header = token().headerJson();
        String claims = token().claimsJson();
        String twice = "\"x5t#S256\":\"" + PKI.thief().thumbprint() + "\",\"x5t#S256\"";

        for (String[] parts : new String[][] {
            {header.replaceFirst("\\{", "{\"alg\":\"RS256\","), claims},
            {header, claims.replaceFirst("\\{", "{\"aud\":\"x\",")},
            {header, claims.replace("\"x5t#S256\"", twice)}
        }) {
            assertThat(rejection(TestTokens.signed(tokens.rsaKey(), parts[0], parts[1])))
                    .isEqualTo(TokenRejection.TOKEN_MALFORMED);
        }
    }

    @Test
    @DisplayName("S-29 A21 refuses an over-long token by its length alone")
    void refusesLongTokens() {
        assertThat(rejection(".".repeat(1_000_000))).isEqualTo(TokenRejection.TOKEN_TOO_LONG);
        assertThat(rejection("A".repeat(2_000_000) + ".A.A")).isEqualTo(TokenRejection.TOKEN_TOO_LONG);
        assertThat(rejection(verifier().maxTokenLength(300), token().compact()))
                .isEqualTo(TokenRejection.TOKEN_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a", "a.b", "a.b.c", "a..c", "é.é.é", "AAAA.AAAA.AAAA"})
    @DisplayName("S-42 refuses texts that are no token")
    void refusesTextsThatAreNoToken(String text) {
        assertThat(rejection(text)).isEqualTo(TokenRejection.TOKEN_MALFORMED);
    }

    @Test
    @DisplayName("S-29 a rejection tells nothing of the token but the typ or the aud that it is rejected for")
    void rejectionTellsNothingOfTheToken() {
        String marker = "cGxlYXNlLWRvLW5vdC1sb2ctbWU";
        List<String> odd = Arrays.asList(
                token().claim("iss", marker).compact(),
                token().claim("aud", marker).claim("iss", "x").compact(),
                token().header("typ", "x").claim("aud", marker).compact(),
                token().header("alg", marker).compact(),
                token().header("kid", marker).compact(),
                token().claim("jti", marker)
                        .secretlySignedBy(SigningKey.rs256("x"))
                        .compact(),
                marker);
        for (String token : odd) {
            TokenRejectedException rejected = catchThrowableOfType(TokenRejectedException.class, () -> verify(token));
            assertThat(rejected.getMessage()).doesNotContain(marker).doesNotContain(token);
        }
    }

    @Test
    @DisplayName("S-39 S-29 takes no leeway beyond five minutes and no length beyond 64 KiB")
    void boundsItsSettings() {
        for (Duration skew : List.of(Duration.ofSeconds(301), Duration.ofSeconds(-1))) {
            assertThat(catchThrowableOfType(
                            IllegalArgumentException.class, () -> verifier().clockSkew(skew)))
                    .isNotNull();
        }
        for (int length : new int[] {0, 65_537}) {
            assertThat(catchThrowableOfType(
                            IllegalArgumentException.class, () -> verifier().maxTokenLength(length)))
                    .isNotNull();
        }
    }

    @Test
    void doesNotStartWithoutIssuerOrAudience() {
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> JwtAccessTokenVerifier.of(ISSUER, Collections.emptySet())))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> JwtAccessTokenVerifier.of("", Set.of("a"))))
                .isNotNull();
    }
}
