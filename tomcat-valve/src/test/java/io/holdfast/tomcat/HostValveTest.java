package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.resource.RefusalReason;
import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestLog;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.ServletException;
import org.apache.catalina.Container;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A valve on a host: which applications it guards, what it tells of them, and what its refusals look like. */
final class HostValveTest {
    private final CertificateBoundTokenValve valve = new CertificateBoundTokenValve();

    @TempDir
    private Path directory;

    private DoorFixture at;

    @BeforeEach
    void startAuthorizationServer() throws Exception {
        at = new DoorFixture(directory, (empty, server, settings) -> TomcatServer.start(empty, server));
    }

    @AfterEach
    void close() throws Exception {
        at.close();
    }

    private Door start(Map<String, String> settings, List<Valve> more, TestWar... wars) throws Exception {
        settings.forEach(valve::setProperty);
        List<Valve> valves = new ArrayList<>(List.of(valve));
        valves.addAll(more);
        return at.start((empty, server) -> TomcatServer.start(empty, server, valves, wars));
    }

    private Door start(String contexts, TestWar... wars) throws Exception {
        return start(at.settings("contexts", contexts), List.of(), wars);
    }

    private static TestWar war(String path) {
        return TestWar.of("javax").at(path);
    }

    @Test
    @DisplayName("S-71 S-78 guards the named applications and those below, by the context that Tomcat has chosen")
    void guardsTheNamedApplications() throws Exception {
        try (Door door = start("/orders", war("/orders"), war("/orders/admin"), war("/open"), war(""))) {
            for (String path : List.of(
                    "/orders",
                    "/orders/echo",
                    "/orders/admin/echo",
                    "/%6frders/echo",
                    "//orders/echo",
                    "/orders;x=y/echo",
                    "/open/../orders/echo",
                    "/open/..;/orders/echo")) {
                int hits = door.hits();
                assertThat(at.send(door, null, null, RawRequest.get(path)).status())
                        .as(path)
                        .isIn(400, 401);
                at.assertNotReached(door, at.pki.thief(), RawRequest.get(path).bearer(at.token()));
                assertThat(door.hits()).isEqualTo(hits);
            }
            for (String path : List.of("/orders/echo", "/orders/admin/echo")) {
                AppReport report = at.accepted(
                        door, null, at.pki.serverA(), RawRequest.get(path).bearer(at.token()));
                assertThat(report.get("user")).isEqualTo("server-a");
            }
            AppReport resumed = at.accepted(
                    door,
                    null,
                    at.pki.serverA(),
                    RawRequest.get("/orders/async").bearer(at.token()));
            assertThat(resumed.get("dispatcher")).isEqualTo("ASYNC");
            assertThat(resumed.get("user")).isEqualTo("server-a");
        }
    }

    @Test
    @DisplayName("S-71 lets requests to other applications pass untouched")
    void letsOthersPassUntouched() throws Exception {
        Map<String, String> settings = at.settings("contexts", "/orders");
        settings.putAll(Map.of("certificateHeaderFormat", "rfc9440", "trustedProxies", "10.0.0.1"));
        try (Door door = start(settings, List.of(), war("/orders"), war("/orders2"), war(""))) {
            for (String path : List.of("/orders2/echo", "/echo", "/ORDERS/echo", "/orders2/async")) {
                AppReport report = at.accepted(
                        door,
                        null,
                        null,
                        RawRequest.get(path)
                                .bearer("of.another.kind")
                                .header("Client-Cert", "x")
                                .header("X-Show", "Authorization Client-Cert"));
                assertThat(report.get("user")).as(path).isEqualTo("null");
                assertThat(report.get("sees:Authorization")).contains("getHeader");
                assertThat(report.get("sees:Client-Cert")).contains("getHeader");
            }
            at.refused(door, null, 401, null, null, RawRequest.get("/orders/echo"));
        }
    }

    @Test
    @DisplayName("S-71 takes / for the root's application alone, and answers for no application as Tomcat does")
    void takesTheRootForItself() throws Exception {
        try (Door door = start("/", war(""), war("/open"))) {
            at.refused(door, null, 401, null, null, RawRequest.get("/echo"));
            at.refused(door, null, 401, null, null, RawRequest.get("/nowhere/echo"));
            at.accepted(door, null, null, RawRequest.get("/open/echo"));
        }
    }

