package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of every kind that can be registered. */
@Timeout(60)
final class ClientKindsTest {
    private static final String SECRET = "a secret of the test, 32 characters";
    private static final String CALLBACK = "https://app.example/callback";
    private static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";

    @RegisterExtension
    static final TokenServiceExtension tokenService = TokenServiceExtension.builder()
            .resource("https://orders.example", "orders:read")
            .users("alice")
            .client("pki", "orders:read")
            .client("self-signed", client -> client.selfSigned().scopes("orders:read"))
            .client("secret", client -> client.clientSecret(SECRET).scopes("orders:read"))
            .client("assertion", client -> client.privateKeyJwt().scopes("orders:read"))
            .client("app", client -> client.publicClient(CALLBACK).scopes("orders:read"))
            .client(
                    "short",
                    client -> client.accessTokenLifetime(Duration.ofSeconds(7)).scopes("orders:read"))
            .client("opaque", client -> client.opaqueTokens().scopes("orders:read"))
            .client(
                    "orders-api",
                    client ->
                            client.protectedResources("https://orders.example").grantTypes())
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"pki", "self-signed", "secret", "assertion", "opaque"})
    void getsATokenThatIsBoundToItsCertificate(String client) throws Exception {
        assertThat(introspected(tokenService.accessToken(client)))
                .containsEntry("active", true)
                .containsEntry("client_id", client)
                .containsEntry(
                        "cnf", Map.of("x5t#S256", tokenService.identity(client).thumbprint()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pki", "secret", "assertion"})
    void getsATokenWithARenewedCertificate(String client) throws Exception {
        String before = tokenService.identity(client).thumbprint();
        String renewed = tokenService.renew(client).thumbprint();

        assertThat(renewed).isNotEqualTo(before);
        assertThat(introspected(tokenService.accessToken(client))).containsEntry("cnf", Map.of("x5t#S256", renewed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pki", "opaque"})
    void mintedTokensAreKnownToTheService(String client) throws Exception {
        String token = tokenService.token(client).subject("alice").mint();

        assertThat(introspected(token)).containsEntry("active", true).containsEntry("sub", "alice");
        assertThat(introspected(tokenService.token(client).expired().mint())).isEqualTo(Map.of("active", false));
        assertThat(introspected(tokenService.token(client).forged().mint())).isEqualTo(Map.of("active", false));
    }

    @Test
    void opaqueTokensAreNoJwts() {
        assertThat(tokenService.accessToken("opaque")).doesNotContain(".");
        assertThat(tokenService.token("opaque").mint()).doesNotContain(".");
    }

    @Test
    void lifetimesAreAsRegistered() throws Exception {
        Map<String, Object> claims = introspected(tokenService.accessToken("short"));

        assertThat((Long) claims.get("exp") - (Long) claims.get("iat")).isEqualTo(7);
    }

    @Test
    void publicClientsHaveNoCredentialsToFetchATokenWith() {
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenService.accessToken("app"))
                .withMessageContaining("'app' does not authenticate")
                .withMessageContaining("token(\"app\")");
    }

    @Test
    void codesAreExchangedForTokensOfTheUser() throws Exception {
        String code = tokenService.authorizationCode("app", "alice", CALLBACK, challenge(VERIFIER), "orders:read");
        Map<String, Object> answer = post(
                "app",
                "/token",
                "grant_type=authorization_code&client_id=app&code=" + code + "&redirect_uri=" + CALLBACK
                        + "&code_verifier=" + VERIFIER);

        assertThat(introspected((String) answer.get("access_token"))).containsEntry("sub", "alice");
        assertThat(tokenService.requests())
                .allSatisfy(request -> assertThat(request.toString()).doesNotContain(code, VERIFIER));
    }

    private static Map<String, Object> introspected(String token) throws Exception {
        return post("orders-api", "/introspect", "client_id=orders-api&token=" + token);
    }

    private static Map<String, Object> post(String client, String path, String form) throws Exception {
        return JsonUtil.parseJson(RawHttpsClient.once(
                        URI.create(tokenService.mtlsBaseUrl()),
                        tokenService.sslContext(client),
                        null,
                        RawRequest.of("POST", path).form(form))
                .body());
    }

    private static String challenge(String verifier) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
