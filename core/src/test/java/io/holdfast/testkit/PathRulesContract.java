package io.holdfast.testkit;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The part of {@link ProtectedResourceContract} about access rules by path. */
public interface PathRulesContract {
    String RULES = """
            GET /api/public/** open
            /api/** cors-preflight
            TRACE /api/** deny
            GET /api/orders/** scope=orders:read
            /api/orders/** scope=orders:approve
            /api/partners/{client_id}/**
            /api/users/{sub}
            /api/clients/server-a client=server-a
            """;

    /** Spellings of {@code /api/NAME/x} and ways to it; a container may refuse each with a 400 of its own. */
    List<String> ODD_SPELLINGS = List.of(
            "/api/NAME/x;v=1",
            "/api/NAME;jsessionid=1/x",
            "/api/NAME/x;jsessionid=1;jsessionid=2",
            "/api/NAME;x/x",
            "/api;x/NAME/x",
            "/api/public;x/../NAME/x",
            "/api/public/..;/NAME/x",
            "/api/public/..;x=1/NAME/x",
            "/api/public/../NAME/x",
            "/api/public/%2e%2e/NAME/x",
            "/api/public/%2E./NAME/x",
            "/api/public%2F..%2FNAME/x",
            "/api/public/..%2FNAME/x",
            "/api/public%5C..%5CNAME/x",
            "/api/public\\..\\NAME/x",
            "/api/./NAME/x",
            "/api//NAME/x",
            "//api/NAME/x",
            "/api/NAME//x",
            "/api/NAME%2Fx",
            "/api/NAME%5Cx",
            "/api/NAME/x%00",
            "/api/NAME/%0ax",
            "/api/NAME/x%",
            "/api/NAME/x%3Bjsessionid=1",
            "/api/NAME/%2e/x");

    String PAGE = "docs/path-rules.md";

    DoorFixture at();

    /** Where the guarded application stands: empty, or the context path that rules do not see. */
    String contextPath();

    private Door ruled() throws Exception {
        return at().open(at().settings("accessRules", ruleText()));
    }

    private String ruleText() {
        return RULES.replace(contextPath() + "/", "/").strip().replace("\n", "; ");
    }

