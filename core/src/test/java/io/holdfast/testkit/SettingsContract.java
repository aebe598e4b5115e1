package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The part of {@link ProtectedResourceContract} about settings and about an authorization server that is away. */
public interface SettingsContract {

    DoorFixture at();

    @OnEveryContainer
    @Test
    @DisplayName("S-77 opens nothing when the settings do not work")
    default void opensNothingOnBadSettings() throws Exception {
        Map<String, String> noAudience = new LinkedHashMap<>(at().settings());
        noAudience.remove("audience");

        for (Map<String, String> bad : List.of(
                noAudience,
                at().settings("audeince", "https://api.holdfast.example"),
                at().settings("binding", "yes"),
                at().settings("clockSkewSeconds", "${skew}"),
                at().settings("trustStore", "/nowhere/trust.p12"))) {
            assertClosed(bad);
        }
    }

    private void assertClosed(Map<String, String> settings) throws Exception {
        int hitsBefore = at().door.hits();
        Door door;
        try {
            door = at().open(settings);
        } catch (Exception e) {
            // the server did not start at all
            return;
        }
        try (door) {
            RawResponse response = at().send(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(at().token()));
            assertThat(response.status()).as("%s", settings).isIn(404, 500, 503);
        }
        assertThat(at().door.hits()).isEqualTo(hitsBefore);
    }

    @Test
    @DisplayName("S-65 S-70 refuses a token without the required scope with 403 and names the scope")
    default void refusesMissingScope() throws Exception {
        try (Door strict = at().open(at().settings("requiredScopes", "orders:approve"))) {
            RawResponse response = at().refused(
                            strict,
                            null,
                            403,
                            "insufficient_scope",
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(at().token()));

            assertThat(response.headers("WWW-Authenticate").get(0)).contains("scope=\"orders:approve\"");
        }
    }

    @Test
    @DisplayName("S-79 gives roles with the prefix and the principal of the claim that the settings name")
    default void followsRolePrefixAndPrincipalClaim() throws Exception {
        Map<String, String> settings = at().settings("rolePrefix", "SCOPE_");
        settings.put("principalClaim", "client_id");
        try (Door door = at().open(settings)) {
            AppReport report = at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/echo")
                                    .bearer(at().tokens()
                                            .boundTo(at().pki.serverA())
                                            .claim("client_id", "the-client")
                                            .compact())
                                    .header("X-Roles", "SCOPE_orders:read orders:read"));

            assertThat(report.get("user")).isEqualTo("the-client");
            assertThat(report.get("role:SCOPE_orders:read")).isEqualTo("true");
            assertThat(report.get("role:orders:read")).isEqualTo("false");
        }
    }

    @Test
    @DisplayName("S-68 answers 503 without a challenge while the authorization server is away")
    default void answers503WhileTheAuthorizationServerIsAway() throws Exception {
        RawRequest request = RawRequest.get("/api/echo").bearer(at().token());
        at().authorizationServer.goDown();
        try (Door door = at().open(at().settings("jwksReloadSeconds", "1"))) {
            int hitsBefore = door.hits();
            RawResponse response = at().send(door, null, at().pki.serverA(), request);

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers("WWW-Authenticate")).isEmpty();
            assertThat(response.headers("Retry-After")).isNotEmpty();
            assertThat(String.join(",", response.headers("Cache-Control"))).contains("no-store");
            assertThat(door.hits()).isEqualTo(hitsBefore);
        } finally {
            at().authorizationServer.comeBack();
        }
    }
}
