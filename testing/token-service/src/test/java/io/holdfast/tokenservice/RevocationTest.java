package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.accessToken;
import static io.holdfast.tokenservice.Parties.assertError;
import static io.holdfast.tokenservice.Parties.refreshToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7009. */
class RevocationTest {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private static Parties parties;
    private static TestIdentity serverA;
    private static TestIdentity phone;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
        serverA = parties.pki.serverA();
        phone = parties.pki.selfSigned();
    }

    @AfterAll
    static void stop() {
        parties.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-a", "opaque"})
    @DisplayName("A-33 a token that its client has revoked is not active any more")
    void revokesAnAccessToken(String clientId) throws Exception {
        String token = parties.token(clientId, serverA);
        String other = parties.token(clientId, serverA);

        RawResponse response = parties.revoke(serverA, clientId, token);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(parties.introspected(token)).isEqualTo(INACTIVE);
        assertThat(parties.introspected(other)).containsEntry("active", true);
    }

    @Test
    @DisplayName("A-33 revoking a refresh token revokes the access tokens of the same grant")
    void revokesAFamily() throws Exception {
        RawResponse first = parties.redeem(phone, "app", parties.code("app"));
        RawResponse second = parties.refresh(phone, "app", refreshToken(first));

        assertThat(parties.revoke(phone, "app", refreshToken(second)).status()).isEqualTo(200);

        assertThat(parties.introspected(accessToken(first))).isEqualTo(INACTIVE);
        assertThat(parties.introspected(accessToken(second))).isEqualTo(INACTIVE);
        assertError(parties.refresh(phone, "app", refreshToken(second)), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-33 I4 who knows the beginning of a refresh token revokes nothing, by neither endpoint")
    void takesNoBeginningForARefreshToken() throws Exception {
        RawResponse tokens = parties.redeem(phone, "app", parties.code("app"));
        String refreshToken = refreshToken(tokens);

        for (int known : List.of(22, 44, refreshToken.length() - 1)) {
            String guessed = refreshToken.substring(0, known) + "A".repeat(refreshToken.length() - known - 1) + "_";
            assertThat(parties.revoke(phone, "app", guessed).status()).isEqualTo(200);
            assertError(parties.refresh(phone, "app", guessed), 400, "invalid_grant");
            assertThat(parties.introspected(accessToken(tokens))).containsEntry("active", true);
        }
        assertThat(parties.refresh(phone, "app", refreshToken).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-33 revoking a refresh token that was replaced revokes its grant")
    void revokesByAReplacedRefreshToken() throws Exception {
        RawResponse first = parties.redeem(phone, "app", parties.code("app"));
        RawResponse second = parties.refresh(phone, "app", refreshToken(first));

        assertThat(parties.revoke(phone, "app", refreshToken(first)).status()).isEqualTo(200);

        assertThat(parties.introspected(accessToken(second))).isEqualTo(INACTIVE);
    }

    @Test
    @DisplayName("A-33 revoking an access token leaves the refresh token good")
    void leavesTheRefreshToken() throws Exception {
        RawResponse tokens = parties.redeem(phone, "app", parties.code("app"));

        parties.revoke(phone, "app", accessToken(tokens));

        assertThat(parties.refresh(phone, "app", refreshToken(tokens)).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-29 an unknown token is as good as revoked")
    void takesUnknownTokens() throws Exception {
        assertThat(parties.revoke(serverA, "server-a", "unknown").status()).isEqualTo(200);
        String token = parties.token("server-a", serverA);
        assertThat(parties.revoke(serverA, "server-a", token).status()).isEqualTo(200);
        assertThat(parties.revoke(serverA, "server-a", token).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-29 I4 nobody revokes another client's token")
    void refusesOthersTokens() throws Exception {
        String token = parties.token("server-a", serverA);
        String refreshToken = refreshToken(parties.redeem(phone, "app", parties.code("app")));

        assertError(parties.revoke(parties.pki.thief(), "thief", token), 400, "unauthorized_client");
        assertError(parties.revoke(parties.orders, "orders-api", token), 400, "unauthorized_client");
        assertError(parties.revoke(parties.pki.thief(), "thief", refreshToken), 400, "unauthorized_client");
        assertThat(parties.introspected(token)).containsEntry("active", true);
        assertThat(parties.refresh(phone, "app", refreshToken).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-18 revocation needs the same client authentication as the token endpoint")
    void requiresAuthentication() throws Exception {
        String token = parties.token("server-a", serverA);

        assertError(parties.revoke(parties.pki.thief(), "server-a", token), 401, "invalid_client");
        assertError(parties.revoke(null, "server-a", token), 401, "invalid_client");
        assertError(
                parties.post(null, "/revoke", "secret", "token", token, "client_secret", "wrong"),
                401,
                "invalid_client");
        assertThat(parties.introspected(token)).containsEntry("active", true);
    }

    @Test
    @DisplayName("A-29 without a token the request is invalid")
    void requiresAToken() throws Exception {
        assertError(parties.post(serverA, "/revoke", "server-a", "hint", "none"), 400, "invalid_request");
    }
}
