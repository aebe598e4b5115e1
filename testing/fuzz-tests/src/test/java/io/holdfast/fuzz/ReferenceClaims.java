package io.holdfast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.holdfast.binding.Confirmation;
import io.holdfast.token.VerifiedToken;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The claims of a token as Nimbus reads them, at a time that stands still. */
public final class ReferenceClaims {
    public static final String ISSUER = "https://as.example";
    public static final String AUDIENCE = "https://api.example";
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);

    private static final long SKEW_SECONDS = 30;

    private ReferenceClaims() {}

    /**
     * Requires that an accepted token may be accepted, and says what its claims say.
     *
     * @param json its claims
     * @param strict the same as Jackson has read them
     */
    public static void assertSame(VerifiedToken token, String json, Map<String, Object> strict) throws ParseException {
        JWTClaimsSet claims = JWTClaimsSet.parse(json);
        assertThat(token.issuer()).isEqualTo(ISSUER);
        if (strict.containsKey("iss")) {
            assertThat(claims.getIssuer()).isEqualTo(ISSUER);
        }
        if (strict.containsKey("aud")) {
            assertThat(claims.getAudience()).contains(AUDIENCE);
        }
        assertThat(token.audience()).hasSameElementsAs(claims.getAudience());
        assertThat(token.subject().orElse(null)).isEqualTo(claims.getSubject());
        assertThat(token.clientId().orElse(null)).isEqualTo(strict.get("client_id"));
        assertThat(token.scopes()).isEqualTo(scopes(claims.getClaim("scope")));
        assertTimes(token, claims);
        assertConfirmation(token.confirmation(), strict);
    }

    /** The scopes in a string, or in an array of strings, each of them one scope. */
    public static Set<String> scopes(@Nullable Object scope) {
        if (scope instanceof List<?> array) {
            assertThat(array)
                    .allSatisfy(each -> assertThat(each)
                            .isInstanceOfSatisfying(String.class, text -> assertThat(text)
                                    .matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+")));
            return array.stream().map(String.class::cast).collect(Collectors.toSet());
        }
        assertThat(scope == null ? "" : (String) scope).matches("[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]*");
        return Arrays.stream(scope == null ? new String[0] : ((String) scope).split(" "))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toSet());
    }

    private static void assertTimes(VerifiedToken token, JWTClaimsSet claims) {
        Instant now = CLOCK.instant();
        Date expiry = claims.getExpirationTime();
        if (expiry != null) {
            assertThat(token.expiresAt()).isEqualTo(expiry.toInstant());
            assertThat(expiry.toInstant()).isAfter(now.minusSeconds(SKEW_SECONDS));
        }
        for (Date start : new Date[] {claims.getNotBeforeTime(), claims.getIssueTime()}) {
            if (start != null) {
                assertThat(start.toInstant()).isBeforeOrEqualTo(now.plusSeconds(SKEW_SECONDS));
            }
        }
    }

    /** Requires that a confirmation that may open something is one thumbprint and nothing else that needs a proof. */
    public static void assertConfirmation(Confirmation confirmation, Map<String, Object> strict) {
        if (confirmation.kind() == Confirmation.Kind.ABSENT) {
            assertThat(strict).doesNotContainKey("cnf");
        } else if (confirmation.kind() == Confirmation.Kind.CERTIFICATE) {
            Map<?, ?> members = (Map<?, ?>) strict.get("cnf");
            String thumbprint = (String) members.get("x5t#S256");
            assertThat(thumbprint).matches("[A-Za-z0-9_-]{43}");
            assertThat(confirmation.certificateThumbprint().orElseThrow().value())
                    .isEqualTo(thumbprint);
            assertThat(members.keySet().stream().map(String::valueOf))
                    .doesNotContain("jwk", "jwe", "kid", "jku", "osc", "jkt");
        } else {
            assertThat(confirmation.certificateThumbprint()).isEmpty();
        }
    }
}
