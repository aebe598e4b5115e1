package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/own-login.md says of the filter beside a login of the container: what it does, and what stays open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LoginContract {
    private static final String PAGE = "docs/own-login.md";

    static final String USER = "alice";
    static final String PASSWORD = "wonderland";
    static final String ROLE = "clerk";

    private final String namespace;

    /** Whether the container forwards to the login page; otherwise it redirects there, and the filter sees a request. */
    private final boolean forwards;

    private DoorFixture fixture;

    LoginContract(String namespace, boolean forwards) {
        this.namespace = namespace;
        this.forwards = forwards;
    }

    /** Starts the WAR in a container that knows the one user. */
    abstract Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception;

    @BeforeAll
    final void openDoor(@TempDir Path directory) throws Exception {
        fixture = new DoorFixture(directory, (empty, server, settings) -> start(empty, server, war(settings, "")));
    }

    @AfterAll
    final void closeDoor() throws Exception {
        fixture.close();
    }

    private Door start(TestWar war) throws Exception {
        return fixture.start((directory, server) -> start(directory, server, war));
    }

    private TestWar guarded(Map<String, String> settings, String... dispatchers) {
        return TestWar.of(namespace)
                .filter("holdfast", "io.holdfast.servlet." + namespace + ".CertificateBoundTokenFilter", settings)
                .filterMapping("holdfast", "/*", dispatchers);
    }

    /** Everything guarded by the filter, and {@code /api/*} by a constraint. */
    private TestWar war(Map<String, String> settings, String loginConfig, String... dispatchers) {
        return guarded(settings, dispatchers)
                .with("<security-constraint><web-resource-collection><web-resource-name>api</web-resource-name>"
                        + "<url-pattern>/api/*</url-pattern></web-resource-collection>"
                        + "<auth-constraint><role-name>" + ROLE + "</role-name></auth-constraint></security-constraint>"
                        + loginConfig + "<security-role><role-name>" + ROLE + "</role-name></security-role>");
    }

    private TestWar war(String loginConfig, String... dispatchers) {
        return war(fixture.settings(), loginConfig, dispatchers);
    }

    private static String login(String method) {
        return "<login-config><auth-method>" + method + "</auth-method>"
                + (method.equals("FORM")
                        ? "<form-login-config><form-login-page>/login</form-login-page>"
                                + "<form-error-page>/login-error</form-error-page></form-login-config>"
                        : "")
                + "</login-config>";
    }

    private RawRequest good(String path) {
        return RawRequest.get(path).bearer(fixture.token());
    }

    private RawResponse send(Door door, RawRequest request) throws Exception {
        return fixture.send(door, null, fixture.pki.serverA(), request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BASIC", "FORM"})
    @DisplayName("S-79 S-102 G9 warns once at the start of a login that the container runs before the filter")
    void warnsAtTheStart(String method) throws Exception {
        TestLog log = new TestLog();
        try (Door door = start(war(method.isEmpty() ? "" : login(method)))) {
            assertThat(log.text().split("docs/own-login.md", -1)).hasSize(2);
            assertThat(log.text()).contains("WARN", "/api/*").contains(method);
            assertThat(log.text().contains("/login is shown to anybody")).isEqualTo(method.equals("FORM") && forwards);
            assertThat(send(door, good("/other/echo")).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("S-79 S-102 G9 constraints without a login refuse good tokens before the filter")
    void constraintsAloneRefuseEverybody() throws Exception {
        try (Door door = start(war(""))) {
            RawResponse refused = send(door, good("/api/echo"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.headers("WWW-Authenticate")).isEmpty();
        }
    }

    @Test
    @DisplayName("S-79 S-102 G9 BASIC answers good tokens before the filter, and its users come to nothing without one")
    void basicRefusesTokens() throws Exception {
        String user = Base64.getEncoder().encodeToString((USER + ':' + PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (Door door = start(war(login("BASIC")))) {
            RawResponse answered = send(door, good("/api/echo"));
            assertThat(answered.status()).isEqualTo(401);
            assertThat(answered.headers("WWW-Authenticate"))
                    .singleElement()
                    .asString()
                    .startsWith("Basic");

            RawRequest basic = RawRequest.get("/api/echo").header("Authorization", "Basic " + user);
            fixture.refused(door, null, 401, null, fixture.pki.serverA(), basic);
            fixture.accepted(door, null, fixture.pki.serverA(), good("/other/echo"));
        }
    }

    @Test
    @DisplayName(
            "S-72 S-102 G9 FORM shows its page without a token only where it forwards and the filter is mapped for requests")
    void formShowsItsPageWithoutForward() throws Exception {
        try (Door door = start(war(login("FORM"), "REQUEST"))) {
            int hits = door.hits();
            RawResponse page = fixture.send(door, null, null, RawRequest.get("/api/echo"));
            assertThat(door.hits() > hits).isEqualTo(forwards);
            assertThat(page.body().contains("dispatcher=FORWARD")).isEqualTo(forwards);
            assertThat(page.status()).isIn(forwards ? new Object[] {200} : new Object[] {302, 303});
            fixture.refused(door, null, 401, null, null, RawRequest.get("/login"));
        }
    }

    @Test
    @DisplayName("S-72 S-102 G9 a filter mapped for FORWARD closes the page of FORM, and the one for wrong passwords")
    void forwardClosesThePage() throws Exception {
        try (Door door = start(war(login("FORM"), "REQUEST", "FORWARD", "INCLUDE", "ASYNC"))) {
            for (TestIdentity client : new TestIdentity[] {null, fixture.pki.serverA()}) {
                fixture.assertNotReached(door, client, RawRequest.get("/api/echo"));
                fixture.assertNotReached(door, client, attempt(door, "wrong"));
            }
            fixture.assertNotReached(door, fixture.pki.thief(), good("/api/echo"));
        }
    }

    @Test
    @DisplayName(
            "S-79 S-102 G9 FORM tells right passwords from wrong ones to anybody; nobody gets further without a token")
    void formTellsRightPasswords() throws Exception {
        try (Door door = start(war(login("FORM"), "REQUEST", "FORWARD", "INCLUDE", "ASYNC"))) {
            RawResponse wrong = fixture.send(door, null, null, attempt(door, "wrong"));
            RawRequest attempt = attempt(door, PASSWORD);
            RawResponse right = fixture.send(door, null, null, attempt);
            assertThat(right.status()).isIn(302, 303);
            assertThat(right.headers("Location")).isNotEqualTo(wrong.headers("Location"));

            RawRequest loggedIn = RawRequest.get("/api/echo")
                    .header("Cookie", right.headers("Set-Cookie").isEmpty() ? cookie : cookieOf(right));
            fixture.refused(door, null, 401, null, fixture.pki.serverA(), loggedIn);
            AppReport accepted = fixture.accepted(door, null, fixture.pki.serverA(), loggedIn.bearer(fixture.token()));
            assertThat(accepted.get("user")).isEqualTo("server-a");
        }
    }

    @Test
    @DisplayName(
            "S-79 S-102 G9 FORM without a constraint lets good tokens through, and tells right passwords all the same")
    void formWithoutConstraintTellsRightPasswords() throws Exception {
        try (Door door = start(guarded(fixture.settings(), "REQUEST", "FORWARD").with(login("FORM")))) {
            fixture.accepted(door, null, fixture.pki.serverA(), good("/api/echo"));
            RawRequest attempt = RawRequest.of("POST", "/j_security_check");
            RawResponse right = fixture.send(door, null, null, attempt.form("j_username=alice&j_password=wonderland"));
            RawResponse wrong = fixture.send(door, null, null, attempt.form("j_username=alice&j_password=wrong"));
            assertThat(right.status() + " " + right.headers("Location"))
                    .isNotEqualTo(wrong.status() + " " + wrong.headers("Location"));
        }
    }

    @Test
    @DisplayName("S-79 the page's rule says what its constraint did, and its setting withholds the header")
    void takesRuleAndSettingOfThePage() throws Exception {
        String setting = DocumentedSnippet.read(PAGE, "withhold");
        Map<String, String> settings = fixture.settings(text(setting, "param-name"), text(setting, "param-value"));
        settings.put("accessRules", DocumentedSnippet.read(PAGE, "rules"));
        RawRequest request = RawRequest.get("/orders/echo").header("X-Show", "Authorization");
        String reader = fixture.tokens()
                .boundTo(fixture.pki.serverA())
                .claim("scope", "orders:read")
                .compact();
        try (Door door = start(guarded(settings))) {
            AppReport accepted = fixture.accepted(door, null, fixture.pki.serverA(), request.bearer(fixture.token()));
            assertThat(accepted.get("sees:Authorization")).isEqualTo("[]");
            fixture.refused(door, null, 403, "insufficient_scope", fixture.pki.serverA(), request.bearer(reader));
        }
    }

    private static String text(String xml, String element) {
        return xml.split("</?" + element + ">", -1)[1];
    }

    private String cookie = "";

    /** In the session that the form belongs to. */
    private RawRequest attempt(Door door, String password) throws Exception {
        cookie = cookieOf(fixture.send(door, null, null, RawRequest.get("/api/echo")));
        return RawRequest.of("POST", "/j_security_check")
                .header("Cookie", cookie)
                .form("j_username=" + USER + "&j_password=" + password);
    }

    private static String cookieOf(RawResponse response) {
        return response.headers("Set-Cookie").get(0).split(";", 2)[0];
    }
}
