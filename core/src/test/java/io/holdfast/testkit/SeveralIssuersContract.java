package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} about several issuers behind one door, set up as the documentation shows:
 * {@code main} follows RFC 9068, {@code partners} is a Keycloak with keys, an audience and an algorithm of its own.
 */
public interface SeveralIssuersContract {

    DoorFixture at();

    @Test
    @DisplayName("S-37 A27 accepts each issuer's tokens under its own settings, and refuses every mixture of two")
    default void keepsIssuersApart() throws Exception {
        SigningKey partnersKey = SigningKey.es256("rsa-1");
        SigningKey partnersRsaKey = SigningKey.rs256("rsa-2");
        try (FakeAuthorizationServer partners =
                FakeAuthorizationServer.start(at().pki.server(), "/realms/partners")) {
            partners.always(
                    FakeAuthorizationServer.JWKS_PATH,
                    ScriptedAnswer.json(200, TestTokens.jwkSet(partnersKey, partnersRsaKey)));
            for (Map<String, String> settings : documented(partners)) {
                try (Door door = at().open(settings)) {
                    AppReport own = at().accepted(door, null, at().pki.serverA(), bearing(at().token()));
                    assertThat(own.get("user")).isEqualTo("server-a");
                    AppReport partner = at().accepted(
                                    door,
                                    null,
                                    at().pki.partnerB(),
                                    bearing(keycloakToken(partners, partnersKey).compact())
                                            .header("X-Roles", "orders:read partner:orders:read"));
                    assertThat(partner.get("user")).isEqualTo("partner-b");
                    assertThat(partner.get("role:partner:orders:read")).isEqualTo("true");
                    assertThat(partner.get("role:orders:read")).isEqualTo("false");
                    for (Map.Entry<String, String> bad :
                            mixtures(partners, partnersKey, partnersRsaKey).entrySet()) {
                        refuses(door, at().pki.partnerB(), bad);
                    }
                    for (Map.Entry<String, String> bad : confusions(partners).entrySet()) {
                        refuses(door, at().pki.serverA(), bad);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("S-83 S-37 A27 gives a partner no other partner's paths, whichever client the partners' issuer names")
    default void holdsClaimsToTheirIssuer() throws Exception {
        SigningKey partnersKey = SigningKey.es256("rsa-1");
        try (FakeAuthorizationServer partners =
                FakeAuthorizationServer.start(at().pki.server(), "/realms/partners")) {
            partners.always(
                    FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(partnersKey)));
            Map<String, String> settings = documented(partners).get(0);
            String claimed = keycloakToken(partners, partnersKey)
                    .claim("azp", "server-a")
                    .claim("scope", "orders:read")
                    .compact();
            List<String> paths = List.of("/api/own/server-a/x", "/api/reports/x", "/api/orders/x");

            settings.put(
                    "accessRules", rules("issuer=" + at().authorizationServer.issuer()));
            try (Door door = at().open(settings)) {
                for (String path : paths) {
                    RawRequest request = RawRequest.get(path);
                    at().accepted(door, null, at().pki.serverA(), request.bearer(at().token()));
                    at().refused(door, null, 403, "insufficient_scope", at().pki.partnerB(), request.bearer(claimed));
                }
            }
            settings.put("accessRules", rules("issuer=*"));
            try (Door door = at().open(settings)) {
                for (String path : paths) {
                    at().accepted(
                                    door,
                                    null,
                                    at().pki.partnerB(),
                                    RawRequest.get(path).bearer(claimed));
                }
            }
        }
    }

    /** For the filter, which does not see the context path, and for the valve that does. */
    private static String rules(String issuer) {
        String rules = "/own/{client_id}/** #; /reports/** client=server-a #; /orders/** scope=orders:read #";
        return (rules + "; " + rules.replaceAll("(^| )/", "$1/api/")).replace("#", issuer);
    }

    private void refuses(Door door, TestIdentity client, Map.Entry<String, String> bad) throws IOException {
        int hitsBefore = door.hits();

        RawResponse response = at().send(door, null, client, bearing(bad.getValue()));

        assertThat(door.hits()).as(bad.getKey()).isEqualTo(hitsBefore);
        assertThat(response.status()).as("%s: %s", bad.getKey(), response).isEqualTo(401);
        DoorFixture.assertRefusal(response, 401, "invalid_token");
    }

    private TokenBuilder keycloakToken(FakeAuthorizationServer partners, SigningKey key) {
        return partners.tokens()
                .boundTo(at().pki.partnerB())
                .signedBy(key)
                .header("typ", "JWT")
                .claim("typ", "Bearer")
                .claim("aud", List.of("account", "https://partners.example.com"))
                .claim("azp", "partner-b")
                .withoutClaim("client_id");
    }

    /** Bound to partner B: what the partners' own server may make, but not for this door. */
    private Map<String, String> mixtures(FakeAuthorizationServer partners, SigningKey key, SigningKey rsaKey) {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "an ID token of the partners' Keycloak",
                keycloakToken(partners, key).claim("typ", "ID").compact());
        bad.put(
                "the partners' key for a token of the main issuer",
                keycloakToken(partners, key)
                        .claim("iss", at().authorizationServer.issuer())
                        .claim("aud", TestTokens.AUDIENCE)
                        .claim("client_id", "server-a")
                        .header("typ", "at+jwt")
                        .compact());
        bad.put(
                "the main audience from the partners",
                keycloakToken(partners, key).claim("aud", TestTokens.AUDIENCE).compact());
        bad.put(
                "an issuer that nobody configured",
                keycloakToken(partners, key)
                        .claim("iss", partners.issuer() + "/")
                        .compact());
        bad.put("no issuer", keycloakToken(partners, key).withoutClaim("iss").compact());
        bad.put(
                "two issuers",
                keycloakToken(partners, key)
                        .claim(
                                "iss",
                                List.of(
                                        partners.issuer(),
                                        at().authorizationServer.issuer()))
                        .compact());
        bad.put(
                "the main algorithm at the partners, with a key that they publish",
                keycloakToken(partners, rsaKey).compact());
        bad.put("an opaque token", "2YotnFZFEjr1zCsicMWpAA");
        return bad;
    }

    /** Bound to server A: what the main server may make, dressed as the partners'. */
    private Map<String, String> confusions(FakeAuthorizationServer partners) {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "the main key under the same kid for a token of the partners",
                at().tokens()
                        .boundTo(at().pki.serverA())
                        .claim("iss", partners.issuer())
                        .claim("aud", "https://partners.example.com")
                        .claim("azp", "server-a")
                        .claim("typ", "Bearer")
                        .compact());
        bad.put(
                "the partners' typ from the main issuer",
                at().tokens()
                        .boundTo(at().pki.serverA())
                        .header("typ", "JWT")
                        .claim("typ", "Bearer")
                        .compact());
        return bad;
    }

    private RawRequest bearing(String token) {
        return RawRequest.get("/api/echo").bearer(token);
    }

    /** What the page shows for a web.xml and for a context.xml; only addresses and the file are changed. */
    private List<Map<String, String>> documented(FakeAuthorizationServer partners) {
        String page = "docs/several-issuers.md";
        List<Map<String, String>> shown = List.of(
                DocumentedSettings.inWebXml(page, "web.xml"), DocumentedSettings.inContextXml(page, "context.xml"));
        assertThat(shown.get(0)).isEqualTo(shown.get(1));
        for (Map<String, String> settings : shown) {
            settings.replaceAll((name, value) -> value.replace(
                            "https://login.example.com",
                            at().authorizationServer.issuer())
                    .replace("https://sso.partners.example/realms/partners", partners.issuer())
                    .replace("https://api.example.com", TestTokens.AUDIENCE)
                    .replace("/etc/holdfast/authorities.pem", at().authorities()));
        }
        return shown;
    }
}