    private String scoped(String scope) {
        return at().tokens().boundTo(at().pki.serverA()).claim("scope", scope).compact();
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-78 S-79 opens what the rules open and nothing besides, and says nobody is there")
    default void opensOpenPaths() throws Exception {
        try (Door door = ruled()) {
            RawRequest open = RawRequest.get("/api/public/x");
            for (RawRequest request : List.of(
                    open, RawRequest.of("GET", "/api/public"), open.bearer(at().token()), open.bearer("rubbish"))) {
                AppReport report = at().accepted(door, null, null, request);
                assertThat(report.get("user")).isEqualTo("null");
                assertThat(report.get("token")).isEqualTo("null");
            }
            AppReport loggedIn =
                    at().accepted(door, null, null, open.header(Tampering.HEADER, Tampering.EARLIER_LOGIN.name()));
            assertThat(loggedIn.get("user")).as("a login of others").isEqualTo("somebody-else");
            assertThat(loggedIn.get("token")).isEqualTo("null");
            at().refused(door, null, 401, null, null, RawRequest.of("POST", "/api/public/x"));
            for (String path : List.of("/api/publicity", "/api/Public/x", "/api/x/public", "/api/public2/x", "/api")) {
                refusedInSomeWay(door, null, RawRequest.get(path));
            }
            AppReport other = at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/other").bearer(at().token()));
            assertThat(other.get("user")).isEqualTo("server-a");
        }
    }

    @Test
    @DisplayName("S-10 refuses a token over plain HTTP on an open path, too, and lets others pass there")
    default void refusesATokenInTheClearOnAnOpenPath() throws Exception {
        try (Door door = ruled();
                RawHttpsClient client = RawHttpsClient.connectPlain(door.plain())) {
            assertThat(client.send(RawRequest.get("/api/public/x")).status()).isEqualTo(200);
            int hits = door.hits();
            DoorFixture.assertRefusal(
                    client.send(RawRequest.get("/api/public/x").bearer(at().token())), 400, "invalid_request");
            assertThat(door.hits()).isEqualTo(hits);
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-78 S-89 B13 answers 400 to every odd spelling, whatever the rule")
    default void standsUpToOddSpellings() throws Exception {
        try (Door door = ruled()) {
            malformed(door, null, RawRequest.get("/api/public/%252e%252e/orders"));
            for (String spelling : ODD_SPELLINGS) {
                malformed(door, null, RawRequest.get(spelling.replace("NAME", "public")));
                malformed(door, null, RawRequest.get(spelling.replace("NAME", "orders")));
                malformed(
                        door,
                        at().pki.thief(),
                        RawRequest.get(spelling.replace("NAME", "orders")).bearer(at().token()));
                malformed(
                        door,
                        at().pki.serverA(),
                        RawRequest.get(spelling.replace("NAME", "orders")).bearer(scoped("orders:readonly")));
                malformed(
                        door,
                        at().pki.serverA(),
                        RawRequest.get(spelling.replace("NAME", "partners/server-b"))
                                .bearer(at().token()));
            }
        }
    }

    @Test
    @DisplayName("S-78 B13 compares no partner with a path that is spelled so that applications may find another in it")
    default void comparesNoPartnerWithARewrittenPath() throws Exception {
        try (Door door = ruled()) {
            for (String path : List.of(
                    "/api/partners/server-b/../server-a/x",
                    "/api/partners/server-b/%2e%2e/server-a/x",
                    "/api/partners//server-a/x",
                    "/api/partners/server-b/..;/server-a/x")) {
                malformed(door, at().pki.serverA(), RawRequest.get(path).bearer(at().token()));
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-89 takes every legal encoding, the container's own session id and the absolute form")
    default void takesLegalSpellings() throws Exception {
        try (Door door = ruled()) {
            for (String path : List.of(
                    "/api/public/x;jsessionid=0A1B.node",
                    "/api/public/;jsessionid=1",
                    "/api/public/",
                    "/api/publi%63/%78",
                    "/%61pi/public/x",
                    "/api/public/caf%C3%A9/a%20b/%7E~:@,+()/%e2%82%ac",
                    door.secure() + "/api/public/x")) {
                at().accepted(door, null, null, RawRequest.get(path));
            }
            for (String path : List.of("/api/orders/x;jsessionid=1", "/api/order%73/x", "/api/%6Frders/")) {
                at().accepted(
                                door,
                                null,
                                at().pki.serverA(),
                                RawRequest.get(path).bearer(scoped("orders:read")));
                at().refused(
                                door,
                                null,
                                403,
                                "insufficient_scope",
                                at().pki.serverA(),
                                RawRequest.get(path).bearer(scoped("orders:write")));
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-90 G4 G5 holds suffix, letter case and method override to the rule of what they may stand for")
    default void holdsWhatFrameworksTakeForTheSame() throws Exception {
        String rules =
                "GET,POST /api/orders/export scope=admin; DELETE /api/orders/** scope=admin; /api/orders/** scope=read";
        try (Door door = at().open(at().settings("accessRules", rules.replace(contextPath() + "/", "/")))) {
            TestIdentity serverA = at().pki.serverA();
            at().accepted(door, null, serverA, RawRequest.get("/api/orders/17").bearer(scoped("read")));
            for (RawRequest request : List.of(
                    RawRequest.get("/api/orders/export"),
                    RawRequest.get("/api/orders/export.json"),
                    RawRequest.get("/api/orders/export/.json"),
                    RawRequest.get("/api/orders/Export.JSON"),
                    RawRequest.get("/api/orders/expor%74"),
                    RawRequest.of("POST", "/api/orders/17?_method=DELETE"),
                    RawRequest.of("POST", "/api/orders/17?%5Fmethod=delete"),
                    RawRequest.of("POST", "/api/orders/17?method=DELETE"),
                    RawRequest.of("POST", "/api/orders/17").header("X-HTTP-Method-Override", "DELETE"),
                    RawRequest.of("POST", "/api/orders/17").header("X-HTTP-Method", "DELETE"),
                    RawRequest.of("POST", "/api/orders/17").header("X-Method-Override", "DELETE"),
                    RawRequest.of("delete", "/api/orders/17"))) {
                refusedInSomeWay(door, serverA, request.bearer(scoped("read")));
            }
            at().accepted(
                            door,
                            null,
                            serverA,
                            RawRequest.get("/api/orders/export.json").bearer(scoped("read admin")));
        }
    }

    @Test
    @DisplayName("B15 passes a true preflight, and no method gets around the rules")
    default void holdsEveryMethod() throws Exception {
        try (Door door = ruled()) {
            RawRequest preflight = RawRequest.of("OPTIONS", "/api/orders/x")
                    .header("Origin", "https://app.example")
                    .header("Access-Control-Request-Method", "GET");
            assertThat(at().send(door, null, null, preflight).status()).isEqualTo(200);
            refusedInSomeWay(
                    door, null, RawRequest.of("OPTIONS", "/api/orders/x").header("Origin", "https://app.example"));
            refusedInSomeWay(door, null, preflight.bearer(at().token()));
            for (String override : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
                refusedInSomeWay(door, null, preflight.header(override, "DELETE"));
            }
            refusedInSomeWay(
                    door,
                    null,
                    RawRequest.of("OPTIONS", "/api/orders/x")
                            .header("Origin", "https://app.example")
                            .header("Access-Control-Request-Method", ""));
            for (String method : List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PURGE", "get")) {
                RawRequest request = RawRequest.of(method, "/api/orders/x");
                refusedInSomeWay(door, null, request);
                refusedInSomeWay(door, at().pki.serverA(), request.bearer(scoped("orders:readonly")));
            }
            RawRequest head = RawRequest.of("HEAD", "/api/orders/x").bearer(scoped("orders:read"));
            assertThat(at().send(door, null, at().pki.serverA(), head).status()).isEqualTo(200);
            refusedInSomeWay(
                    door, at().pki.serverA(), RawRequest.of("TRACE", "/api/x").bearer(at().token()));
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("B15 takes no preflight over HTTP/2 for one if a body follows, announced or not")
    default void takesNoPreflightWithABody() throws Exception {
        try (Door door = ruled()) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(at().context(null))
                    .build();
            HttpRequest.Builder preflight = HttpRequest.newBuilder(door.secure().resolve("/api/orders/x"))
                    .header("Origin", "https://app.example")
                    .header("Access-Control-Request-Method", "GET");

            HttpResponse<String> bare = client.send(
                    preflight
                            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    ofString());
            assertThat(bare.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(bare.statusCode()).isEqualTo(200);
            int hits = door.hits();
            HttpRequest.BodyPublisher announced = HttpRequest.BodyPublishers.ofString("x");
            assertThat(statusBeforeBodyIsRead(
                            client, preflight.method("OPTIONS", announced).build()))
                    .isEqualTo(401);
            if (knowsOfUnannouncedBodies()) {
                HttpRequest.BodyPublisher unannounced =
                        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {'x'}));
                assertThat(statusBeforeBodyIsRead(
                                client, preflight.method("OPTIONS", unannounced).build()))
                        .isEqualTo(401);
            }
            assertThat(door.hits()).isEqualTo(hits);
        }
    }

    /**
     * The status of an answer that is sent before the body was read. A container resets the stream behind such an answer
     * (RFC 9113, section 8.1); now and then the reset overtakes the answer, and the request is made once more, five times
     * at most.
     */
    private static int statusBeforeBodyIsRead(HttpClient client, HttpRequest request) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.send(request, ofString()).statusCode();
            } catch (IOException e) {
                if (attempt == 5 || !String.valueOf(e.getMessage()).contains("RST_STREAM")) {
                    throw e;
                }
            }
        }
    }

    /** Whether the container knows, before it is there, that a body follows which no header announces. */
    default boolean knowsOfUnannouncedBodies() {
        return true;
    }

    @Test
    @DisplayName("S-70 S-82 names the scope that the path needs, and takes it as a whole word only")
    default void namesTheNeededScope() throws Exception {
        try (Door door = ruled()) {
            for (String scope : List.of("orders:readonly", "orders", "Orders:read", "orders:approve:all")) {
                RawResponse get = at().refused(
                                door,
                                null,
                                403,
                                "insufficient_scope",
                                at().pki.serverA(),
                                RawRequest.get("/api/orders/x").bearer(scoped(scope)));
                assertThat(get.headers("WWW-Authenticate").get(0)).contains("scope=\"orders:read\"");
                RawResponse post = at().refused(
                                door,
                                null,
                                403,
                                "insufficient_scope",
                                at().pki.serverA(),
                                RawRequest.of("POST", "/api/orders/x").bearer(scoped(scope)));
                assertThat(post.headers("WWW-Authenticate").get(0)).contains("scope=\"orders:approve\"");
            }
            at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.of("POST", "/api/orders/x").bearer(scoped("orders:approve")));
        }
    }

    @Test
    @DisplayName("S-83 keeps a partner out of another partner's paths, and tells subject and client apart")
    default void keepsPartnersApart() throws Exception {
        try (Door door = ruled()) {
            String user = at().tokens()
                    .boundTo(at().pki.serverA())
                    .claim("sub", "user-7")
                    .claim("client_id", "server-a")
                    .compact();
            for (String path : List.of("/api/partners/server-a/x", "/api/users/user-7", "/api/clients/server-a")) {
                at().accepted(
                                door,
                                null,
                                at().pki.serverA(),
                                RawRequest.get(path).bearer(user));
            }
            String other = at().tokens()
                    .boundTo(at().pki.partnerB())
                    .claim("sub", "server-a")
                    .claim("client_id", "partner-b")
                    .compact();
            for (String path : List.of("/api/partners/server-a/x", "/api/users/user-7", "/api/clients/server-a")) {
                RawResponse refused = at().refused(
                                door,
                                null,
                                403,
                                "insufficient_scope",
                                at().pki.partnerB(),
                                RawRequest.get(path).bearer(other));
                assertThat(refused.headers("WWW-Authenticate").get(0))
                        .doesNotContain("user-7", "server-a", "partner-b", "client_id");
            }
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            at().pki.thief(),
                            RawRequest.get("/api/partners/server-b/x").bearer(at().token()));
        }
    }

    @Test
    @DisplayName("S-70 S-78 B15 does what the page about path rules says of its web.xml and its context.xml")
    default void doesWhatThePageSays() throws Exception {
        Map<String, String> webXml = at().documented(DocumentedSettings.inWebXml(PAGE, "web.xml"), contextPath());
        Map<String, String> contextXml =
                at().documented(DocumentedSettings.inContextXml(PAGE, "context.xml"), contextPath());
        assertThat(contextXml.get("accessRules").replaceAll("[;\\s]+", " "))
                .isEqualTo(webXml.get("accessRules").replaceAll("\\s+", " "));
        try (Door door = at().open(contextPath().isEmpty() ? webXml : contextXml)) {
            TestIdentity serverA = at().pki.serverA();
            RawRequest read = RawRequest.get("/api/orders/17");

            at().accepted(door, null, null, RawRequest.get("/api/health"));
            at().refused(door, null, 401, null, null, RawRequest.get("/api/other"));
            at().accepted(door, null, serverA, read.bearer(scoped("orders:read")));
            RawRequest write = RawRequest.of("POST", "/api/orders/17");
            RawResponse refused =
                    at().refused(door, null, 403, "insufficient_scope", serverA, write.bearer(scoped("orders:read")));
            assertThat(refused.headers("WWW-Authenticate").get(0)).contains("scope=\"orders:read orders:write\"");
            refusedInSomeWay(
                    door, serverA, RawRequest.of("DELETE", "/api/orders/17").bearer(at().token()));
            at().accepted(
                            door,
                            null,
                            serverA,
                            RawRequest.get("/api/partners/server-a/x").bearer(at().token()));
            RawRequest others = RawRequest.get("/api/partners/server-b/x");
            at().refused(door, null, 403, "insufficient_scope", serverA, others.bearer(at().token()));
            at().accepted(door, null, serverA, RawRequest.get("/api/reports").bearer(at().token()));
        }
    }

    /** By the door or by the container before it. */
    private void malformed(Door door, @Nullable TestIdentity client, RawRequest request) throws IOException {
        int hits = door.hits();
        RawResponse response = at().send(door, null, client, request);
        assertThat(response.status()).as("%s %s", request, response).isEqualTo(400);
        assertThat(door.hits()).as("%s %s", request, response).isEqualTo(hits);
    }

    private void refusedInSomeWay(Door door, @Nullable TestIdentity client, RawRequest request) throws IOException {
        int hits = door.hits();
        RawResponse response = at().send(door, null, client, request);
        assertThat(response.status()).as("%s %s", request, response).isIn(400, 401, 403, 404, 405, 501);
        assertThat(door.hits()).as("%s %s", request, response).isEqualTo(hits);
    }
}
