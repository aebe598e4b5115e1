package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.OnEveryContainer;
import io.holdfast.testkit.ProtectedResourceContract;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.catalina.util.ServerInfo;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door must keep, and what the valve must keep besides; its settings come from a real {@code context.xml}. */
abstract class ValveContract extends ProtectedResourceContract {

    private static final String ORDERS_NEED_A_ROLE = DocumentedSnippet.read("docs/own-login.md", "constraint")
            + "<security-role><role-name>orders:write</role-name></security-role>";

    private static final String ALICE = "Basic YWxpY2U6d29uZGVybGFuZA==";

    private final String namespace;
    private final String version;

    ValveContract(String namespace, String version) {
        this.namespace = namespace;
        this.version = version;
    }

    @Override
    protected final Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings) throws Exception {
        return TomcatServer.start(
                emptyDirectory, server, api().contextXml(context(settings, "")), TestWar.of(namespace));
    }

    @Override
    public final String contextPath() {
        return "/api";
    }

    private TestWar api() {
        return TestWar.of(namespace).at("/api");
    }

    private Door start(TestWar war) throws Exception {
        return at().start((directory, server) -> TomcatServer.start(directory, server, war));
    }

    private static String context(Map<String, String> settings, String more) {
        StringBuilder valve =
                new StringBuilder("<Valve className='" + CertificateBoundTokenValve.class.getName() + "'");
        settings.forEach((name, value) -> valve.append(" " + name + "='" + value + "'"));
        return "<Context><Valve className='" + TamperingValve.class.getName() + "'/>" + valve + "/>" + more
                + "</Context>";
    }

    @OnEveryContainer
    @Test
    void runsOnTheTomcatThatIsMeant() {
        assertThat(ServerInfo.getServerNumber()).startsWith(version + ".");
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"", "BASIC", "CLIENT-CERT", "FORM"})
    @DisplayName("S-79 works with a WAR's own security constraint, whatever its login configuration")
    void worksWithSecurityConstraints(String login) throws Exception {
        String config = login.isEmpty()
                ? ""
                : "<login-config><auth-method>" + login + "</auth-method>"
                        + (login.equals("FORM")
                                ? "<form-login-config><form-login-page>/login</form-login-page>"
                                        + "<form-error-page>/login</form-error-page></form-login-config>"
                                : "")
                        + "</login-config>";
        holdsTheConstraint(api().contextXml(context(at().settings(), "")).with(ORDERS_NEED_A_ROLE + config));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Realm className='org.apache.catalina.realm.NullRealm'/>",
                "<Realm className='org.apache.catalina.realm.LockOutRealm'>"
                        + "<Realm className='org.apache.catalina.realm.NullRealm'/></Realm>",
                "<Resource name='users' auth='Container' type='org.apache.catalina.UserDatabase'"
                        + " factory='org.apache.catalina.users.MemoryUserDatabaseFactory'"
                        + " pathname='users.xml' readonly='true'/>"
                        + "<Realm className='org.apache.catalina.realm.LockOutRealm'>"
                        + "<Realm className='org.apache.catalina.realm.UserDatabaseRealm' resourceName='users'"
                        + " localJndiResource='true'/></Realm>"
            })
    @DisplayName("S-79 works with a WAR's own security constraint, whatever the realm")
    void worksWithEveryRealm(String realm) throws Exception {
        holdsTheConstraint(api().contextXml(context(at().settings(), realm)).with(ORDERS_NEED_A_ROLE));
    }

    private void holdsTheConstraint(TestWar war) throws Exception {
        try (Door door = start(war)) {
            TestIdentity client = at().pki.serverA();
            RawRequest request = RawRequest.get("/api/orders/echo").header("X-Roles", "orders:write");
            String reader =
                    at().tokens().boundTo(client).claim("scope", "orders:read").compact();

            AppReport report = at().accepted(door, null, client, request.bearer(at().token()));
            assertThat(report.get("user")).isEqualTo("server-a");
            assertThat(report.get("userType")).isEqualTo("io.holdfast.resource.AccessTokenPrincipal");
            assertThat(report.get("role:orders:write")).isEqualTo("true");
            assertThat(report.get("session")).isEqualTo("none");

            int hitsBefore = door.hits();
            assertThat(at().send(door, null, client, request.bearer(reader)).status())
                    .isEqualTo(403);
            assertThat(door.hits()).isEqualTo(hitsBefore);
            at().refused(door, null, 401, null, client, request);
            at().refused(door, null, 401, "invalid_token", at().pki.thief(), request.bearer(at().token()));
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-69 keeps status and challenge on the application's own 401 page")
    void keepsTheChallengeOnACustomErrorPage() throws Exception {
        TestWar war = api().contextXml(context(at().settings(), ""))
                .with("<error-page><error-code>401</error-code><location>/error-page</location></error-page>");
        try (Door door = start(war)) {
            RawResponse response = at().send(
                            door,
                            null,
                            at().pki.thief(),
                            RawRequest.get("/api/echo").bearer(at().token()));

            DoorFixture.assertRefusal(response, 401, "invalid_token");
            AppReport page = AppReport.parse(response.body());
            assertThat(page.get("dispatcher")).isEqualTo("ERROR");
            assertThat(page.get("user")).isEqualTo("null");
            assertThat(page.get("token")).isEqualTo("null");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("leaves the reason's code on the request, and nothing on one that it lets through")
    void leavesTheReasonOnTheRequest() throws Exception {
        TestWar war = api().contextXml(context(at().settings(), ""))
                .with("<error-page><error-code>401</error-code><location>/error-page</location></error-page>");
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
    @DisplayName("S-79 passes the application's own exceptions on as they are")
    void passesExceptionsOn() throws Exception {
        RawResponse response =
                at().send(at().pki.serverA(), RawRequest.get("/api/throw").bearer(at().token()));

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).contains("ServletException").contains("on purpose");
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-77 takes no attribute for set whose name or value is wrong: the application does not start")
    void stopsTheApplicationOnWrongAttributes() throws Exception {
        for (String name : new String[] {"requiredScope", "audeince", "mode"}) {
            Map<String, String> settings = at().settings(name, "x");
            assertThatThrownBy(() -> start(api().contextXml(context(settings, ""))))
                    .rootCause()
                    .hasMessageContaining(name);
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-71 S-75 S-79 guards every application of a host that it stands on")
    void guardsAWholeHost() throws Exception {
        CertificateBoundTokenValve valve = new CertificateBoundTokenValve();
        at().settings().forEach(valve::setProperty);
        TestWar constrained = api().with(ORDERS_NEED_A_ROLE);
        try (Door door = at().start((directory, server) ->
                TomcatServer.start(directory, server, List.of(valve), constrained, TestWar.of(namespace)))) {
            for (String path : List.of("/api/orders/echo", "/open/echo", "/nowhere/else")) {
                RawRequest request = RawRequest.get(path).bearer(at().token());
                AppReport report = at().accepted(door, null, at().pki.serverA(), request);
                assertThat(report.get("user")).isEqualTo("server-a");
                assertThat(report.get("session")).isEqualTo("none");
                at().refused(door, null, 401, null, at().pki.serverA(), RawRequest.get(path));
                at().refused(door, null, 401, "invalid_token", at().pki.thief(), request);
            }
            AppReport resumed = at().accepted(
                            door,
                            null,
                            at().pki.serverA(),
                            RawRequest.get("/open/async").bearer(at().token()));
            assertThat(resumed.get("dispatcher")).isEqualTo("ASYNC");
            assertThat(resumed.get("user")).isEqualTo("server-a");
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-13 asks the socket for the proxy's address behind Tomcat's RemoteIpValve")
    void asksTheSocketBehindRemoteIpValve() throws Exception {
        TestWar war = api().contextXml(context(behindProxy(), ""));
        try (Door door = at().start((directory, server) ->
                TomcatServer.start(directory, server, List.of(new RemoteIpValve()), war))) {
            assertPeerIsTheSockets(door);
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-12 keeps the header of anybody else from the application's error page")
    void keepsTheHeaderFromTheErrorPage() throws Exception {
        TestWar war = api().contextXml(context(behindProxy(), ""))
                .with("<error-page><error-code>401</error-code><location>/open/echo</location></error-page>");
        try (Door door = start(war)) {
            RawResponse response = at().send(
                            door,
                            null,
                            null,
                            RawRequest.get("/api/echo")
                                    .header("X-Show", "Client-Cert")
                                    .header("Client-Cert", "x"));

            assertThat(response.status()).isEqualTo(401);
            AppReport page = AppReport.parse(response.body());
            assertThat(page.get("dispatcher")).isEqualTo("ERROR");
            assertThat(page.get("sees:Client-Cert")).isEqualTo("[]");
        }
    }

    @Test
    @DisplayName("S-78 B19 shows access rules the application's path, too, where it guards a whole host")
    void holdsRulesOfAWholeHost() throws Exception {
        CertificateBoundTokenValve valve = new CertificateBoundTokenValve();
        at().settings("accessRules", "/api/public/** open; /open/** scope=orders:approve; /nowhere/** open")
                .forEach(valve::setProperty);
        try (Door door = at().start((directory, server) ->
                TomcatServer.start(directory, server, List.of(valve), api(), TestWar.of(namespace)))) {
            assertThat(at().accepted(door, null, null, RawRequest.get("/api/public/echo"))
                            .get("user"))
                    .isEqualTo("null");
            for (String path : List.of("/public/echo", "/api/echo", "/API/public/echo", "/api/public2")) {
                at().refused(door, null, 401, null, null, RawRequest.get(path));
            }
            for (String odd : List.of("/api;x/public/echo", "/nowhere/..;/open/echo", "/nowhere/../api/public/echo")) {
                at().refused(door, null, 400, "invalid_request", null, RawRequest.get(odd));
            }
            at().accepted(door, null, null, RawRequest.get("/%61pi/public/echo"));
            at().accepted(door, null, null, RawRequest.get("/api/public/x;jsessionid=1"));
            at().refused(
                            door,
                            null,
                            403,
                            "insufficient_scope",
                            at().pki.serverA(),
                            RawRequest.get("/open/echo").bearer(at().token()));
        }
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-74 lets the asynchronous dispatch of a request on an open path end")
    void letsAsyncRequestsOnOpenPathsEnd() throws Exception {
        TestWar war = api().contextXml(context(at().settings("accessRules", "/public/** open"), ""));
        try (Door door = start(war)) {
            AppReport report = at().accepted(door, null, null, RawRequest.get("/api/public/async"));
            assertThat(report.get("dispatcher")).isEqualTo("ASYNC");
            assertThat(report.get("user")).isEqualTo("null");
        }
    }

    private TestWar withUsers(String login, String rules) throws Exception {
        Map<String, String> settings = at().settings("withholdAuthorization", "true");
        settings.put("accessRules", rules);
        return api().contextXml(context(settings, ""))
                .with(ORDERS_NEED_A_ROLE + "<login-config><auth-method>" + login + "</auth-method>"
                        + "<form-login-config><form-login-page>/login</form-login-page>"
                        + "<form-error-page>/login</form-error-page></form-login-config></login-config>");
    }

    private Door startWithUser(TestWar war) throws Exception {
        return at().start((directory, server) ->
                TomcatServer.start(directory, server, war.knowing(directory, "alice", "wonderland", "orders:write")));
    }

    @Test
    @DisplayName("S-79 stands before BASIC and FORM: without a token no password is looked at, right or wrong")
    void standsBeforeTheContainersLogin() throws Exception {
        TestIdentity client = at().pki.serverA();
        RawRequest orders = RawRequest.get("/api/orders/echo").header("X-Show", "Authorization");
        for (String login : List.of("BASIC", "FORM")) {
            try (Door door = startWithUser(withUsers(login, "/**"))) {
                at().refused(door, null, 401, null, client, orders.header("Authorization", ALICE));
                for (String password : List.of("wonderland", "wrong")) {
                    RawRequest attempt = RawRequest.of("POST", "/api/j_security_check")
                            .form("j_username=alice&j_password=" + password);
                    at().refused(door, null, 401, null, client, attempt);
                }
                AppReport accepted = at().accepted(door, null, client, orders.bearer(at().token()));
                assertThat(accepted.get("user")).isEqualTo("server-a");
                assertThat(accepted.get("sees:Authorization")).isEqualTo("[]");
            }
        }
    }

    @Test
    @DisplayName("S-79 leaves BASIC of an open path to the container, with its header")
    void leavesTheLoginOfOpenPathsAlone() throws Exception {
        TestIdentity client = at().pki.serverA();
        RawRequest orders = RawRequest.get("/api/orders/echo").header("X-Show", "Authorization");
        try (Door door = startWithUser(withUsers("BASIC", "/orders/** open"))) {
            AppReport alice = at().accepted(door, null, client, orders.header("Authorization", ALICE));
            assertThat(alice.get("user")).isEqualTo("alice");
            assertThat(alice.get("authType")).isEqualTo("BASIC");
            assertThat(alice.get("sees:Authorization")).contains("getHeader");

            RawResponse token = at().send(door, null, client, orders.bearer(at().token()));
            assertThat(token.status()).isEqualTo(401);
            assertThat(token.headers("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("Basic");
        }
    }
}
