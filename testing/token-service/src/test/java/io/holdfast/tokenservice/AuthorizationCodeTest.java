package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.assertError;
import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token request with a code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
class AuthorizationCodeTest {
    private Parties parties;
    private TestIdentity phone;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
        phone = parties.pki.selfSigned();
    }

    @AfterEach
    void stop() {
        parties.close();
    }

    @Test
    @DisplayName("A-27 a code gives an access token, and a refresh token to a client that is registered for them")
    void givesTokens() throws Exception {
        RawResponse response = parties.redeem(phone, "app", parties.code("app", "orders:read"));

        assertThat(json(response))
                .containsOnlyKeys("access_token", "token_type", "expires_in", "scope", "refresh_token")
                .containsEntry("scope", "orders:read");
        assertThat(IssuedToken.of(response).claims())
                .containsEntry("sub", "alice")
                .containsEntry("aud", "orders-api")
                .containsEntry("scope", "orders:read");
    }

    @Test
    @DisplayName("A-29 a code is good for 60 seconds and no longer")
    void expires() throws Exception {
        String inTime = parties.code("app");
        parties.clock.advance(Duration.ofSeconds(59));
        String late = parties.code("app");

        assertThat(parties.redeem(phone, "app", inTime).status()).isEqualTo(200);
        parties.clock.advance(Duration.ofMinutes(1));
        assertError(parties.redeem(phone, "app", late), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-29 a code that comes twice revokes what it has given: access token, refresh token, and new ones")
    void revokesAtTheSecondUse() throws Exception {
        String code = parties.code("app");
        RawResponse first = parties.redeem(phone, "app", code);
        RawResponse refreshed = parties.refresh(phone, "app", Parties.refreshToken(first));
        assertThat(parties.introspected(Parties.accessToken(refreshed))).containsEntry("active", true);

        assertError(parties.redeem(phone, "app", code), 400, "invalid_grant");

        assertThat(parties.introspected(Parties.accessToken(first))).isEqualTo(Map.of("active", false));
        assertThat(parties.introspected(Parties.accessToken(refreshed))).isEqualTo(Map.of("active", false));
        assertError(parties.refresh(phone, "app", Parties.refreshToken(refreshed)), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-29 a code that is sent by many at once gives at most one token, and that is revoked")
    void isUsedOnceByManyThreads() throws Exception {
        String code = parties.code("app");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<RawResponse> good = new ArrayList<>();
        try {
            List<Future<RawResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> parties.redeem(phone, "app", code)));
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
        assertThat(parties.introspected(Parties.accessToken(good.get(0)))).isEqualTo(Map.of("active", false));
    }

    @Test
    @DisplayName("A-29 a code that another client has tried is used up")
    void isUsedUpByAnotherClient() throws Exception {
        String code = parties.code("app");

        assertError(parties.redeem(parties.pki.partnerB(), "web", code), 400, "invalid_grant");
        assertError(parties.redeem(phone, "app", code), 400, "invalid_grant");
    }

    @Test
    @DisplayName("A-29 I4 another client that replays a used code revokes nothing of whose it was")
    void isNotRevokedByAnotherClient() throws Exception {
        String code = parties.code("app");
        RawResponse tokens = parties.redeem(phone, "app", code);

        assertError(parties.redeem(parties.pki.partnerB(), "web", code), 400, "invalid_grant");

        assertThat(parties.introspected(Parties.accessToken(tokens))).containsEntry("active", true);
        assertThat(parties.refresh(phone, "app", Parties.refreshToken(tokens)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, eBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "code_verifier, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_verifier, short",
        "redirect_uri, https://app.example/callback",
        "redirect_uri, https://app.example/callback?from=holdfast&",
        "code, unknown"
    })
    @DisplayName("A-29 another verifier, redirect URI or code gives invalid_grant")
    void refusesWhatDoesNotFit(String name, String value) throws Exception {
        Map<String, String> form = form();
        form.put(name, value);

        assertError(send(form), 400, "invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({"code", "redirect_uri", "code_verifier"})
    @DisplayName("A-29 without code, redirect URI or verifier the request is invalid, and the code still good")
    void refusesWhatIsMissing(String name) throws Exception {
        Map<String, String> form = form();
        String value = form.remove(name);

        assertError(send(form), 400, "invalid_request");
        form.put(name, value);
        assertThat(send(form).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-20 a bound public client without a certificate gets invalid_request, and the code is still good")
    void keepsTheCodeForTheCertificate() throws Exception {
        String code = parties.code("app");

        assertError(parties.redeem(null, "app", code), 400, "invalid_request");
        assertThat(parties.redeem(phone, "app", code).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-25 the token request may narrow what was granted")
    void narrows() throws Exception {
        RawResponse response = parties.redeem(phone, "app", parties.code("app"), "scope", "read");

        assertThat(IssuedToken.of(response).claims()).containsEntry("scope", "read");
    }

    @Test
    @DisplayName("A-25 the token request gets no scope and no resource that the user has not granted")
    void doesNotWiden() throws Exception {
        RawResponse scope = parties.redeem(phone, "app", parties.code("app", "orders:read"), "scope", "orders:write");
        RawResponse resource = parties.redeem(phone, "app", parties.code("app", "read"), "resource", Parties.INVOICES);

        assertError(scope, 400, "invalid_scope");
        assertError(resource, 400, "invalid_target");
    }

    @Test
    void tellsATestWhyItGetsNoCode() {
        TokenService service = parties.service();

        assertThatThrownBy(() -> service.authorizationCode("app", "mallory", Parties.REDIRECT, Parties.CHALLENGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user");
        assertThatThrownBy(() -> service.authorizationCode("app", "alice", "https://other", Parties.CHALLENGE))
                .hasMessageContaining("redirect_uri");
        assertThatThrownBy(() -> service.authorizationCode("app", "alice", Parties.REDIRECT, "plain"))
                .hasMessageContaining("code_challenge");
        assertThatThrownBy(
                        () -> service.authorizationCode("app", "alice", Parties.REDIRECT, Parties.CHALLENGE, "admin"))
                .hasMessageContaining("invalid_scope");
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("code", parties.code("app"));
        form.put("redirect_uri", Parties.REDIRECT);
        form.put("code_verifier", Parties.VERIFIER);
        return form;
    }

    private RawResponse send(Map<String, String> form) throws Exception {
        String[] more = form.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
        return parties.post(phone, "/token", "app", "grant_type", "authorization_code", more);
    }
}
