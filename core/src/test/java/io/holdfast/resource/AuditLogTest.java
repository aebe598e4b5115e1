package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.TokenDigest;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AuditLogTest {
    private static final String ISSUER = "https://login.example.com";
    private static final TestPki PKI = TestPki.create();

    private final TestTokens tokens = TestTokens.of(ISSUER);
    private final TestLog log = new TestLog();

    private void decide(AccessTokenVerifier verifier, StubRequest request) {
        try (ProtectedResource resource =
                ResourceOfOneIssuer.open(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE), verifier)) {
            assertThat(resource.decide(request).permitted()).isFalse();
        }
    }

    private AccessTokenVerifier verifier() {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        return JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).build(keyId -> keys);
    }

    @Test
    @DisplayName(
            "S-67 tells in one line the reason, issuer, client, the token's digest and the thumbprints' beginnings")
    void tellsTheReason() {
        String token = tokens.boundTo(PKI.serverA()).compact();

        decide(verifier(), StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));

        assertThat(log.text().lines())
                .singleElement()
                .asString()
                .contains("io.holdfast.audit - refused reason=certificate_mismatch status=401 method=GET path=/orders"
                        + " issuer=" + ISSUER + " client=server-a token=" + TokenDigest.of(token)
                        + " bound=" + PKI.serverA().thumbprint().substring(0, 8)
                        + " certificate=" + PKI.thief().thumbprint().substring(0, 8) + " detail=\"");
    }

    @Test
    @DisplayName("S-66 a client's name cannot break the line or pretend to be another field")
    void clientsCannotBreakTheLine() {
        String token = tokens.boundTo(PKI.serverA())
                .claim("client_id", "a refused reason=\"x\" é token=1" + "b".repeat(500))
                .compact();

        decide(verifier(), StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));

        assertThat(log.text().lines())
                .singleElement()
                .asString()
                .contains(" client=a?refused?reason=?x????token=1bbb", " reason=certificate_mismatch ")
                .hasSizeLessThan(800);
    }

    @Test
    @DisplayName("S-91 tells of a request without a certificate which token it had, and nothing that is not verified")
    void tellsMissingCertificates() {
        String token = tokens.boundTo(PKI.serverA()).compact();

        decide(
                text -> {
                    throw new AssertionError("the token was verified");
                },
                StubRequest.with("Bearer " + token));

        assertThat(log.text())
                .contains("refused reason=certificate_missing status=401 method=GET path=/orders token="
                        + TokenDigest.of(token) + " detail=\"")
                .doesNotContain("issuer=", "client=", "bound=", "certificate=");
    }

    @Test
    @DisplayName("S-67 tells a request without a token, too, and who is not verified is not named")
    void tellsMissingCredentials() {
        decide(verifier(), StubRequest.with());

        assertThat(log.text())
                .contains("refused reason=credentials_missing status=401 method=GET path=/orders detail=\"")
                .doesNotContain("issuer=", "client=", "token=", "bound=", "certificate=");
    }

    @Test
    @DisplayName("S-29 never holds a token, whatever the reason for the refusal")
    void neverHoldsAToken() {
        String bound = tokens.boundTo(PKI.serverA()).compact();
        List<String> refused = List.of(
                bound,
                tokens.unbound().compact(),
                tokens.boundTo(PKI.serverA())
                        .secretlySignedBy(SigningKey.rs256("x"))
                        .compact(),
                tokens.boundTo(PKI.serverA()).claim("exp", 1).compact(),
                bound + "~",
                "opaque-token-text");
        for (String token : refused) {
            decide(verifier(), StubRequest.with("Bearer " + token));
            decide(
                    verifier(),
                    StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));
            decide(verifier(), StubRequest.with("Bearer " + token, "Bearer " + token));
            decide(verifier(), StubRequest.with("Bearer  " + token));
            decide(verifier(), StubRequest.with("Bearer " + token).plain());
            decide(verifier(), StubRequest.with().query("access_token=" + token));
            decide(
                    text -> {
                        throw new IllegalStateException(text);
                    },
                    StubRequest.with("Bearer " + token).from(PKI.thief().certificate()));
        }

        assertThat(log.text()).contains("internal_error").contains("credentials_ambiguous");
        for (String token : refused) {
            assertThat(log.text()).doesNotContain(token).doesNotContain(token.substring(token.lastIndexOf('.') + 1));
        }
    }

    @Test
    @DisplayName("S-66 a path cannot break the line, and its parameters are left out")
    void pathsCannotBreakTheLine() {
        decide(
                verifier(),
                new StubRequest(
                        List.of("Bearer x"),
                        null,
                        true,
                        null,
                        "/a\r\nRefused GET /forged" + "b".repeat(500) + ";jsessionid=SECRET"));

        assertThat(log.text()).contains(" path=/a??Refused?GET?/forgedb").doesNotContain("SECRET");
        assertThat(log.text().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(500));
    }

    @Test
    @DisplayName("S-66 tells every segment of a path, each without its parameters")
    void tellsEverySegment() {
        for (String path : List.of("/;a=SECRET/orders;b=SECRET/17;;c=SECRET;", "/;/;SECRET")) {
            decide(verifier(), new StubRequest(List.of("Bearer x"), null, true, null, path));
        }

        assertThat(log.text()).contains(" path=//orders/17 ", " path=// ").doesNotContain("SECRET");
    }

    @Test
    @DisplayName("E19 warns once of an authorization server that is down, however many requests find out")
    void warnsOnceOfAnOutage() {
        AccessTokenVerifier down = token -> {
            throw new VerificationUnavailableException("The server does not answer.");
        };
        try (ProtectedResource resource =
                ResourceOfOneIssuer.open(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE), down)) {
            for (int i = 0; i < 20; i++) {
                resource.decide(
                        StubRequest.with("Bearer x" + i).from(PKI.serverA().certificate()));
            }
        }

        assertThat(log.text().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains(" 1 times so far: The server does not answer.");
        assertThat(log.text().lines().filter(line -> line.contains("reason=verification_unavailable")))
                .hasSize(20);
    }
}
