package io.holdfast.tokenservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** A token as it came from the token endpoint, taken apart without checking anything. */
public record IssuedToken(String text, Map<String, Object> header, Map<String, Object> claims) {
    public static IssuedToken of(RawResponse response) {
        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        return of((String) RunningTokenService.json(response).get("access_token"));
    }

    public static IssuedToken of(String text) {
        String[] parts = text.split("\\.", -1);
        assertThat(parts).hasSize(3);
        return new IssuedToken(text, part(parts[0]), part(parts[1]));
    }

    public Object thumbprint() {
        return ((Map<?, ?>) claims.get("cnf")).get("x5t#S256");
    }

    private static Map<String, Object> part(String base64url) {
        try {
            return JsonUtil.parseJson(new String(Base64.getUrlDecoder().decode(base64url), StandardCharsets.UTF_8));
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
