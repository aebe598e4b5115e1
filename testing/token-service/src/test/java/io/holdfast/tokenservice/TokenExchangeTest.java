package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.ACCESS_TOKEN;
import static io.holdfast.tokenservice.Parties.INVOICES;
import static io.holdfast.tokenservice.Parties.ORDERS;
import static io.holdfast.tokenservice.Parties.accessToken;
import static io.holdfast.tokenservice.Parties.assertError;
import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

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

class TokenExchangeTest {
    private Parties parties;
    private TestIdentity web;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
        web = parties.pki.partnerB();
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    @Test
    @DisplayName(
            "A-31 a protected resource gets a token of its own for the next one: same subject, its certificate, act")
    void exchangesForTheNextResource() throws Exception {
        RawResponse response = parties.exchange(parties.orders, "orders-api", usersToken("read"), "resource", INVOICES);

        assertThat(json(response))
                .containsOnlyKeys("access_token", "token_type", "expires_in", "scope", "issued_token_type")
                .containsEntry("issued_token_type", ACCESS_TOKEN)
                .containsEntry("scope", "read");
        IssuedToken token = IssuedToken.of(response);
        assertThat(token.thumbprint()).isEqualTo(parties.orders.thumbprint());
        assertThat(token.claims())
                .containsEntry("sub", "alice")
                .containsEntry("client_id", "orders-api")
                .containsEntry("aud", INVOICES)
                .containsEntry("act", Map.of("sub", "orders-api"));
    }

    @Test
    @DisplayName("A-31 a thief who is a registered client gets nothing for a stolen token")
    void refusesAThief() throws Exception {
        for (String stolen : new String[] {usersToken("read"), parties.token("opaque", parties.pki.serverA())}) {
            assertError(parties.exchange(parties.pki.thief(), "thief", stolen), 400, "invalid_request");
            assertError(
                    parties.exchange(parties.pki.thief(), "thief", stolen, "resource", ORDERS), 400, "invalid_request");
        }
    }

