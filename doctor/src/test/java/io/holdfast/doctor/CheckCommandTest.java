package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.Door;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.RecordedCall;
import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private String context(Map<String, String> settings) throws Exception {
        return Parties.file(files, "context.xml", Parties.contextXml(settings)).toString();
    }

    @Test
    void passesAWorkingDoorWithEverythingThatItDependsOn() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        try (Door door = Parties.tomcat(files.resolve("tomcat"), SERVICE, settings)) {
            Run run = Run.of(
                    "check",
                    context(settings),
                    "--url",
                    door.secure() + "/api/x",
                    "--trust",
                    "" + SERVICE.authorities());

            assertThat(run.out())
                    .contains("all of them can be read")
                    .contains("name exactly this issuer")
                    .contains("(mtls_endpoint_aliases)")
                    .contains("says that it binds tokens")
                    .containsPattern("keys +of https://\\S+ in use: ")
                    .contains("no difference to")
                    .contains("TLSv1.3: asks for a client certificate, of any authority")
                    .contains("TLSv1.2: asks for a client certificate")
                    .contains("answers 401 Bearer to a request without a token")
                    .contains("0 failed");
            assertThat(run.code()).as(run.all()).isZero();
            Run open = Run.of(
                    "check",
                    context(settings),
                    "--url",
                    door.secure() + "/open/x",
                    "--trust",
                    "" + SERVICE.authorities());
            assertThat(open.all()).contains("answers 401"); // the valve guards the whole application
        }
    }

    @Test
    void findsAnApplicationThatNobodyGuardsOrThatAsksForNoCertificate() throws Exception {
        Run run = Run.of(
                "check",
                context(Parties.settings(SERVICE)),
                "--url",
                SERVICE.issuer() + "/.well-known/oauth-authorization-server",
                "--trust",
                "" + SERVICE.authorities());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("does not ask for a client certificate").contains("NOT protected");
    }

    @Test
    void takesNoSlowApplicationForAConnectorThatRequiresCertificates() throws Exception {
        try (RawServer slow =
                RawServer.tls(SERVICE.pki().server().serverContextForAnyClient(), null, false, (number, in, out) -> {
                    RawServer.readRequest(in);
                    in.read(); // until the client gives up
                })) {
            Run run = Run.of(
                    "check",
                    context(Parties.settings(SERVICE)),
                    "--url",
                    slow.uri("/api").toString(),
                    "--timeout",
                    "1s",
                    "--trust",
                    "" + SERVICE.authorities());

            assertThat(run.out())
                    .containsPattern("---- +connector +TLSv1.3: .*within 1000 ms\\. A longer time: --timeout")
                    .doesNotContain("does not do without");
            assertThat(run.code()).as(run.all()).isEqualTo(3);
        }
    }

    @Test
    void passesAConnectorOfOneVersionOfTls() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (RawServer one = RawServer.tls(
                    SERVICE.pki().server().serverContextForAnyClient(), version, false, (number, in, out) -> {
                        RawServer.readRequest(in);
                        RawServer.write(
                                out,
                                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n");
                    })) {
                Run run = Run.of(
                        "check",
                        context(Parties.settings(SERVICE)),
                        "--url",
                        one.uri("/api").toString(),
                        "--trust",
                        "" + SERVICE.authorities());

                String other = version.equals("TLSv1.3") ? "TLSv1.2" : "TLSv1.3";
                assertThat(run.out())
                        .containsPattern("pass +connector +" + version + ": asks for a client certificate")
                        .containsPattern("pass +connector +" + other + ": not spoken")
                        .contains("answers 401 Bearer");
                assertThat(run.code()).as(run.all()).isZero();
            }
        }
    }

    @Test
    void refusesAUrlThatItMayNotCall() throws Exception {
        assertThat(Run.of("check", context(Parties.settings(SERVICE)), "--offline", "--url", "https://localhost:1/"))
                .matches(run -> run.code() == 2
                        && run.err().contains("--offline")
                        && run.err().contains("--url"));
    }

    @Test
    void findsContextsWhereADoorHasOneApplication() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("contexts", "/orders");
        String context = context(settings);

        assertThat(Run.of("check", context, "--offline"))
                .matches(run -> run.code() == 1
                        && run.out().contains("'contexts' = '/orders' has no effect in the one application"));
        String host = Files.readString(Path.of(context)).replace("Context>", "Host>");
        assertThat(Run.of("check", Parties.file(files, "server.xml", host).toString(), "--offline"))
                .matches(run -> run.code() == 0);
        StringBuilder web = new StringBuilder("<web-app><filter><filter-name>door</filter-name><filter-class>"
                + "io.holdfast.servlet.javax.CertificateBoundTokenFilter</filter-class>");
        settings.forEach((name, value) -> web.append("<init-param><param-name>" + name + "</param-name><param-value>"
                + value + "</param-value></init-param>"));
        web.append("</filter><filter-mapping><filter-name>door</filter-name><url-pattern>/*</url-pattern>"
                + "</filter-mapping></web-app>");
        assertThat(Run.of(
                        "check", Parties.file(files, "web.xml", web.toString()).toString(), "--offline"))
                .matches(run -> run.code() == 1
                        && run.out().contains("'contexts' = '/orders' has no effect in the one application"));
    }

    @Test
    void looksAtTheCertificatesOfATrustStoreOfEachKind() throws Exception {
        TestIdentity ended = SERVICE.pki()
                .identity("CN=Ended Authority")
                .valid(Instant.now().minus(Duration.ofDays(9)), Instant.now().minus(Duration.ofDays(1)))
                .build();
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put(
                "trustStore",
                ended.writeTrustStore(files, "ended", "trusted".toCharArray()).toString());
        settings.put("trustStorePassword", "trusted");
        assertThat(Run.of("check", context(settings), "--offline"))
                .matches(run -> run.code() == 1
                        && run.out().replaceAll(" +", " ").contains("FAIL trust store CN=Ended Authority, valid"));

        String both = Files.readString(SERVICE.authorities()) + PemText.certificates(List.of(ended.certificate()));
        settings.remove("trustStorePassword");
        settings.put("trustStore", Parties.file(files, "both.pem", both).toString());
        assertThat(Run.of("check", context(settings), "--offline"))
                .matches(run -> run.code() == 0
                        && run.out().replaceAll(" +", " ").contains("WARN trust store CN=Ended Authority, valid"));
    }

    @Test
    void namesEveryProblemOfTheSettingsAsTheStartDoes() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("issuer", "http://as.example");
        settings.put("audeince", "x");
        settings.put("clockSkewSeconds", "soon");

        Run run = Run.of("check", context(settings), "--offline");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("http://as.example", "'audeince'", "soon", "3 failed");
        settings = Parties.settings(SERVICE);
        settings.put("trustStore", files.resolve("none.pem").toString());
        assertThat(Run.of("check", context(settings), "--offline"))
                .matches(missing -> missing.code() == 1 && missing.out().contains("none.pem"));
    }

    @Test
    void readsTheEnvironmentAlone() {
        Map<String, String> environment = new LinkedHashMap<>();
        Parties.settings(SERVICE)
                .forEach((name, value) -> environment.put(
                        "HOLDFAST_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(java.util.Locale.ROOT), value));

        assertThat(Run.in(environment, "", "check"))
                .matches(run -> run.code() == 0 && run.out().contains("0 failed"));
        assertThat(Run.in(Map.of(), "", "check", "--offline"))
                .matches(run -> run.code() == 1 && run.out().contains("issuer"));
    }

    @Test
    void judgesNothingThatItCannotReach() throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("issuer", "https://localhost:1");

        Run run = Run.of("check", context(settings), "--timeout", "2s");

        assertThat(run.code()).as(run.all()).isEqualTo(3);
        assertThat(run.out()).contains("----");
    }

    private static Map<String, String> introspecting() {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("verification", "introspection");
        settings.put("clientId", "server-a");
        settings.put("keyStore", SERVICE.keyStore("server-a").toString());
        settings.put("keyStorePassword", SERVICE.password());
        return settings;
    }

    @Test
    void asksForIntrospectionWithTheDoorsOwnCredentials() throws Exception {
        Map<String, String> settings = introspecting();

        Run run = Run.of("check", context(settings), "--with-credentials");

        assertThat(run.out()).as(run.all()).contains("introspection").contains("own key");
        settings.remove("keyStorePassword");
        settings.put(
                "keyStorePasswordFile",
                Files.writeString(files.resolve("password"), SERVICE.password() + "\n")
                        .toString());
        assertThat(Run.of("check", context(settings), "--with-credentials"))
                .matches(again -> again.code() == run.code() && again.out().contains("own key"));
        settings.put("keyAlias", "no-such-key");
        assertThat(Run.of("check", context(settings), "--with-credentials"))
                .matches(wrong -> wrong.code() == 1 && wrong.out().contains("has no key entry \"no-such-key\""));
        settings.remove("keyAlias");
        settings.put("clientId", "nobody");
        assertThat(Run.of("check", context(settings), "--with-credentials"))
                .matches(wrong -> wrong.code() == 1 && wrong.out().contains("gives no answer that can be used"));
    }

    @Test
    void asksForIntrospectionWhateverTheDoorDecidesBefore() throws Exception {
        Map<String, String> usual = introspecting();
        Map<String, Map<String, String>> doors = Map.of(
                "behind a proxy", Map.of("certificateHeaderFormat", "nginx", "trustedProxies", "10.1.2.3"),
                "with a rule that denies the rest", Map.of("accessRules", "/orders/** scope=orders:read; /** deny"),
                "with a rule that opens all", Map.of("accessRules", "/** open"),
                "with scopes", Map.of("requiredScopes", "orders:write", "certificateValidity", "check"),
                "that only reports", Map.of("mode", "report-only"),
                "with a short limit", Map.of("maxTokenLength", "256"));

        doors.forEach((name, more) -> {
            Map<String, String> settings = new LinkedHashMap<>(usual);
            settings.putAll(more);
            assertThat(introspected(settings))
                    .as(name)
                    .contains("introspection " + SERVICE.issuer() + " answers this door's own credentials");
            settings.put("clientId", "nobody");
            assertThat(introspected(settings)).as(name).contains("gives no answer that can be used");
        });
    }

    @Test
    void warnsOfTheEndOfAShortLifeInItsLastThirdAlone() throws Exception {
        assertThat(checkedWithOwnKeyOf(Duration.ofHours(1), Duration.ofHours(23)))
                .containsPattern("pass  own key +CN=Daily")
                .doesNotContainPattern("own key .*It ends soon");
        assertThat(checkedWithOwnKeyOf(Duration.ofHours(17), Duration.ofHours(7)))
                .containsPattern("WARN  own key +CN=Daily.*It ends soon");
        assertThat(checkedWithOwnKeyOf(Duration.ofDays(300), Duration.ofDays(29)))
                .containsPattern("WARN  own key +CN=Daily.*It ends soon");
    }

    private String checkedWithOwnKeyOf(Duration age, Duration left) throws Exception {
        Path own = SERVICE.pki()
                .identity("CN=Daily")
                .valid(Instant.now().minus(age), Instant.now().plus(left))
                .build()
                .writePem(files, "daily");
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("verification", "introspection");
        settings.put("clientId", "daily");
        settings.put("keyStore", own.toString());
        return Run.of("check", context(settings), "--offline").out();
    }

    /** The output with single spaces. */
    private String introspected(Map<String, String> settings) {
        try {
            return Run.of("check", context(settings), "--with-credentials")
                    .all()
                    .replaceAll(" +", " ");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> foreign(FakeAuthorizationServer issuer) {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.put("issuer", issuer.issuer());
        settings.put("verification", "introspection");
        settings.put("clientId", "victim");
        return settings;
    }

    private Map<String, String> withSecret(FakeAuthorizationServer issuer) throws Exception {
        Map<String, String> settings = foreign(issuer);
        settings.put("clientAuthentication", "client_secret_basic");
        settings.put(
                "clientSecretFile",
                Parties.file(files, "secret", "canary-of-a-secret\n").toString());
        return settings;
    }

    private Map<String, String> withKey(FakeAuthorizationServer issuer) {
        Map<String, String> settings = foreign(issuer);
        settings.put("keyStore", SERVICE.keyStore("server-a").toString());
        settings.put("keyStorePassword", SERVICE.password());
        return settings;
    }

    private static boolean hasCredentials(RecordedCall call) {
        return call.clientThumbprint().isPresent()
                || !call.header("Authorization").isEmpty()
                || call.body().contains("canary");
    }

    @Test
    void sendsNoCredentialsToAnIssuerOfSomebodyElsesSettingsUnlessItIsTold() throws Exception {
        try (FakeAuthorizationServer issuer =
                FakeAuthorizationServer.start(SERVICE.pki().server())) {
            for (Map<String, String> settings : List.of(withSecret(issuer), withKey(issuer))) {
                issuer.reset();
                Run run = Run.of("check", context(settings));

                assertThat(issuer.calls())
                        .isNotEmpty()
                        .noneMatch(CheckCommandTest::hasCredentials)
                        .noneMatch(call -> call.path().equals(FakeAuthorizationServer.INTROSPECTION_PATH));
                String where = settings.containsKey("keyStore")
                        ? "keyStore " + settings.get("keyStore")
                        : "clientSecretFile " + settings.get("clientSecretFile");
                assertThat(run.out())
                        .contains("would send the door's credentials (" + where + ") to " + issuer.issuer()
                                + ": --with-credentials does")
                        .doesNotContain("canary");
                assertThat(run.code()).as(run.all()).isEqualTo(3);

                Run told = Run.of("check", context(settings), "--with-credentials");
                assertThat(issuer.calls(FakeAuthorizationServer.INTROSPECTION_PATH))
                        .as(told.all())
                        .isNotEmpty()
                        .allMatch(CheckCommandTest::hasCredentials);
            }
        }
    }

    @Test
    void loadsNoLibraryThatSomebodyElsesSettingsNameUnlessItIsTold() throws Exception {
        String configuration = Parties.file(files, "pkcs11.cfg", "name = other\nlibrary = /nowhere/other.so\n")
                .toString();
        try (FakeAuthorizationServer issuer =
                FakeAuthorizationServer.start(SERVICE.pki().server())) {
            Map<String, String> settings = foreign(issuer);
            settings.put("keyStoreType", "PKCS11");
            settings.put("keyStore", configuration);
            String file = context(settings);

            for (String[] line : new String[][] {
                {"check", file}, {"check", file, "--offline"}, {"check", file, "--offline", "--with-credentials"}
            }) {
                assertThat(Run.of(line))
                        .matches(run -> run.code() == 3
                                && run.out().contains("would load the library that " + configuration + " names")
                                && run.out().contains("0 failed"));
            }
            assertThat(Run.of("check", file, "--with-credentials"))
                    .matches(run -> run.code() == 1 && run.out().contains("is not one that SunPKCS11 can use"));
        }
    }
}
