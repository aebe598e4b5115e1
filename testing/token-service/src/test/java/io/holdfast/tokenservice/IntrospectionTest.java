package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.accessToken;
import static io.holdfast.tokenservice.Parties.assertError;
import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);
    private static final String SIGNED = "application/token-introspection+jwt";

    private Parties parties;
    private TestIdentity serverA;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
        serverA = parties.pki.serverA();
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-a", "opaque"})
    @DisplayName("A-34 an active token's answer says what it is, and what it is bound to")
    void describesAnActiveToken(String clientId) throws Exception {
        Map<String, Object> answer = parties.introspected(parties.token(clientId, serverA));

        long now = parties.clock.instant().getEpochSecond();
        assertThat(answer)
                .containsOnlyKeys(
                        "active", "token_type", "iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "cnf")
                .containsEntry("active", true)
                .containsEntry("token_type", "Bearer")
                .containsEntry("iss", parties.running.issuer())
                .containsEntry("sub", clientId)
                .containsEntry("client_id", clientId)
                .containsEntry("aud", "orders-api")
                .containsEntry("iat", now)
                .containsEntry("exp", now + (clientId.equals("opaque") ? 60 : 300))
                .containsEntry("scope", "orders:read orders:write read")
                .containsEntry("cnf", Map.of("x5t#S256", serverA.thumbprint()));
    }

    @Test
    @DisplayName("A-34 the answer is what the JWT says")
    void agreesWithTheJwt() throws Exception {
        String token = parties.token("server-a", serverA);

        assertThat(parties.introspected(token))
                .containsAllEntriesOf(IssuedToken.of(token).claims());
    }

    @Test
    @DisplayName("A-34 no answer may be kept")
    void isNotCacheable() throws Exception {
        RawResponse active = parties.introspect(parties.orders, "orders-api", parties.token("server-a", serverA));
        RawResponse inactive = parties.introspect(parties.orders, "orders-api", "unknown");

        for (RawResponse response : new RawResponse[] {active, inactive}) {
            assertThat(response.headers("Cache-Control")).containsExactly("no-store");
            assertThat(response.headers("Content-Type")).containsExactly("application/json");
        }
    }

    @Test
    @DisplayName("A-35 the caller's own certificate is neither compared with cnf nor put in its place")
    void ignoresTheCallersCertificate() throws Exception {
        String token = parties.token("server-a", serverA);

        RawResponse response = parties.introspect(parties.orders.renewed(), "orders-api", token);

        assertThat(json(response).get("cnf")).isEqualTo(Map.of("x5t#S256", serverA.thumbprint()));
    }

    @Test
    @DisplayName("A-32 without authentication the answer is 401, and no introspection")
    void requiresAuthentication() throws Exception {
        String token = parties.token("server-a", serverA);

        assertError(parties.introspect(null, "orders-api", token), 401, "invalid_client");
        assertError(parties.introspect(parties.pki.thief(), "orders-api", token), 401, "invalid_client");
        assertError(parties.introspect(parties.orders, "nobody", token), 401, "invalid_client");
    }

    @Test
    @DisplayName("A-32 who does not say who it is gets 401, with a certificate and without")
    void requiresAName() throws Exception {
        RawRequest nameless = RawRequest.of("POST", "/introspect").form("token=x");

        assertError(parties.running.mtls(parties.orders, null, nameless), 401, "invalid_client");
        assertError(parties.running.mtls(null, null, nameless), 401, "invalid_client");
    }

    @Test
    @DisplayName("A-32 a public client, which is nobody in particular, gets 401")
    void refusesPublicClients() throws Exception {
        String token = parties.token("server-a", serverA);

        assertError(parties.introspect(parties.orders, "app", token), 401, "invalid_client");
    }

    @Test
    @DisplayName("A-18 a client that authenticates by another method is let in, too")
    void takesAnotherMethod() throws Exception {
        RawResponse response =
                parties.post(null, "/introspect", "secret", "token", "unknown", "client_secret", Parties.SECRET);

        assertThat(json(response)).isEqualTo(INACTIVE);
    }

    @Test
    @DisplayName("A-33 an unknown token is not active, and nothing else is said")
    void knowsNoUnknownToken() throws Exception {
        assertThat(parties.introspected("unknown")).isEqualTo(INACTIVE);
        assertThat(parties.introspected("x".repeat(10_000))).isEqualTo(INACTIVE);
    }

    @Test
    @DisplayName("A-33 a token of another spelling or with another signature is not active")
    void knowsOneSpellingOnly() throws Exception {
        String token = parties.token("server-a", serverA);

        assertThat(parties.introspected(token + "=")).isEqualTo(INACTIVE);
        assertThat(parties.introspected(token.substring(0, token.lastIndexOf('.') + 1)))
                .isEqualTo(INACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-a", "opaque"})
    @DisplayName("A-33 an expired token is not active")
    void knowsNoExpiredToken(String clientId) throws Exception {
        String token = parties.token(clientId, serverA);
        parties.clock.advance(Duration.ofSeconds(clientId.equals("opaque") ? 59 : 299));
        assertThat(parties.introspected(token)).containsEntry("active", true);

        parties.clock.advance(Duration.ofSeconds(1));
        assertThat(parties.introspected(token)).isEqualTo(INACTIVE);
    }

    @Test
    @DisplayName("A-33 a token that is not valid yet is not active before its time")
    void knowsNoTokenOfTheFuture() throws Exception {
        String token = parties.service()
                .testToken("server-a")
                .boundTo(serverA.certificate())
                .notYetValidFor(Duration.ofSeconds(30))
                .mint();

        assertThat(parties.introspected(token)).isEqualTo(INACTIVE);
        parties.clock.advance(Duration.ofSeconds(30));
        assertThat(parties.introspected(token)).containsEntry("active", true);
    }

    @Test
    @DisplayName("A-33 a token that the caller is not an audience of is not active")
    void tellsOthersNothing() throws Exception {
        String token = parties.token("server-a", serverA);

        assertThat(json(parties.introspect(parties.invoices, "invoices-api", token)))
                .isEqualTo(INACTIVE);
        assertThat(json(parties.introspect(parties.pki.thief(), "thief", token)))
                .isEqualTo(INACTIVE);
        assertThat(json(parties.introspect(serverA, "server-a", token))).isEqualTo(INACTIVE);
    }

    @Test
    @DisplayName("A-33 each of several audiences may ask")
    void tellsEachAudience() throws Exception {
        String token = parties.token("server-a", serverA, "resource", Parties.INVOICES, "resource", Parties.ORDERS);

        assertThat(json(parties.introspect(parties.invoices, "invoices-api", token)))
                .containsEntry("active", true);
        assertThat(parties.introspected(token)).containsEntry("active", true);
    }

    @Test
    @DisplayName("A-33 a refresh token is not active")
    void knowsNoRefreshToken() throws Exception {
        RawResponse response = parties.redeem(parties.pki.partnerB(), "web", parties.code("web"));

        assertThat(parties.introspected(Parties.refreshToken(response))).isEqualTo(INACTIVE);
        assertThat(parties.introspected(accessToken(response))).containsEntry("active", true);
    }

    @Test
    @DisplayName("A-32 GET gives 405, and a request without a token invalid_request")
    void takesPostWithAToken() throws Exception {
        RawResponse get = parties.running.mtls(
                parties.orders, null, RawRequest.get("/introspect?client_id=orders-api&token=unknown"));

        assertError(get, 405, "invalid_request");
        assertError(parties.post(parties.orders, "/introspect", "orders-api", "hint", "none"), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-36 a signed answer is a JWT for the caller, with what is said of the token inside")
    void signsTheAnswer() throws Exception {
        String token = parties.token("server-a", serverA);

        RawResponse response = signed("text/html;q=0.5, Application/Token-Introspection+JWT;q=0.9", token);

        assertThat(response.headers("Content-Type")).containsExactly(SIGNED);
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        IssuedToken jwt = IssuedToken.of(response.body());
        assertThat(jwt.header())
                .containsEntry("typ", "token-introspection+jwt")
                .containsEntry("alg", "ES256")
                .containsEntry("kid", parties.service().signingKeyIds().get(0));
        assertThat(jwt.claims())
                .containsOnlyKeys("iss", "aud", "iat", "token_introspection")
                .containsEntry("iss", parties.running.issuer())
                .containsEntry("aud", "orders-api")
                .containsEntry("iat", parties.clock.instant().getEpochSecond())
                .containsEntry("token_introspection", parties.introspected(token));
    }

    @Test
    @DisplayName("A-36 A-33 a token that is not active is not active in a signed answer either")
    void signsInactiveAnswers() throws Exception {
        assertThat(IssuedToken.of(signed(SIGNED, "unknown").body()).claims())
                .containsEntry("token_introspection", INACTIVE);
    }

    @Test
    @DisplayName("A-36 errors are JSON whatever was asked for")
    void doesNotSignErrors() throws Exception {
        RawRequest request = RawRequest.of("POST", "/introspect")
                .header("Accept", SIGNED)
                .form(Parties.form("client_id", "orders-api", "token", "unknown"));

        assertError(parties.running.mtls(null, null, request), 401, "invalid_client");
    }

    private RawResponse signed(String accept, String token) throws Exception {
        RawRequest request = RawRequest.of("POST", "/introspect")
                .header("Accept", accept)
                .form(Parties.form("client_id", "orders-api", "token", token));
        return parties.running.mtls(parties.orders, null, request);
    }
}
