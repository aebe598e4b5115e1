package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.access.PathSpelling;
import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.ForwardedHeader;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.ProtectedResourceContract;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door must keep, and what a filter must keep besides: registration, dispatcher types, error pages. */
abstract class FilterContract extends ProtectedResourceContract {

    private static final String[] EVERY_DISPATCHER = {"REQUEST", "FORWARD", "INCLUDE", "ASYNC", "ERROR"};

    private final String namespace;

    FilterContract(String namespace) {
        this.namespace = namespace;
    }

    abstract Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception;

    /** Whether a forward of an error page is one; on Tomcat it is an error dispatch. */
    boolean forwardsFromErrorPages() {
        return true;
    }

    @Override
    protected final Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception {
        return start(emptyDirectory, server, war().guardedByFilter(settings));
    }

    final TestWar war() {
        return TestWar.of(namespace);
    }

    final Door start(TestWar war) throws Exception {
        return at().start((directory, server) -> start(directory, server, war));
    }

    private static String errorPage(int status, String location) {
        return "<error-page><error-code>" + status + "</error-code><location>" + location + "</location></error-page>";
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-71 S-74 S-75 guards and keeps the principal when it is registered by code")
    void worksWhenRegisteredByCode() throws Exception {
        try (Door door = start(war().guardedProgrammatically(at().settings()))) {
            at().refused(door, null, 401, null, at().pki.serverA(), RawRequest.get("/api/echo"));
            at().refused(
                            door,
                            null,
                            401,
                            "invalid_token",
                            at().pki.thief(),
                            RawRequest.get("/api/echo").bearer(at().token()));
            AppReport report = at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/async").bearer(at().token()));
            assertThat(report.get("dispatcher")).isEqualTo("ASYNC");
            assertThat(report.get("user")).isEqualTo("server-a");
        }
    }

    @Test
    @DisplayName("S-12 keeps the header of anybody else from the application's error pages")
    void keepsTheHeaderFromErrorPages() throws Exception {
        Map<String, String> settings = behindProxy();
        settings.put("trustedProxies", "127.0.0.3");
        RawRequest forged =
                RawRequest.get("/api/echo").header("X-Show", "Client-Cert").header("Client-Cert", "x");
        TestWar war = war().guardedByFilter(settings).with(errorPage(401, "/open/error-page"));
        try (Door door = start(war)) {
            at().refused(door, null, 401, null, null, forged);
            RawResponse ordinary = at().send(door, null, null, RawRequest.get("/api/echo"));
            assertThat(AppReport.parse(ordinary.body()).get("dispatcher")).isEqualTo("ERROR");
        }
        TestWar mapped = war().guardedByFilter(settings, EVERY_DISPATCHER).with(errorPage(418, "/api/open/error-page"));
        try (Door door = start(mapped)) {
            RawResponse response = at().send(
                            door,
                            null,
                            null,
                            RawRequest.get("/api/open/fail")
                                    .header("X-Show", "Client-Cert")
                                    .header("Client-Cert", "x"));
            AppReport page = AppReport.parse(response.body());
            assertThat(page.get("dispatcher")).isEqualTo("ERROR");
            assertThat(page.get("sees:Client-Cert")).isEqualTo("[]");
        }
    }

    @Test
    @DisplayName("S-12 keeps the header of anybody else from the error page of a dispatch that is refused")
    void keepsTheHeaderFromErrorPagesOfRefusedDispatches() throws Exception {
        Map<String, String> settings = behindProxy();
        settings.put("trustedProxies", "127.0.0.3");
        TestWar one = war().guardedByFilter(settings, EVERY_DISPATCHER).with(errorPage(401, "/open/error-page"));
        TestWar two = war().filter("first", filterClass(), settings)
                .filter("second", filterClass(), settings)
                .filterMapping("first", "/api/open/*", EVERY_DISPATCHER)
                .filterMapping("second", "/api/echo", EVERY_DISPATCHER)
                .with(errorPage(401, "/open/error-page"));
        for (TestWar war : new TestWar[] {one, two}) {
            try (Door door = start(war)) {
                for (String way : new String[] {"forward", "async"}) {
                    RawRequest request = RawRequest.get("/api/open/" + way)
                            .header("X-To", "/api/echo")
                            .header("X-Show", SHOWN);
                    RawResponse response = at().send(door, null, null, request.header("Client-Cert", "x"));

                    DoorFixture.assertRefusal(response, 401, null);
                    assertThat(response.body()).as(way).doesNotContain("getHeader");
                    RawResponse ordinary = at().send(door, null, null, request);
                    assertThat(AppReport.parse(ordinary.body()).get("dispatcher"))
                            .as(way)
                            .isEqualTo("ERROR");
                }
            }
        }
    }

    @Test
    @DisplayName("S-21 varies on the header, once, when a dispatch only leads to where a token is asked for")
    void variesOnTheHeaderAfterADispatch() throws Exception {
        TestWar war = war().guardedByFilter(behindProxy(), EVERY_DISPATCHER);
        try (Door door = start(war)) {
            for (String way : new String[] {"open/forward", "open/async", "forward", "async"}) {
                RawRequest request = RawRequest.get("/api/" + way)
                        .header("X-To", "/api/echo")
                        .bearer(at().token())
                        .header(
                                "Client-Cert",
                                ForwardedHeader.value(
                                        "rfc9440", at().pki.serverA().certificate()));
                RawResponse response = at().send(door, null, null, request);

                assertThat(response.status()).as(way).isEqualTo(200);
                assertThat(response.headers("Vary")).as(way).containsExactly("Client-Cert");
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-69 keeps status and challenge on the application's own 401 page")
    void keepsTheChallengeOnACustomErrorPage() throws Exception {
        TestWar war = war().guardedByFilter(at().settings()).with(errorPage(401, "/open/error-page"));
        try (Door door = start(war)) {
            RawResponse response = at().send(
                            door,
                            null,
                            at().pki.thief(),
                            RawRequest.get("/api/echo").bearer(at().token()));

            DoorFixture.assertRefusal(response, 401, "invalid_token");
            AppReport page = AppReport.parse(response.body());
            assertThat(page.get("dispatcher")).isEqualTo("ERROR");
            assertThat(page.get("errorStatus")).isEqualTo("401");
            assertThat(page.get("user")).isEqualTo("null");
            assertThat(page.get("token")).isEqualTo("null");
        }
    }

    @Test
    @DisplayName("leaves the reason's code on the request, and nothing on one that it lets through")
    void leavesTheReasonOnTheRequest() throws Exception {
        TestWar war = war().guardedByFilter(at().settings()).with(errorPage(401, "/open/error-page"));
        try (Door door = start(war)) {
            RawRequest request = RawRequest.get("/api/echo").bearer(at().token());

            RawResponse stolen = at().send(door, null, at().pki.thief(), request);
            AppReport accepted = at().accepted(door, null, at().pki.serverA(), request);

            assertThat(AppReport.parse(stolen.body()).get("reason")).isEqualTo("certificate_mismatch");
            assertThat(accepted.get("reason")).isEqualTo("null");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-73 B11 opens no error page behind it to a refused request, and does not loop")
    void keepsErrorPagesBehindItClosed() throws Exception {
        TestWar war = war().guardedByFilter(at().settings(), EVERY_DISPATCHER).with(errorPage(401, "/api/error-page"));
        try (Door door = start(war)) {
            RawRequest stolen = RawRequest.get("/api/echo").bearer(at().token());

            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen);
            at().refused(door, null, 401, null, null, RawRequest.get("/api/echo"));
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-72 B11 opens no error page behind it to a request that failed elsewhere without a token")
    void keepsErrorPagesClosedToUncheckedRequests() throws Exception {
        TestWar war = war().guardedByFilter(at().settings(), EVERY_DISPATCHER).with(errorPage(418, "/api/error-page"));
        try (Door door = start(war)) {
            RawResponse bare = at().send(door, null, at().pki.serverA(), RawRequest.get("/open/fail"));
            RawResponse good = at().send(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/open/fail").bearer(at().token()));

            assertThat(bare.status()).isEqualTo(418);
            assertThat(bare.body()).doesNotContain("user=");
            assertThat(good.status()).isEqualTo(418);
            assertThat(AppReport.parse(good.body()).get("user")).isEqualTo("server-a");
        }
    }

    @Test
    @DisplayName("S-73 shows the principal on the error page of an accepted request")
    void showsThePrincipalOnErrorPagesOfAcceptedRequests() throws Exception {
        TestWar war = war().guardedByFilter(at().settings(), EVERY_DISPATCHER).with(errorPage(418, "/api/error-page"));
        try (Door door = start(war)) {
            RawResponse response = at().send(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/fail").bearer(at().token()));

            assertThat(response.status()).isEqualTo(418);
            AppReport page = AppReport.parse(response.body());
            assertThat(page.get("dispatcher")).isEqualTo("ERROR");
            assertThat(page.get("user")).isEqualTo("server-a");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-72 B9 guards a forward and an include from an open to a protected path")
    void guardsForwardsAndIncludes() throws Exception {
        try (Door door = start(war().guardedByFilter(at().settings(), EVERY_DISPATCHER))) {
            RawRequest forward = RawRequest.get("/open/forward").header("X-To", "/api/echo");
            RawRequest include = RawRequest.get("/open/include").header("X-To", "/api/echo");

            DoorFixture.assertRefusal(at().send(door, null, null, forward), 401, null);
            DoorFixture.assertRefusal(
                    at().send(door, null, at().pki.thief(), forward.bearer(at().token())), 401, "invalid_token");
            RawResponse included = at().send(door, null, at().pki.thief(), include.bearer(at().token()));
            assertThat(included.body()).contains("including").doesNotContain("user=");
            assertThat(at().accepted(door, null, at().pki.serverA(), forward.bearer(at().token()))
                            .get("user"))
                    .isEqualTo("server-a");
            assertThat(at().accepted(door, null, at().pki.serverA(), include.bearer(at().token()))
                            .get("user"))
                    .isEqualTo("server-a");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-73 S-75 keeps the principal through forward, include and asynchronous dispatch")
    void keepsThePrincipalThroughDispatches() throws Exception {
        try (Door guardingAll = start(war().guardedByFilter(at().settings(), EVERY_DISPATCHER))) {
            for (Door door : new Door[] {at().door, guardingAll}) {
                for (String way : new String[] {"forward", "include", "async"}) {
                    RawRequest request = RawRequest.get("/api/" + way)
                            .header("X-To", "/api/echo")
                            .bearer(at().token());
                    AppReport report = at().accepted(door, null, at().pki.serverA(), request);

                    assertThat(report.get("user")).as(way).isEqualTo("server-a");
                    assertThat(report.get("authType")).as(way).isEqualTo("Bearer");
                }
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-89 B9 answers 400 to a dispatch whose path can be read in two ways, and lets ordinary ones pass")
    void refusesOddDispatches() throws Exception {
        Map<String, String> settings = at().settings("accessRules", "/api/public/** open; /api/admin/** scope=admin");
        TestWar war = war().guardedByFilter(settings, EVERY_DISPATCHER).with(errorPage(418, "/api/public/error-page"));
        try (Door door = start(war)) {
            for (String way : new String[] {"forward", "include", "async"}) {
                for (String open : new String[] {"/api/public/" + way, "/api/" + way}) {
                    RawRequest request = open.contains("public")
                            ? RawRequest.get(open)
                            : RawRequest.get(open).bearer(at().token());
                    for (String odd : new String[] {
                        "/api/admin/../public/echo",
                        "/api/admin/..;/public/echo",
                        "/api/public/echo;v=1",
                        "/api/public//echo"
                    }) {
                        RawResponse response = at().send(door, null, at().pki.serverA(), request.header("X-To", odd));
                        String seen = AppReport.parse(response.body()).get("uri");
                        // Jetty normalises what is dispatched asynchronously before anybody sees it.
                        assertThat(seen == null || PathSpelling.isPlain(seen))
                                .as("%s %s %s", way, odd, response)
                                .isTrue();
                    }
                    at().assertNotReached(door, at().pki.serverA(), request.header("X-To", "/api/admin/echo.json"));
                    for (String ordinary :
                            new String[] {"/api/public/caf%C3%A9%20.echo", "/api/public/a/.echo?x=/../y"}) {
                        at().accepted(door, null, at().pki.serverA(), request.header("X-To", ordinary));
                    }
                }
            }
            RawResponse failed = at().send(door, null, null, RawRequest.get("/api/public/fail"));
            assertThat(AppReport.parse(failed.body()).get("dispatcher")).isEqualTo("ERROR");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-72 S-73 B9 holds every dispatch to the access rule of the path that it leads to")
    void holdsDispatchesToTheirRules() throws Exception {
        Map<String, String> settings =
                at().settings("accessRules", "/api/public/** open; /api/approvals/** scope=orders:approve");
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            for (String way : new String[] {"forward", "include", "async"}) {
                RawRequest opened = RawRequest.get("/api/public/" + way);
                RawRequest accepted = RawRequest.get("/api/" + way).bearer(at().token());

                assertThat(at().accepted(door, null, null, opened.header("X-To", "/api/public/echo"))
                                .get("user"))
                        .as(way)
                        .isEqualTo("null");
                at().assertNotReached(door, null, opened.header("X-To", "/api/echo"));
                at().assertNotReached(
                                door,
                                at().pki.thief(),
                                opened.header("X-To", "/api/echo").bearer(at().token()));
                assertThat(at().accepted(
                                        door,
                                        null,
                                        at().pki.serverA(),
                                        opened.header("X-To", "/api/echo").bearer(at().token()))
                                .get("user"))
                        .as(way)
                        .isEqualTo("server-a");
                at().assertNotReached(door, at().pki.serverA(), accepted.header("X-To", "/api/approvals/echo"));
                at().assertNotReached(door, at().pki.serverA(), accepted.header("X-To", "/api/approvals;x=1/echo"));
                assertThat(at().accepted(door, null, at().pki.serverA(), accepted.header("X-To", "/api/public/echo"))
                                .get("user"))
                        .as(way)
                        .isEqualTo("server-a");
            }
        }
    }

    @Test
    @DisplayName("S-72 S-73 B11 shows a refused request an error page on an open path, and no other")
    void showsOpenErrorPagesOnly() throws Exception {
        Map<String, String> settings = at().settings(
                        "accessRules", "/api/errors/** open; /api/public/** open; /api/orders/** scope=orders:approve");
        TestWar war = war().guardedByFilter(settings, EVERY_DISPATCHER)
                .with(errorPage(401, "/api/errors/page"))
                .with(errorPage(403, "/api/errors-not/page"))
                .with(errorPage(418, "/api/orders/page"));
        try (Door door = start(war)) {
            RawResponse refused = at().send(door, null, null, RawRequest.get("/api/echo"));
            DoorFixture.assertRefusal(refused, 401, null);
            assertThat(AppReport.parse(refused.body()).get("dispatcher")).isEqualTo("ERROR");
            assertThat(AppReport.parse(refused.body()).get("user")).isEqualTo("null");

            RawResponse denied = at().send(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/orders/x").bearer(at().token()));
            DoorFixture.assertRefusal(denied, 403, "insufficient_scope");
            assertThat(denied.body()).doesNotContain("user=");

            for (RawRequest failing : new RawRequest[] {
                RawRequest.get("/api/public/fail"), RawRequest.get("/api/fail").bearer(at().token())
            }) {
                RawResponse failed = at().send(door, null, at().pki.serverA(), failing);
                assertThat(failed.status()).isEqualTo(418);
                assertThat(failed.body()).doesNotContain("user=");
            }
        }
    }

    @Test
    @DisplayName("S-73 B9 takes no other Holdfast filter's word for a request that is forwarded to it")
    void takesNoOtherFiltersWord() throws Exception {
        TestWar war = war().filter("lenient", filterClass(), at().settings())
                .filter("strict", filterClass(), at().settings("requiredScopes", "orders:approve"))
                .filterMapping("lenient", "/lenient/*", EVERY_DISPATCHER)
                .filterMapping("strict", "/strict/*", EVERY_DISPATCHER);
        try (Door door = start(war)) {
            RawRequest forward = RawRequest.get("/lenient/forward").bearer(at().token());

            assertThat(at().accepted(door, null, at().pki.serverA(), forward.header("X-To", "/lenient/echo"))
                            .get("user"))
                    .isEqualTo("server-a");
            RawResponse refused = at().send(door, null, at().pki.serverA(), forward.header("X-To", "/strict/echo"));
            DoorFixture.assertRefusal(refused, 403, "insufficient_scope");
            assertThat(refused.body()).doesNotContain("user=");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-71 B9 ends a response that is on its way already when it refuses a dispatch of it")
    void endsACommittedResponse() throws Exception {
        Map<String, String> settings = at().settings("accessRules", "/api/public/** open");
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            for (String way : new String[] {"include", "async"}) {
                RawResponse response = at().send(
                                door,
                                null,
                                null,
                                RawRequest.get("/api/public/" + way)
                                        .header("X-To", "/api/echo")
                                        .header("X-Flush", "yes"));
                assertThat(response.status()).as(way).isEqualTo(200);
                assertThat(response.body()).as(way).doesNotContain("user=");
            }
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-79 answers authenticate() by the token, and shows nobody after logout()")
    void answersAuthenticateAndLogout() throws Exception {
        AppReport authenticated = at().accepted(
                        at().pki.serverA(), RawRequest.get("/api/authenticate").bearer(at().token()));
        AppReport left = at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/logout").bearer(at().token()).header("X-Roles", "orders:read **"));

        assertThat(authenticated.get("authenticated")).isEqualTo("true");
        assertThat(left.get("user")).isEqualTo("null");
        assertThat(left.get("remoteUser")).isEqualTo("null");
        assertThat(left.get("authType")).isEqualTo("null");
        assertThat(left.get("role:orders:read")).isEqualTo("false");
        assertThat(left.get("role:**")).isEqualTo("false");
        assertThat(left.get("token")).isEqualTo("null");
        assertThat(left.get("again")).isEqualTo("true");
    }

    @Test
    @DisplayName("S-79 a logout holds for what the request is dispatched to, and not for the next request")
    void staysLoggedOutOnDispatches() throws Exception {
        try (Door door = start(war().guardedByFilter(at().settings(), EVERY_DISPATCHER))) {
            RawRequest request =
                    RawRequest.get("/api/logout").bearer(at().token()).header("X-To", "/api/echo");

            AppReport left = at().accepted(door, null, at().pki.serverA(), request);
            AppReport next = at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/echo").bearer(at().token()));

            assertThat(left.get("dispatcher")).isEqualTo("FORWARD");
            assertThat(left.get("user")).isEqualTo("null");
            assertThat(left.get("token")).isEqualTo("null");
            assertThat(next.get("user")).isEqualTo("server-a");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-77 B19 refuses to start when it is mapped nowhere, and starts when it is mapped to a servlet")
    void refusesToStartUnmapped() throws Exception {
        RawRequest request = RawRequest.get("/api/echo");
        try (Door unmapped = startOrNull(war().filter("holdfast", filterClass(), at().settings()))) {
            if (unmapped != null) {
                int hits = unmapped.hits();
                assertThat(at().send(unmapped, null, null, request).status()).isIn(404, 500, 503);
                assertThat(unmapped.hits()).isEqualTo(hits);
            }
        }
        try (Door mapped = start(war().filter("holdfast", filterClass(), at().settings())
                .with("<filter-mapping><filter-name>holdfast</filter-name><servlet-name>echo</servlet-name>"
                        + "</filter-mapping>"))) {
            at().refused(mapped, null, 401, null, null, request);
        }
    }

    private Door startOrNull(TestWar war) {
        try {
            return start(war);
        } catch (Exception e) {
            return null;
        }
    }

    private String filterClass() {
        return "io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter";
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include", "async"})
    @DisplayName("S-72 S-79 takes token and principal away where a dispatch leads to what is only reported about")
    void speaksForNobodyWhereItIsOnlyReported(String way) throws Exception {
        Map<String, String> settings =
                at().settings("accessRules", "/api/new/** scope=admin report-only; /api/closed/** scope=admin");
        RawRequest request = RawRequest.get("/api/" + way).bearer(at().token()).header("X-Roles", "orders:read");
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            AppReport report = at().accepted(door, null, at().pki.serverA(), request.header("X-To", "/api/new/echo"));
            assertThat(report.get("reported")).isEqualTo("scope_insufficient");
            assertThat(report.get("user")).isEqualTo("null");
            assertThat(report.get("token")).isEqualTo("null");
            assertThat(report.get("role:orders:read")).isEqualTo("false");

            RawResponse closed = at().send(door, null, at().pki.serverA(), request.header("X-To", "/api/closed/echo"));
            assertThat(closed.body()).doesNotContain("user=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include", "async"})
    @DisplayName("S-72 B9 enforces a path of a door that reports only for dispatches, too")
    void enforcesDispatchesFromWhatIsOnlyReported(String way) throws Exception {
        Map<String, String> settings = at().settings("mode", "report-only");
        settings.put("accessRules", "/api/payments/** enforce");
        RawRequest request = RawRequest.get("/api/" + way).bearer(at().token());
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            RawResponse refused = at().send(door, null, at().pki.thief(), request.header("X-To", "/api/payments/echo"));
            assertThat(refused.body()).doesNotContain("user=");
            assertThat(at().accepted(door, null, at().pki.thief(), request.header("X-To", "/api/echo"))
                            .get("reported"))
                    .isEqualTo("certificate_mismatch");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName(
            "S-73 S-75 an include that is refused, or only reported, leaves the page around it token and principal")
    void leavesTheTokenToThePageAroundAnInclude() throws Exception {
        Map<String, String> settings =
                at().settings("accessRules", "/api/new/** scope=admin report-only; /api/closed/** scope=admin");
        RawRequest request = RawRequest.get("/api/include").bearer(at().token()).header("X-After", "yes");
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            for (String to : new String[] {"/api/closed/echo", "/api/new/echo", "/api/new/authenticate", "/api/echo"}) {
                AppReport report = at().accepted(door, null, at().pki.serverA(), request.header("X-To", to));
                assertThat(report.get("userAfter")).as(to).isEqualTo("server-a");
                assertThat(report.get("tokenAfter")).as(to).isEqualTo("io.holdfast.token.VerifiedToken");
                assertThat(report.get("reasonAfter")).as(to).isEqualTo("null");
                assertThat(report.get("reportedAfter")).as(to).isEqualTo("null");
                assertThat(report.get("uri")).as(to).isEqualTo(to.contains("closed") ? null : to);
            }
        }
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"forward", "include", "async"})
    @DisplayName(
            "S-72 S-79 authenticate() does not answer by the token where a dispatch leads to what is only reported about")
    void authenticatesNobodyWhereItIsOnlyReported(String way) throws Exception {
        Map<String, String> settings = at().settings("accessRules", "/api/new/** scope=admin report-only");
        RawRequest request = RawRequest.get("/api/" + way).bearer(at().token());
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            AppReport report =
                    at().accepted(door, null, at().pki.serverA(), request.header("X-To", "/api/new/authenticate"));
            assertThat(report.get("reported")).isEqualTo("scope_insufficient");
            assertThat(report.get("user")).isEqualTo("null");
            assertThat(report.get("token")).isEqualTo("null");
        }
    }

    @Test
    @DisplayName("S-79 a logout where a dispatch is only reported about holds for the page around it, too")
    void staysLoggedOutAfterAnInclude() throws Exception {
        Map<String, String> settings = at().settings("accessRules", "/api/new/** scope=admin report-only");
        RawRequest request = RawRequest.get("/api/include")
                .bearer(at().token())
                .header("X-To", "/api/new/leave")
                .header("X-After", "yes");
        try (Door door = start(war().guardedByFilter(settings, EVERY_DISPATCHER))) {
            AppReport report = at().accepted(door, null, at().pki.serverA(), request);
            assertThat(report.get("userAfter")).isEqualTo("null");
            assertThat(report.get("tokenAfter")).isEqualTo("null");
        }
    }

    @Test
    @DisplayName("S-73 S-79 S-103 withholds only the header that it accepted, and is not blind itself where it has")
    void withholdsOnlyWhatItAccepted() throws Exception {
        Map<String, String> settings = at().settings("withholdAuthorization", "true");
        settings.put("accessRules", "/api/public/** open; /api/closed/** scope=admin");
        TestWar war = war().guardedByFilter(settings, EVERY_DISPATCHER).with(errorPage(418, "/api/error-page"));
        try (Door door = start(war)) {
            RawRequest own = RawRequest.get("/api/public/echo")
                    .header("X-Show", "Authorization")
                    .header("Authorization", "Basic YWxpY2U6d29uZGVybGFuZA==");
            assertThat(at().accepted(door, null, null, own).get("sees:Authorization"))
                    .contains("getHeader");

            for (String way : new String[] {"forward", "include", "async"}) {
                RawRequest open = RawRequest.get("/api/public/" + way)
                        .header("X-Show", "Authorization")
                        .bearer(at().token());
                RawRequest toApi = open.header("X-To", "/api/echo");
                AppReport accepted = at().accepted(door, null, at().pki.serverA(), toApi);
                assertThat(accepted.get("user")).as(way).isEqualTo("server-a");
                assertThat(accepted.get("sees:Authorization")).as(way).isEqualTo("[]");
                at().assertNotReached(door, at().pki.thief(), toApi);
                at().assertNotReached(door, at().pki.serverA(), open.header("X-To", "/api/closed/echo"));
            }
            RawResponse failed = at().send(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/api/fail")
                                    .header("X-Show", "Authorization")
                                    .bearer(at().token()));
            AppReport page = AppReport.parse(failed.body());
            assertThat(page.get("dispatcher")).isEqualTo("ERROR");
            assertThat(page.get("sees:Authorization")).isEqualTo("[]");
        }
    }

    @Test
    @DisplayName(
            "S-72 S-69 an error page that forwards is closed to refused requests where FORWARD is mapped, unless open")
    void holdsForwardsOfErrorPages() throws Exception {
        String[] documented = {"REQUEST", "FORWARD", "INCLUDE", "ASYNC"};
        TestWar war = war().guardedByFilter(at().settings("accessRules", "/api/view/** open"), documented)
                .with(errorPage(401, "/open/forward"));
        try (Door door = start(war)) {
            RawRequest stolen = RawRequest.get("/api/echo").bearer(at().token());
            for (String view : new String[] {"/api/echo", "/api/view/echo"}) {
                RawResponse refused = at().send(door, null, at().pki.thief(), stolen.header("X-To", view));
                DoorFixture.assertRefusal(refused, 401, "invalid_token");
                assertThat(refused.body()).as(view).contains(view.contains("view") ? "user=" : "");
                assertThat(refused.body().contains("dispatcher=FORWARD"))
                        .as(view)
                        .isEqualTo(view.contains("view") && forwardsFromErrorPages());
            }
        }
    }
}
