package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.accessToken;
import static io.holdfast.tokenservice.Parties.assertError;
import static io.holdfast.tokenservice.Parties.refreshToken;
import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshTokenTest {
    private Parties parties;
    private TestIdentity phone;
    private TestIdentity web;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
        phone = parties.pki.selfSigned();
        web = parties.pki.partnerB();
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    @Test
    @DisplayName("A-22 a public client refreshes with its certificate: new access token bound to it, new refresh token")
    void refreshesAPublicClient() throws Exception {
        String old = publicRefreshToken();

        RawResponse response = parties.refresh(phone, "app", old);

        assertThat(IssuedToken.of(response).thumbprint()).isEqualTo(phone.thumbprint());
        assertThat(IssuedToken.of(response).claims()).containsEntry("sub", "alice");
        assertThat(refreshToken(response)).isNotEqualTo(old);
        assertThat(parties.refresh(phone, "app", refreshToken(response)).status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("A-22 a public client's refresh token gives invalid_grant with another certificate or none")
    void refusesAnotherCertificate() throws Exception {
        String token = publicRefreshToken();

        assertError(parties.refresh(parties.pki.thief(), "app", token), 400, "invalid_grant");
        assertError(parties.refresh(null, "app", token), 400, "invalid_grant");
        assertError(parties.refresh(phone.renewed(), "app", token), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-22 who has stolen a bound refresh token cannot even make it useless for its owner")
    void survivesTheThief() throws Exception {
        String token = publicRefreshToken();
        parties.refresh(parties.pki.thief(), "app", token);

        assertThat(parties.refresh(phone, "app", token).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-22 a replaced refresh token that comes again ends the whole family")
    void detectsReuse() throws Exception {
        RawResponse first = parties.redeem(phone, "app", parties.code("app"));
        RawResponse second = parties.refresh(phone, "app", refreshToken(first));
        assertThat(parties.introspected(accessToken(second))).containsEntry("active", true);

        assertError(parties.refresh(phone, "app", refreshToken(first)), 400, "invalid_grant");

        assertError(parties.refresh(phone, "app", refreshToken(second)), 400, "invalid_grant");
        for (RawResponse response : List.of(first, second)) {
            assertThat(parties.introspected(accessToken(response))).isEqualTo(Map.of("active", false));
        }
    }

    @Test
    @DisplayName("A-22 a refresh token that is sent by many at once is replaced once, and the family ends")
    void isReplacedOnceByManyThreads() throws Exception {
        String token = publicRefreshToken();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<RawResponse> good = new ArrayList<>();
        try {
            List<Future<RawResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> parties.refresh(phone, "app", token)));
            }
            for (Future<RawResponse> answer : answers) {
                if (answer.get().status() == 200) {
                    good.add(answer.get());
                }
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(good).hasSize(1);
        assertThat(parties.introspected(accessToken(good.get(0)))).isEqualTo(Map.of("active", false));
        assertError(parties.refresh(phone, "app", refreshToken(good.get(0))), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-22 an unbound refresh token of a public client is replaced at each use, and its reuse detected")
    void rotatesUnboundTokens() throws Exception {
        String old = refreshToken(parties.redeem(null, "unbound-app", parties.code("unbound-app")));
        String next = refreshToken(parties.refresh(null, "unbound-app", old));

        assertError(parties.refresh(null, "unbound-app", old), 400, "invalid_grant");
        assertError(parties.refresh(null, "unbound-app", next), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-22 even the refresh token of a client of unbound tokens is bound if the client has a certificate")
    void bindsToACertificateThatIsThere() throws Exception {
        String token = refreshToken(parties.redeem(phone, "unbound-app", parties.code("unbound-app")));

        assertError(parties.refresh(null, "unbound-app", token), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-22 a confidential client refreshes with a renewed certificate and gets a token bound to that one")
    void refreshesAConfidentialClient() throws Exception {
        String token = refreshToken(parties.redeem(web, "web", parties.code("web")));
        TestIdentity renewed = web.renewed();

        RawResponse response = parties.refresh(renewed, "web", token);

        assertThat(IssuedToken.of(response).thumbprint()).isEqualTo(renewed.thumbprint());
        assertThat(json(response)).doesNotContainKey("refresh_token");
        assertThat(parties.refresh(web, "web", token).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-22 a certificate that does not authenticate the client is of no use with its refresh token")
    void refusesAConfidentialClientThatIsNotAuthenticated() throws Exception {
        String token = refreshToken(parties.redeem(web, "web", parties.code("web")));

        assertError(parties.refresh(parties.pki.thief(), "web", token), 401, "invalid_client");
    }

    @Test
    @DisplayName("A-22 another client's refresh token gives invalid_grant")
    void refusesAnotherClient() throws Exception {
        assertError(parties.refresh(web, "web", publicRefreshToken()), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-22 the scope may be narrowed, stays as granted otherwise, and is never widened")
    void narrowsOnly() throws Exception {
        String token = refreshToken(parties.redeem(web, "web", parties.code("web", "orders:read", "read")));

        assertThat(json(parties.refresh(web, "web", token, "scope", "read"))).containsEntry("scope", "read");
        assertThat(json(parties.refresh(web, "web", token))).containsEntry("scope", "orders:read read");
        assertError(parties.refresh(web, "web", token, "scope", "orders:write"), 400, "invalid_scope");
        assertError(parties.refresh(web, "web", token, "resource", Parties.INVOICES), 400, "invalid_target");
    }

    @Test
    @DisplayName("A-29 a refresh token lives for a day, and refreshing does not prolong that")
    void expires() throws Exception {
        String token = publicRefreshToken();
        parties.clock.advance(Duration.ofHours(23));
        String next = refreshToken(parties.refresh(phone, "app", token));
        parties.clock.advance(Duration.ofHours(1));

        assertError(parties.refresh(phone, "app", next), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-29 a made-up refresh token gives invalid_grant, none at all invalid_request")
    void refusesMadeUpTokens() throws Exception {
        assertError(parties.refresh(phone, "app", "x".repeat(65)), 400, "invalid_grant");
        assertError(parties.refresh(phone, "app", "x"), 400, "invalid_grant");
        assertError(parties.post(phone, "/token", "app", "grant_type", "refresh_token"), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-27 client credentials get no refresh token")
    void givesNoneForClientCredentials() throws Exception {
        RawResponse response =
                parties.post(parties.pki.serverA(), "/token", "server-a", "grant_type", "client_credentials");

        assertThat(json(response)).containsKey("access_token").doesNotContainKey("refresh_token");
    }

    private String publicRefreshToken() throws Exception {
        return refreshToken(parties.redeem(phone, "app", parties.code("app")));
    }
}
