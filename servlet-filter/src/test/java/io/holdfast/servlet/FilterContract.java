package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.ProtectedResourceContract;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestIdentity;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every door must keep, and what a filter must keep besides: registration, dispatcher types, error pages. */
abstract class FilterContract extends ProtectedResourceContract {

    private static final String[] EVERY_DISPATCHER = {"REQUEST", "FORWARD", "INCLUDE", "ASYNC", "ERROR"};

    private final String namespace;

    FilterContract(String namespace) {
        this.namespace = namespace;
    }

    abstract Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception;

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
    @DisplayName("S-73 B11 opens no error page behind it to a refused request, and does not loop")
    void keepsErrorPagesBehindItClosed() throws Exception {
        TestWar war = war().guardedByFilter(at().settings(), EVERY_DISPATCHER).with(errorPage(401, "/api/error-page"));
        try (Door door = start(war)) {
            RawRequest stolen = RawRequest.get("/api/echo").bearer(at().token());

            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen);
            at().refused(door, null, 401, null, null, RawRequest.get("/api/echo"));
        }
    }

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
}
