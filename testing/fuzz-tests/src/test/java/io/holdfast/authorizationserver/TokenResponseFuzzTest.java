package io.holdfast.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.authorizationserver.TokenResponse.UnusableTokenException;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.ReferenceClaims;
import io.holdfast.fuzz.StrictReference;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** A successful answer of a token endpoint, beside Jackson and the grammar of RFC 6749 appendix A. */
final class TokenResponseFuzzTest implements FuzzTarget {
    private static final URI ENDPOINT = URI.create("https://as.example/token");
    private static final AuthenticatedClient CLIENT =
            AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH);
    private static final TokenRequest REQUEST = TokenRequest.clientCredentials(Set.of("orders:read"), Set.of());
    private static final String TOKEN = "[A-Za-z0-9._~+/-]+=*";
    private static final double YEAR = 365d * 24 * 60 * 60;

    @FuzzTest
    void response(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        String body = new String(input, StandardCharsets.UTF_8);
        TokenResponse response;
        try {
            response = FuzzTarget.bounded(
                    input.length,
                    () -> TokenResponse.of(StrictJson.parseObject(body), REQUEST, true, ENDPOINT, CLIENT));
        } catch (MalformedJsonException | UnusableTokenException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
        Map<String, Object> members = StrictReference.object(body);
        assertThat(response.accessToken())
                .isEqualTo(members.get("access_token"))
                .matches(TOKEN);
        assertThat((String) members.get("token_type")).isEqualToIgnoringCase("Bearer");
        assertScopes(response, members.get("scope"));
        assertLifetime(response, members.get("expires_in"));
        response.refreshToken()
                .ifPresent(token -> assertThat(token)
                        .isEqualTo(members.get("refresh_token"))
                        .matches("[\\x20-\\x7E]+"));
        assertThat(response.toString()).doesNotContain("\"" + response.accessToken() + "\"");
        return true;
    }

    private static void assertScopes(TokenResponse response, Object scope) {
        if (scope == null) {
            assertThat(response.scopes()).isEqualTo(REQUEST.scopes());
            return;
        }
        assertThat(response.scopes()).isEqualTo(ReferenceClaims.scopes(scope));
    }

    /** A number that is no text must be understood; what stands between quotes may be. */
    private static void assertLifetime(TokenResponse response, Object seconds) {
        boolean number = seconds instanceof Number;
        assertThat(response.expiresIn().isPresent() || !number).isTrue();
        if (response.expiresIn().isPresent()) {
            double exact = Double.parseDouble(seconds.toString());
            assertThat(response.expiresIn().get().toSeconds()).isEqualTo((long) Math.max(-YEAR, Math.min(YEAR, exact)));
        }
    }
}