    @Test
    @DisplayName("A-31 a protected resource gets nothing for a token that is not for it")
    void refusesAnotherResource() throws Exception {
        assertError(parties.exchange(parties.invoices, "invoices-api", usersToken("read")), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-31 a client exchanges its own token on a connection with the certificate it is bound to, for less")
    void exchangesItsOwn() throws Exception {
        TestIdentity serverA = parties.pki.serverA();

        RawResponse response =
                parties.exchange(serverA, "server-a", parties.token("server-a", serverA), "scope", "orders:read");

        assertThat(IssuedToken.of(response).thumbprint()).isEqualTo(serverA.thumbprint());
        assertThat(IssuedToken.of(response).claims())
                .containsEntry("sub", "server-a")
                .containsEntry("scope", "orders:read");
    }

    @Test
    @DisplayName("A-31 a client cannot exchange its own token with a renewed certificate, or for another resource")
    void refusesItsOwnForMore() throws Exception {
        TestIdentity serverA = parties.pki.serverA();
        String token = parties.token("server-a", serverA);

        assertError(parties.exchange(serverA.renewed(), "server-a", token), 400, "invalid_request");
        assertError(parties.exchange(serverA, "server-a", token, "resource", INVOICES), 400, "invalid_target");
    }

    @Test
    @DisplayName("A-31 whoever steals a public client's token and takes its name cannot exchange it")
    void refusesWhoTakesAPublicName() throws Exception {
        String token = accessToken(parties.redeem(parties.pki.selfSigned(), "app", parties.code("app")));

        assertError(parties.exchange(parties.pki.thief(), "app", token), 400, "unauthorized_client");
        assertError(parties.exchange(null, "app", token), 400, "unauthorized_client");
    }

    @Test
    @DisplayName("A-31 the new token does not outlive the old one")
    void doesNotProlong() throws Exception {
        String token = usersToken("read");
        parties.clock.advance(Duration.ofSeconds(290));

        assertThat(json(parties.exchange(parties.orders, "orders-api", token))).containsEntry("expires_in", 10L);
    }

    @Test
    @DisplayName("A-31 an expired, revoked, forged or unknown subject token gives invalid_request")
    void checksTheSubjectToken() throws Exception {
        String revoked = usersToken("read");
        parties.revoke(web, "web", revoked);
        String good = usersToken("read");
        String forged = good.substring(0, good.length() - 4) + (good.endsWith("AAAA") ? "BBBB" : "AAAA");

        for (String token : new String[] {revoked, forged, "unknown"}) {
            assertError(parties.exchange(parties.orders, "orders-api", token), 400, "invalid_request");
        }
        parties.clock.advance(Duration.ofMinutes(5));
        assertError(parties.exchange(parties.orders, "orders-api", good), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-31 a refresh token is no subject token")
    void refusesARefreshToken() throws Exception {
        String refreshToken = Parties.refreshToken(parties.redeem(web, "web", parties.code("web")));

        assertError(parties.exchange(parties.orders, "orders-api", refreshToken), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-31 the new token ends when the old one is revoked")
    void diesWithTheOldOne() throws Exception {
        String token = usersToken("read");
        String exchanged = accessToken(parties.exchange(parties.orders, "orders-api", token));
        assertThat(parties.introspected(exchanged)).containsEntry("active", true);

        parties.revoke(web, "web", token);

        assertThat(parties.introspected(exchanged)).isEqualTo(Map.of("active", false));
    }

    @Test
    @DisplayName("A-31 who has acted before stands inside act")
    void nestsActors() throws Exception {
        String first =
                accessToken(parties.exchange(parties.orders, "orders-api", usersToken("read"), "resource", INVOICES));

        RawResponse second = parties.exchange(parties.invoices, "invoices-api", first);

        assertThat(IssuedToken.of(second).claims())
                .containsEntry("sub", "alice")
                .containsEntry("act", Map.of("sub", "invoices-api", "act", Map.of("sub", "orders-api")));
    }

    @Test
    @DisplayName("A-31 a token cannot be exchanged over and over")
    void limitsTheChain() throws Exception {
        String token = usersToken("read");
        for (int i = 0; i < 8; i++) {
            token = accessToken(parties.exchange(parties.orders, "orders-api", token));
        }

        assertError(parties.exchange(parties.orders, "orders-api", token), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-31 no scope is gained, and none being left is an error")
    void gainsNoScope() throws Exception {
        String token = usersToken("orders:read");

        assertError(
                parties.exchange(parties.orders, "orders-api", token, "scope", "orders:write"), 400, "invalid_scope");
        assertError(parties.exchange(parties.orders, "orders-api", token, "resource", INVOICES), 400, "invalid_scope");
        assertThat(json(parties.exchange(parties.orders, "orders-api", token))).containsEntry("scope", "orders:read");
    }

    @Test
    @DisplayName("A-31 audience names the resource, too, and an unknown one gives invalid_target")
    void takesAnAudience() throws Exception {
        RawResponse response =
                parties.exchange(parties.orders, "orders-api", usersToken("read"), "audience", "orders-api");

        assertThat(IssuedToken.of(response).claims()).containsEntry("aud", "orders-api");
        assertError(
                parties.exchange(parties.orders, "orders-api", usersToken("read"), "audience", "somebody"),
                400,
                "invalid_target");
    }

    @Test
    @DisplayName("A-31 actor tokens and other token types give invalid_request")
    void refusesOtherTypes() throws Exception {
        String token = usersToken("read");
        String[][] forms = {
            {"actor_token", token, "actor_token_type", ACCESS_TOKEN},
            {"requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"},
            {"requested_token_type", "urn:ietf:params:oauth:token-type:id_token"},
        };

        for (String[] more : forms) {
            assertError(parties.exchange(parties.orders, "orders-api", token, more), 400, "invalid_request");
        }
        assertError(
                parties.post(
                        parties.orders,
                        "/token",
                        "orders-api",
                        "grant_type",
                        Parties.EXCHANGE,
                        "subject_token",
                        token,
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:id_token"),
                400,
                "invalid_request");
    }

    @Test
    @DisplayName("A-31 an opaque token is exchanged like any other")
    void exchangesOpaqueTokens() throws Exception {
        String token = parties.token("opaque", parties.pki.serverA());

        RawResponse response = parties.exchange(parties.orders, "orders-api", token);

        assertThat(IssuedToken.of(response).claims()).containsEntry("sub", "opaque");
    }

    @Test
    @DisplayName("A-29 a client that is not registered for the exchange gets unauthorized_client")
    void refusesAnUnregisteredClient() throws Exception {
        assertError(parties.exchange(web, "web", usersToken("read")), 400, "unauthorized_client");
    }

    private String usersToken(String... scopes) throws Exception {
        return accessToken(parties.redeem(web, "web", parties.code("web", scopes)));
    }
}
