package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ProtectedResourceContract} about what a door tells: metadata, problem documents, health. */
public interface PublicationContract {
    String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    DoorFixture at();

    String contextPath();

    @Test
    @DisplayName("S-84 S-85 serves its metadata to everybody, and every challenge tells where")
    default void servesItsMetadata() throws Exception {
        Map<String, String> settings = at().settings("resource", "https://api.example.com/orders");
        settings.put("requiredScopes", "orders:read");
        settings.put("accessRules", "/audit/** scope=orders:audit; /x deny");
        String path = contextPath().isEmpty() ? WELL_KNOWN + "/orders" : contextPath() + WELL_KNOWN;
        try (Door door = at().open(settings)) {
            for (String place : List.of(path, contextPath() + WELL_KNOWN, contextPath() + WELL_KNOWN + "/orders")) {
                RawResponse response = at().send(door, null, null, RawRequest.get(place));

                assertThat(response.status()).as("%s", response).isEqualTo(200);
                assertThat(response.headers("Content-Type")).containsExactly("application/json");
                assertThat(StrictJson.parseObject(response.body()))
                        .isEqualTo(Map.of(
                                "resource",
                                "https://api.example.com/orders",
                                "authorization_servers",
                                List.of(at().authorizationServer.issuer()),
                                "bearer_methods_supported",
                                List.of("header"),
                                "scopes_supported",
                                List.of("orders:read", "orders:audit"),
                                "tls_client_certificate_bound_access_tokens",
                                true));
            }
            String told = "resource_metadata=\"https://api.example.com" + path + "\"";
            for (RawRequest refused : List.of(
                    RawRequest.get("/api/echo"),
                    RawRequest.get("/api/echo").bearer(at().token()),
                    RawRequest.get("/api/echo").bearer("x").bearer("y"))) {
                assertThat(at().send(door, null, at().pki.thief(), refused).headers("WWW-Authenticate"))
                        .singleElement()
                        .asString()
                        .contains(told);
            }
            assertThat(at().send(door, null, null, RawRequest.of("POST", path)).status())
                    .isEqualTo(401);
            assertThat(at().send(door, null, null, RawRequest.of("HEAD", path)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("S-85 says that it supports bound tokens in a migration, too, and names a place elsewhere")
    default void tellsTheTruth() throws Exception {
        Map<String, String> settings = at().settings("resource", "https://api.example.com/");
        settings.put("resourceMetadata", "https://meta.example.com/orders");
        settings.put("binding", "when-present");
        try (Door door = at().open(settings)) {
            assertThat(StrictJson.parseObject(at().send(door, null, null, RawRequest.get(contextPath() + WELL_KNOWN))
                            .body()))
                    .containsOnlyKeys(
                            "resource",
                            "authorization_servers",
                            "bearer_methods_supported",
                            "tls_client_certificate_bound_access_tokens")
                    .containsEntry("tls_client_certificate_bound_access_tokens", true)
                    .containsEntry("resource", "https://api.example.com/");
            assertThat(at().refused(door, null, 401, null, null, RawRequest.get("/api/echo"))
                            .headers("WWW-Authenticate")
                            .get(0))
                    .contains("resource_metadata=\"https://meta.example.com/orders\"");
        }
    }

    @Test
    @DisplayName("S-84 does what the page about watching says of metadata")
    default void doesWhatThePageSaysOfMetadata() throws Exception {
        Map<String, String> settings =
                at().documented(DocumentedSettings.inWebXml(ViewContract.PAGE, "metadata-web.xml"), contextPath());
        settings.put("resource", "https://api.example.com");
        try (Door door = at().open(settings)) {
            assertThat(StrictJson.parseObject(at().send(door, null, null, RawRequest.get(contextPath() + WELL_KNOWN))
                            .body()))
                    .containsEntry("resource", "https://api.example.com");
        }
    }

    @Test
    @DisplayName("S-84 serves no metadata where none is asked for")
    default void servesNoMetadataUnasked() throws Exception {
        RawResponse response = at().send(null, RawRequest.get("/api" + WELL_KNOWN));

        DoorFixture.assertRefusal(response, 401, null);
        assertThat(response.headers("WWW-Authenticate").get(0)).doesNotContain("resource_metadata");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/problem+json;q=0.5",
                "text/html;q=0.3, Application/JSON ; q=0.4",
                "text/plain, application/json"
            })
    @DisplayName(
            "S-65 S-67 S-68 gives a client that reads JSON a problem document with the challenge's words and no more")
    default void givesProblemDocuments(String accept) throws Exception {
        RawResponse response = at().refused(
                        401,
                        "invalid_token",
                        at().pki.thief(),
                        RawRequest.get("/api/echo").bearer(at().token()).header("Accept", accept));

        assertThat(response.headers("Content-Type")).containsExactly("application/problem+json");
        assertThat(StrictJson.parseObject(response.body()))
                .isEqualTo(Map.of(
                        "title", "Unauthorized",
                        "status", 401L,
                        "detail", "The access token is not bound to the client certificate of this connection.",
                        "error", "invalid_token"));
        assertThat(StrictJson.parseObject(at().refused(
                                401, null, null, RawRequest.get("/api/echo").header("Accept", accept))
                        .body()))
                .containsEntry("detail", "This resource needs an access token.")
                .doesNotContainKey("error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "application/json;q=0",
                "application/json;q=x",
                "text/html, application/json;q=0.9",
                "application/jsonp"
            })
    @DisplayName("S-69 leaves the answer to the container where the client does not ask for JSON")
    default void leavesPagesToTheContainer(String accept) throws Exception {
        RawResponse response =
                at().refused(401, null, null, RawRequest.get("/api/echo").header("Accept", accept));

        assertThat(response.headers("Content-Type")).doesNotContain("application/problem+json");
    }

    @Test
    @DisplayName("S-69 leaves every answer to the container where the settings say so")
    default void leavesAllToTheContainer() throws Exception {
        try (Door door = at().open(at().settings("errorBody", "container"))) {
            RawResponse response = at().refused(
                            door,
                            null,
                            401,
                            null,
                            null,
                            RawRequest.get("/api/echo").header("Accept", "application/json"));

            assertThat(response.headers("Content-Type")).doesNotContain("application/problem+json");
        }
    }

    @Test
    @DisplayName("S-60 tells anybody whether it can verify tokens, and nothing else")
    default void tellsItsHealth() throws Exception {
        Map<String, String> settings = at().settings(
                        "healthPath", "/api/health".substring(contextPath().length()));
        settings.put("jwksOutageSeconds", "0");
        settings.put("jwksReloadSeconds", "1");
        RawRequest health = RawRequest.get("/api/health");
        RawRequest good = RawRequest.get("/api/echo").bearer(at().token());
        CountDownLatch answering = new CountDownLatch(1);
        at().authorizationServer.hold(FakeAuthorizationServer.JWKS_PATH, answering);
        try (Door door = at().open(settings)) {
            assertHealth(at().send(door, null, null, health), 503, "UNKNOWN");
            answering.countDown();
            at().accepted(door, null, at().pki.serverA(), good);
            assertHealth(at().send(door, null, null, health), 200, "UP");
        } finally {
            answering.countDown();
        }
        at().authorizationServer.goDown();
        try (Door door = at().open(settings)) {
            RawResponse unavailable = at().send(door, null, at().pki.serverA(), good);
            assertThat(unavailable.status()).as("%s", unavailable).isEqualTo(503);
            assertHealth(at().send(door, null, null, health), 503, "DOWN");
            at().refused(door, null, 401, null, null, RawRequest.of("POST", "/api/health"));
        } finally {
            at().authorizationServer.comeBack();
        }
    }

    private static void assertHealth(RawResponse response, int status, String text) {
        assertThat(response.status()).as("%s", response).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"status\":\"" + text + "\"}");
        assertThat(response.headers("Cache-Control")).contains("no-store");
    }

    @Test
    @DisplayName("S-60 says that it cannot verify opaque tokens while the introspection endpoint rests")
    default void tellsThatIntrospectionRests() throws Exception {
        Map<String, String> settings =
                Map.of("healthPath", "/api/health".substring(contextPath().length()));
        RawRequest health = RawRequest.get("/api/health");
        try (IntrospectingDoor open =
                IntrospectingDoor.with(at(), settings, at().pki.partnerB())) {
            RawRequest good =
                    RawRequest.get("/api/echo").bearer(open.token(at().pki.serverA()));
            at().accepted(open.door, null, at().pki.serverA(), good);
            assertThat(at().send(open.door, null, null, health).status()).isEqualTo(200);
            open.server.goDown();
            for (int i = 0; i < 5; i++) {
                RawRequest request = RawRequest.get("/api/echo").bearer("token-" + i);
                assertThat(at().send(open.door, null, at().pki.serverA(), request)
                                .status())
                        .isEqualTo(503);
            }
            assertThat(at().send(open.door, null, null, health).status()).isEqualTo(503);
        }
    }
}