    @Test
    @DisplayName("leaves paths of no application to Tomcat where it guards named ones, but for its own health")
    void answersItsOwnPathsOutsideOfThem() throws Exception {
        Map<String, String> settings = at.settings("contexts", "/orders");
        settings.put("healthPath", "/door/health");
        try (Door door = start(settings, List.of(), war("/orders"))) {
            assertThat(at.send(door, null, null, RawRequest.get("/nowhere")).status())
                    .isEqualTo(404);
            assertThat(at.send(door, null, null, RawRequest.get("/door/health")).body())
                    .contains("\"status\"");
            assertThat(at.send(door, null, null, RawRequest.of("POST", "/door/health"))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    @DisplayName("S-80 lists what it guards, and warns once of what is not there and of a way past it")
    void tellsWhatItGuards() throws Exception {
        TestLog log = new TestLog();
        TestWar crossing = war("/open").contextXml("<Context crossContext='true'/>");
        try (Door door = start("/orders /invoices", war("/orders"), crossing)) {
            valve.backgroundProcess();
            assertThat(log.text())
                    .containsOnlyOnce("Guards in localhost the applications [/orders], and not [/open].")
                    .containsOnlyOnce("The setting 'contexts' names /invoices, and there is no such application")
                    .containsOnlyOnce("The application /open in localhost is not guarded and has crossContext=\"true\"")
                    .doesNotContain("names /orders,");

            Container host = valve.getContainer();
            host.removeChild(host.findChild("/orders"));
            valve.backgroundProcess();
            valve.backgroundProcess();

            assertThat(log.text()).containsOnlyOnce("The setting 'contexts' names /orders,");
            assertThat(at.send(door, null, null, RawRequest.get("/orders/echo")).status())
                    .isEqualTo(404);
        }
    }

    @Test
    @DisplayName("S-71 lists every application where it guards all")
    void tellsThatItGuardsAll() throws Exception {
        TestLog log = new TestLog();
        try (Door door = start(at.settings(), List.of(), war("/orders"), war(""))) {
            at.refused(door, null, 401, null, null, RawRequest.get("/echo"));
        }
        assertThat(log.text()).contains("Guards in localhost the applications [/, /orders], and not [].");
    }

    @Test
    @DisplayName("S-69 a refused request has the host's error body, as the host's own valve would write it")
    void showsTheHostsErrorBody() throws Exception {
        ErrorReportValve ownOfTheHost = new ErrorReportValve();
        ownOfTheHost.setShowServerInfo(false);
        try (Door door = start(at.settings(), List.of(ownOfTheHost), war("/orders"))) {
            RawResponse refused = at.refused(door, null, 401, null, null, RawRequest.get("/orders/echo"));
            assertThat(refused.headers("Content-Type"))
                    .singleElement()
                    .asString()
                    .startsWith("text/html");
            assertThat(refused.body()).contains("HTTP Status 401").doesNotContain("Apache Tomcat");

            RawResponse json = at.refused(
                    door, null, 401, null, null, RawRequest.get("/orders/echo").header("Accept", "application/json"));
            assertThat(json.body()).startsWith("{").contains("401");
        }
    }

    @Test
    @DisplayName("S-69 shows the body that the host has by itself, too")
    void showsTheBodyOfTheHostsOwnAccord() throws Exception {
        try (Door door = start(at.settings(), List.of(), war("/orders"))) {
            RawResponse refused = at.refused(door, null, 401, null, null, RawRequest.get("/orders/echo"));
            assertThat(refused.body()).contains("HTTP Status 401", "Apache Tomcat");
        }
    }

    @Test
    @DisplayName("S-77 S-88 while it is not started it refuses every request, to whatever application, and says why")
    void refusesEverythingWhileItIsNotStarted() throws Exception {
        SeenReasons seen = new SeenReasons();
        at.settings("contexts", "/orders").forEach(valve::setProperty);
        try (Door door = at.start(
                (empty, server) -> TomcatServer.start(empty, server, List.of(seen, valve), war("/orders"), war("")))) {
            at.accepted(door, null, null, RawRequest.get("/echo"));
            valve.stop();
            for (String path : List.of("/orders/echo", "/echo", "/nowhere/x")) {
                int hits = door.hits();
                RawRequest request = RawRequest.get(path).bearer(at.token());
                assertThat(at.send(door, null, at.pki.serverA(), request).status())
                        .isEqualTo(503);
                assertThat(door.hits()).isEqualTo(hits);
            }
            assertThat(seen.reasons).containsExactly("null", "misconfigured", "misconfigured", "misconfigured");
            valve.start();
            at.accepted(door, null, null, RawRequest.get("/echo"));
            at.refused(door, null, 401, null, null, RawRequest.get("/orders/echo"));
        }
    }

    /** What a valve before the door finds on a request that comes back. */
    private static final class SeenReasons extends ValveBase {
        private final List<String> reasons = new CopyOnWriteArrayList<>();

        SeenReasons() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            reasons.add(String.valueOf(request.getAttribute(RefusalReason.REQUEST_ATTRIBUTE)));
        }
    }
}
