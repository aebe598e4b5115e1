package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link ProtectedResourceContract} about the issuer's keys: algorithms, rotation, outages, and what made-up
 * tokens cost the authorization server. Each test has a server of its own, because it goes down or changes its keys.
 */
public interface KeysContract {

    DoorFixture at();

    @Test
    @DisplayName(
            "S-87 S-81 the documented settings stand a flood of made-up kids, which costs one call, and an outage; no"
                    + " thread stays")
    default void standsAFlood() throws Exception {
        try (FakeAuthorizationServer server =
                FakeAuthorizationServer.start(at().pki.server())) {
            Set<Thread> before = KeyFixture.holdfastThreads();
            Set<Thread> own;
            try (Door door = at().open(documented(server))) {
                RawRequest good = bearing(KeyFixture.token(at(), server)
                        .signedBy(server.tokens().edKey())
                        .compact());
                at().accepted(door, null, at().pki.serverA(), good);
                own = KeyFixture.holdfastThreads();
                own.removeAll(before);

                flood(door, server, good);

                assertThat(server.calls(FakeAuthorizationServer.JWKS_PATH))
                        .as("that of the start, which the flood begins within jwksReloadSeconds of")
                        .hasSize(1);
                server.goDown();
                at().accepted(door, null, at().pki.serverA(), good);
            }
            assertThat(own).isNotEmpty().allSatisfy(thread -> {
                assertThat(thread.isDaemon()).isTrue();
                assertThat(thread.isAlive())
                        .as("S-81 %s after the door's end", thread)
                        .isFalse();
            });
        }
    }

    @Test
    @DisplayName("E7 cuts an authorization server off that drips, and answers 503")
    default void cutsOffADrippingServer() throws Exception {
        try (FakeAuthorizationServer server =
                FakeAuthorizationServer.start(at().pki.server())) {
            server.always(
                    FakeAuthorizationServer.JWKS_PATH,
                    ScriptedAnswer.json(200, server.tokens().jwkSet()).drippingSlowly());
            Map<String, String> settings = at().settings("issuer", server.issuer());
            settings.put("responseTimeoutMillis", "300");
            RawRequest good = bearing(KeyFixture.token(at(), server).compact());
            int hitsBefore = at().door.hits();
            try (Door door = at().open(settings)) {
                RawResponse response = at().send(door, null, at().pki.serverA(), good);

                assertThat(response.status()).isEqualTo(503);
                assertThat(response.headers("Retry-After")).isNotEmpty();
                assertThat(response.headers("WWW-Authenticate")).isEmpty();
                assertThat(door.hits()).isEqualTo(hitsBefore);
            }
        }
    }

