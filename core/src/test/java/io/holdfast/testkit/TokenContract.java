package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} that is JWT validation, end to end. The rows are proven one by one in
 * core; here they show that no door gets round it.
 */
public interface TokenContract {

    DoorFixture at();

    @Test
    @DisplayName("S-30 S-31 S-32 S-35 S-36 S-37 S-38 S-39 S-40 S-42 S-43 refuses bad tokens with 401 invalid_token")
    default void refusesBadTokens() throws IOException {
        for (Map.Entry<String, String> bad : badTokens().entrySet()) {
            int hitsBefore = at().door.hits();

            RawResponse response =
                    at().send(at().pki.serverA(), RawRequest.get("/api/echo").bearer(bad.getValue()));

            assertThat(at().door.hits()).as(bad.getKey()).isEqualTo(hitsBefore);
            assertThat(response.status()).as("%s: %s", bad.getKey(), response).isEqualTo(401);
            DoorFixture.assertRefusal(response, 401, "invalid_token");
        }
    }

    @Test
    @DisplayName("S-30 A25 accepts application/at+jwt and other letter cases of the type")
    default void acceptsTheTypeInItsOtherForms() throws IOException {
        for (String type : List.of("application/at+jwt", "AT+JWT", "Application/At+Jwt")) {
            at().accepted(
                            at().pki.serverA(),
                            RawRequest.get("/api/echo")
                                    .bearer(good().header("typ", type).compact()));
        }
    }

    private TokenBuilder good() {
        return at().tokens().boundTo(at().pki.serverA());
    }

    private Map<String, String> badTokens() {
        long now = Instant.now().getEpochSecond();
        SigningKey foreign = SigningKey.es256("ec-1");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("alg none", good().unsigned("none"));
        bad.put("alg nONE", good().unsigned("nONE"));
        bad.put(
                "HS256 with the public key",
                TestTokens.hmac(
                        good().header("alg", "HS256").headerJson(),
                        good().claimsJson(),
                        at().tokens().rsaKey().publicKey().getEncoded()));
        bad.put(
                "an unknown key under a known kid",
                good().secretlySignedBy(foreign)
                        .header("kid", "ec-1")
                        .header("alg", "ES256")
                        .compact());
        bad.put(
                "a key in the header",
                good().signedBy(foreign.named("ec-1"))
                        .header("jwk", foreign.jwk())
                        .compact());
        bad.put("typ JWT", good().header("typ", "JWT").compact());
        bad.put("no typ", good().withoutHeader("typ").compact());
        bad.put(
                "an introspection answer",
                good().header("typ", "token-introspection+jwt").compact());
        bad.put("an ID token", good().header("typ", "JWT").claim("nonce", "n").compact());
        bad.put(
                "unknown crit",
                good().header("crit", List.of("x")).header("x", 1).compact());
        bad.put("unencoded payload", good().header("b64", false).compact());
        bad.put("another issuer", good().claim("iss", "https://evil.example").compact());
        bad.put(
                "issuer with a slash",
                good().claim("iss", at().tokens().issuer() + "/").compact());
        bad.put("another audience", good().claim("aud", "https://other.example").compact());
        bad.put(
                "a longer audience",
                good().claim("aud", TestTokens.AUDIENCE + "/x").compact());
        bad.put("no audience", good().withoutClaim("aud").compact());
        bad.put("expired", good().claim("exp", now - 600).compact());
        bad.put("no exp", good().withoutClaim("exp").compact());
        bad.put("exp as text", good().claim("exp", String.valueOf(now + 300)).compact());
        bad.put("not yet valid", good().claim("nbf", now + 600).compact());
        bad.put("no sub", good().withoutClaim("sub").compact());
        bad.put("no jti", good().withoutClaim("jti").compact());
        bad.put(
                "duplicate members",
                TestTokens.signed(
                        at().tokens().rsaKey(),
                        good().headerJson(),
                        good().claimsJson().replaceFirst("\\{", "{\"sub\":\"admin\",")));
        bad.put(
                "text after the payload",
                TestTokens.signed(at().tokens().rsaKey(), good().headerJson(), good().claimsJson() + "{}"));
        bad.put("another payload under the signature", withOtherPayload(good().compact()));
        bad.put("a sixth of a token", good().compact().substring(0, 200));
        bad.put("a dot too many", good().compact() + ".");
        bad.put("padding", good().compact() + "=");
        bad.put("not a token", "abc");
        return bad;
    }

    private String withOtherPayload(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = at().tokens().boundTo(at().pki.thief()).claimsJson();
        return parts[0] + "." + TestTokens.base64Url(claims) + "." + parts[2];
    }
}
