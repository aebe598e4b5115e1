package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TrustedIssuersTest {
    private static final String MAIN = "https://login.example.com";
    private static final String PARTNERS = "https://sso.partners.example";

    private final AtomicInteger closed = new AtomicInteger();

    private TrustedIssuers issuers() throws SettingsException {
        ResourceSettings settings = ResourceSettings.parse(Map.of(
                "issuers",
                "main partners",
                "main.issuer",
                MAIN,
                "partners.issuer",
                PARTNERS,
                "audience",
                TestTokens.AUDIENCE));
        List<TrustedIssuer> issuers = settings.issuers().stream()
                .map(issuer -> ResourceOfOneIssuer.issuer(issuer, token -> {
                    throw new AssertionError("verified while routing");
                }))
                .toList();
        OpenParts parts = new OpenParts();
        parts.add(closed::incrementAndGet);
        return new TrustedIssuers(issuers, settings.opaqueTokens(), settings.maxTokenLength(), parts);
    }

    private static RefusalReason refusal(TrustedIssuers issuers, String token) {
        RefusedException e = catchThrowableOfType(RefusedException.class, () -> issuers.of(token));
        assertThat(e).as("the token was routed").isNotNull();
        assertThat(e).hasMessageNotContaining("evil");
        return e.reason();
    }

    @Test
    @DisplayName("S-37 routes a token to the issuer that it names, and verifies nothing yet")
    void routesByIssuer() throws Exception {
        for (String issuer : List.of(MAIN, PARTNERS)) {
            String token = TestTokens.of(issuer).unbound().compact();

            assertThat(issuers().of(token).issuer()).isEqualTo(issuer);
        }
    }

    @Test
    @DisplayName("S-37 E1 a token that names no configured issuer goes nowhere")
    void refusesUnknownIssuers() throws Exception {
        for (String issuer : List.of("https://evil.example", MAIN + "/", "HTTPS://login.example.com", "")) {
            assertThat(refusal(issuers(), TestTokens.of(issuer).unbound().compact()))
                    .isEqualTo(RefusalReason.TOKEN_ISSUER);
        }
        assertThat(refusal(
                        issuers(),
                        TestTokens.of(MAIN).unbound().withoutClaim("iss").compact()))
                .isEqualTo(RefusalReason.TOKEN_ISSUER);
    }

    @Test
    @DisplayName("S-29 S-42 looks for the issuer in no token that is too long or malformed")
    void refusesWhatItCannotRead() throws Exception {
        assertThat(refusal(issuers(), "a".repeat(16_385))).isEqualTo(RefusalReason.TOKEN_TOO_LONG);
        assertThat(refusal(issuers(), "opaque")).isEqualTo(RefusalReason.TOKEN_MALFORMED);
        assertThat(refusal(
                        issuers(),
                        TestTokens.withSignature("{}", "{\"iss\":\"evil\",\"iss\":\"" + MAIN + "\"}", new byte[] {1})))
                .isEqualTo(RefusalReason.TOKEN_MALFORMED);
    }

    @Test
    void closesWhatWorksForIt() throws Exception {
        assertThatCode(issuers()::close).doesNotThrowAnyException();

        assertThat(closed).hasValue(1);
    }
}