    private void flood(Door door, FakeAuthorizationServer server, RawRequest good) throws Exception {
        int hitsBefore = door.hits();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> floods = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                floods.add(threads.submit(() -> {
                    for (int j = 0; j < 30; j++) { // each on its own connection: Tomcat ends them after a 503
                        RawRequest unknown =
                                bearing(withKid(server, UUID.randomUUID().toString()));
                        assertThat(at().send(door, null, at().pki.serverA(), unknown)
                                        .status())
                                .isEqualTo(503);
                    }
                    return null;
                }));
            }
            try (RawHttpsClient client =
                    RawHttpsClient.connect(door.secure(), at().context(at().pki.serverA()), null)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(client.send(good).status()).isEqualTo(200);
                }
            }
            for (Future<?> one : floods) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(door.hits()).isEqualTo(hitsBefore + 10);
    }

    @Test
    @DisplayName("S-68 S-87 E1 G6 answers 503 while a kid cannot be looked for, and calls no address that it holds")
    default void callsNoTokenBadThatMayBeGood() throws Exception {
        try (FakeAuthorizationServer server =
                        FakeAuthorizationServer.start(at().pki.server());
                FakeAuthorizationServer evil =
                        FakeAuthorizationServer.start(at().pki.server());
                Door door = at().open(documented(server))) {
            at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            bearing(KeyFixture.token(at(), server)
                                    .signedBy(server.tokens().edKey())
                                    .compact()));
            int hits = door.hits();
            for (String kid : List.of(
                    "nobody",
                    "x\"\r\nSet-Cookie: a=b\r\n",
                    evil.uri(FakeAuthorizationServer.JWKS_PATH).toString())) {
                RawResponse response = at().send(door, null, at().pki.serverA(), bearing(withKid(server, kid)));

                assertThat(response.status()).as("%s", response).isEqualTo(503);
                assertThat(response.headers("Retry-After")).isNotEmpty();
                assertThat(response.headers("WWW-Authenticate")).isEmpty();
                assertThat(response.headers("Set-Cookie")).isEmpty();
            }
            assertThat(door.hits()).isEqualTo(hits);
            assertThat(evil.calls()).isEmpty();
        }
    }

    private String withKid(FakeAuthorizationServer server, String kid) {
        TokenBuilder token = KeyFixture.token(at(), server).header("kid", kid).header("alg", "PS256");
        return TestTokens.withSignature(token.headerJson(), token.claimsJson(), new byte[256]);
    }

    @Test
    @DisplayName("E11 S-87 E5 opens while its server is down, follows a rotation, refuses the retired key, and goes on")
    default void followsItsServer() throws Exception {
        SigningKey next = SigningKey.es256("next");
        try (FakeAuthorizationServer server =
                FakeAuthorizationServer.start(at().pki.server())) {
            Map<String, String> settings = at().settings("issuer", server.issuer());
            settings.put("jwksReloadSeconds", "1");
            RawRequest old = bearing(KeyFixture.token(at(), server).compact());
            RawRequest young =
                    bearing(KeyFixture.token(at(), server).signedBy(next).compact());
            server.goDown();
            try (Door door = at().open(settings)) {
                int hitsBefore = door.hits();
                RawResponse down = at().send(door, null, at().pki.serverA(), old);
                assertThat(down.status()).isEqualTo(503);
                assertThat(down.headers("Retry-After")).containsExactly("1");
                assertThat(door.hits()).isEqualTo(hitsBefore);

                server.comeBack();
                awaitAccepted(door, old);
                server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(next)));
                awaitAccepted(door, young);
                at().refused(door, null, 401, "invalid_token", at().pki.serverA(), old);

                server.goDown();
                at().accepted(door, null, at().pki.serverA(), young);
            }
        }
    }

    private void awaitAccepted(Door door, RawRequest request) throws Exception {
        Await.until(() -> at().send(door, null, at().pki.serverA(), request).status() == 200);
    }

    @Test
    @DisplayName("S-31 S-33 S-34 S-87 E1 E3 accepts each algorithm with its key, and no key for what it is not for")
    default void keepsKeysToTheirAlgorithms() throws Exception {
        KeyFixture keys = new KeyFixture(at());
        try (FakeAuthorizationServer server =
                        FakeAuthorizationServer.start(at().pki.server());
                FakeAuthorizationServer evil =
                        FakeAuthorizationServer.start(at().pki.server())) {
            server.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, keys.jwkSet()));
            Map<String, String> settings = at().settings("issuer", server.issuer());
            settings.put("algorithms", String.join(" ", KeyFixture.ALGORITHMS));
            try (Door door = at().open(settings);
                    RawHttpsClient client = RawHttpsClient.connect(
                            door.secure(), at().context(at().pki.serverA()), null)) {
                int hitsBefore = door.hits();
                for (Map.Entry<String, String> good : keys.goodTokens(server).entrySet()) {
                    RawResponse response = client.send(bearing(good.getValue()));
                    assertThat(response.status())
                            .as("%s: %s", good.getKey(), response)
                            .isEqualTo(200);
                }
                int hits = door.hits();
                assertThat(hits).isEqualTo(hitsBefore + KeyFixture.ALGORITHMS.size() + 1);
                for (Map.Entry<String, String> bad :
                        keys.badTokens(server, evil).entrySet()) {
                    RawResponse response = client.send(bearing(bad.getValue()));
                    assertThat(door.hits()).as(bad.getKey()).isEqualTo(hits);
                    assertThat(response.status())
                            .as("%s: %s", bad.getKey(), response)
                            .isEqualTo(401);
                    DoorFixture.assertRefusal(response, 401, "invalid_token");
                }
            }
            assertThat(evil.calls()).as("E1 calls to addresses in tokens").isEmpty();
        }
    }

    @Test
    @DisplayName("S-86 uses no metadata of another issuer, none over http, and both layouts for an issuer with a path")
    default void usesOnlyTheIssuersOwnMetadata() throws Exception {
        try (FakeAuthorizationServer server =
                FakeAuthorizationServer.start(at().pki.server(), "/realms/main")) {
            Map<String, String> settings = at().settings("issuer", server.issuer());
            settings.put("jwksReloadSeconds", "1");
            RawRequest good = bearing(KeyFixture.token(at(), server).compact());
            int hitsBefore = at().door.hits();
            server.metadata().put("issuer", server.issuer() + "/");
            try (Door door = at().open(settings)) {
                assertThat(at().send(door, null, at().pki.serverA(), good).status())
                        .isEqualTo(503);
                assertThat(server.calls())
                        .extracting(RecordedCall::path)
                        .startsWith(server.oauthMetadataPath(), server.openidMetadataPath());
            }
            server.metadata().put("issuer", server.issuer());
            server.metadata()
                    .put("jwks_uri", "http://localhost:" + server.uri("/").getPort() + "/jwks");
            try (Door door = at().open(settings)) {
                assertThat(at().send(door, null, at().pki.serverA(), good).status())
                        .isEqualTo(503);
            }
            assertThat(at().door.hits()).as("one counter for all doors").isEqualTo(hitsBefore);
            server.metadata()
                    .put(
                            "jwks_uri",
                            server.uri(FakeAuthorizationServer.JWKS_PATH).toString());
            server.always(server.oauthMetadataPath(), ScriptedAnswer.status(404));
            try (Door door = at().open(settings)) {
                at().accepted(door, null, at().pki.serverA(), good);
            }
        }
    }

    private RawRequest bearing(String token) {
        return RawRequest.get("/api/echo").bearer(token);
    }

    /** What the page shows for a web.xml and for a context.xml; only addresses and the file are changed. */
    private Map<String, String> documented(FakeAuthorizationServer server) {
        String page = "docs/keys-and-outages.md";
        Map<String, String> settings = DocumentedSettings.inWebXml(page, "web.xml");
        assertThat(DocumentedSettings.inContextXml(page, "context.xml")).isEqualTo(settings);
        settings.replaceAll((name, value) -> value.replace("https://login.example.com", server.issuer())
                .replace("https://api.example.com", TestTokens.AUDIENCE)
                .replace("/etc/holdfast/authorities.pem", at().authorities()));
        return settings;
    }
}
