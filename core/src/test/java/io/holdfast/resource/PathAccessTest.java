package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.testkit.TestLog;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.VerificationKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A protected resource with access rules. */
final class PathAccessTest {
    private static final String ISSUER = "https://login.example.com";
    private static final TestPki PKI = TestPki.create();

    private final TestTokens tokens = TestTokens.of(ISSUER);
    private final TestLog log = new TestLog();
    private final AtomicInteger verifications = new AtomicInteger();
    private final Map<String, String> settings =
            new HashMap<>(Map.of("issuer", ISSUER, "audience", TestTokens.AUDIENCE, "realm", "partners"));

    private ProtectedResource resource(String rules) {
        settings.put("accessRules", rules);
        List<VerificationKey> keys =
                List.of(VerificationKey.of(tokens.rsaKey().jwk()).orElseThrow());
        AccessTokenVerifier verifier =
                JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE)).build(keyId -> keys);
        return ResourceOfOneIssuer.open(settings, token -> {
            verifications.incrementAndGet();
            return verifier.verify(token);
        });
    }

    private Call call(String path) {
        return new Call("GET", path, path, true, Map.of(), PKI.serverA(), null, path);
    }

    private Call bearing(String path) {
        return call(path).bearer(tokens.boundTo(PKI.serverA()));
    }

    private static String challenge(AccessDecision decision) {
        return decision.headers().stream()
                .filter(header -> header.name().equals("WWW-Authenticate"))
                .map(ResponseHeader::value)
                .reduce("", String::concat);
    }

    private static void assertRefused(AccessDecision decision, int status, RefusalReason reason) {
        assertThat(decision).hasToString("refused, " + reason.code());
        assertThat(Decided.answer(decision).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("S-78 S-79 lets everybody pass on an open path, looks at no token there and shows nobody")
    void letsEverybodyPassOnOpenPaths() {
        ProtectedResource resource = resource("/public/** open");

        for (Call call : List.of(
                call("/public/a"),
                bearing("/public/a"),
                bearing("/public/a").with("Authorization", "Bearer rubbish"),
                call("/public/a").plain())) {
            AccessDecision decision = resource.decide(call);
            assertThat(decision.permitted()).isTrue();
            assertThat(Decided.isPermit(decision)).isFalse();
        }
        assertThat(verifications).hasValue(0);
        assertRefused(resource.decide(call("/orders")), 401, RefusalReason.CREDENTIALS_MISSING);
        assertThat(Decided.isPermit(resource.decide(bearing("/orders")))).isTrue();
    }

    @Test
    @DisplayName("S-10 refuses a token over plain HTTP on an open path, too")
    void refusesATokenInTheClearOnOpenPaths() {
        assertRefused(
                resource("/public/** open").decide(bearing("/public/a").plain()),
                400,
                RefusalReason.TRANSPORT_INSECURE);
    }

    @Test
    @DisplayName("S-78 B13 refuses a path that can be read in two ways, where there are rules")
    void refusesAmbiguousPaths() {
        assertRefused(resource("/a open").decide(bearing("/b//c")), 400, RefusalReason.PATH_AMBIGUOUS);
        assertRefused(resource("/a open").decide(bearing("/a;x")), 400, RefusalReason.PATH_AMBIGUOUS);
        settings.remove("accessRules");
        assertThat(ResourceOfOneIssuer.open(settings, token -> {
                            throw new AssertionError();
                        })
                        .decide(call("/b//c")))
                .hasToString("refused, credentials_missing");
    }

    @Test
    @DisplayName("B15 lets a true preflight pass and nothing that resembles one")
    void letsATruePreflightPass() {
        ProtectedResource resource = resource("/** cors-preflight");
        Call preflight = call("/orders")
                .method("OPTIONS")
                .with("Origin", "https://app.example")
                .with("Access-Control-Request-Method", "GET");

        for (Call browser : List.of(
                preflight,
                preflight.with("Origin", "null"),
                preflight.with("Access-Control-Request-Method", "PROP-FIND"),
                preflight.with("Content-Length", "0"))) {
            assertThat(resource.decide(browser).permitted()).isTrue();
        }
        for (Call other : List.of(
                preflight.method("GET"),
                preflight.method("options"),
                preflight.without("Origin"),
                preflight.without("Access-Control-Request-Method"),
                preflight.with("Authorization", "Basic dTpw"),
                preflight.with("Origin", ""),
                preflight.with("Origin", " "),
                preflight.with("Access-Control-Request-Method", ""),
                preflight.with("Access-Control-Request-Method", "GET, POST"),
                preflight.with("Access-Control-Request-Method", "G\u00c4T"),
                preflight.with("Content-Length", "1"),
                preflight.with("Content-Length", "x"),
                preflight.query("_method=DELETE"),
                preflight.query("%5Fmethod"),
                preflight.method("Options"),
                preflight.with("X-Body", "follows"),
                preflight.with("Transfer-Encoding", "chunked"),
                preflight.with("X-HTTP-Method-Override", "DELETE"),
                preflight.with("X-HTTP-Method", "DELETE"),
                preflight.with("X-Method-Override", ""))) {
            assertRefused(resource.decide(other), 401, RefusalReason.CREDENTIALS_MISSING);
        }
    }

    @Test
    @DisplayName("B15 denies a path to everybody, whatever the token")
    void deniesToEverybody() {
        ProtectedResource resource = resource("TRACE /** deny; /admin/** deny");

        AccessDecision denied = resource.decide(bearing("/admin/x"));
        assertRefused(denied, 403, RefusalReason.ACCESS_DENIED);
        assertThat(challenge(denied)).isEqualTo("Bearer realm=\"partners\"");
        assertRefused(resource.decide(bearing("/orders").method("TRACE")), 403, RefusalReason.ACCESS_DENIED);
        assertThat(resource.decide(bearing("/orders")).permitted()).isTrue();
    }

    @Test
    @DisplayName("S-70 S-82 names the scopes that the path needs, those of all paths among them")
    void namesTheNeededScopes() {
        settings.put("requiredScopes", "api");
        ProtectedResource resource = resource("/orders/** scope=orders:approve");
        TokenBuilder api = tokens.boundTo(PKI.serverA()).claim("scope", "api orders:approveonly");

        for (Call call : List.of(bearing("/orders"), call("/orders").bearer(api))) {
            AccessDecision refused = resource.decide(call);
            assertRefused(refused, 403, RefusalReason.SCOPE_INSUFFICIENT);
            assertThat(challenge(refused)).contains("insufficient_scope").endsWith("scope=\"api orders:approve\"");
            assertThat(resource.decide(call).headers()).isEqualTo(refused.headers());
        }
        assertThat(challenge(resource.decide(bearing("/other")))).endsWith("scope=\"api\"");
        assertThat(resource.decide(call("/other").bearer(api)).permitted()).isTrue();
    }

    @Test
    @DisplayName("S-83 keeps a partner out of another partner's path, with a reason of its own for the log")
    void keepsPartnersApart() {
        ProtectedResource resource = resource("/partners/{client_id}/**; /vip/** client=server-b");

        assertThat(resource.decide(bearing("/partners/server-a/orders")).permitted())
                .isTrue();
        AccessDecision other = resource.decide(bearing("/partners/server-b/orders"));
        assertRefused(other, 403, RefusalReason.PATH_CLAIM_MISMATCH);
        assertThat(challenge(other)).contains("insufficient_scope").doesNotContain(" scope=", "server-b", "client_id");
        assertRefused(resource.decide(bearing("/vip/x")), 403, RefusalReason.RULE_NOT_MET);
        assertThat(log.text()).contains("path_claim_mismatch", "the rule '/partners/{client_id}/**' is not met");
    }

    @Test
    @DisplayName("S-46 tells a thief nothing of the rules: the binding is checked before them")
    void tellsAThiefNothing() {
        ProtectedResource resource = resource("/orders/** scope=nobody:has; /partners/{client_id}/**");

        for (String path : List.of("/orders", "/partners/server-b", "/other")) {
            assertRefused(resource.decide(bearing(path).from(PKI.thief())), 401, RefusalReason.CERTIFICATE_MISMATCH);
        }
    }

    @Test
    @DisplayName("S-72 S-73 holds an accepted request to the rule of the path that it is dispatched to, once verified")
    void holdsDispatchesToTheirRule() {
        ProtectedResource resource =
                resource("/public/** open; /denied deny; /approvals scope=orders:approve; /partners/{client_id}/**");
        AccessDecision accepted = resource.decide(bearing("/orders"));

        assertThat(resource.decide(bearing("/other"), accepted)).isSameAs(accepted);
        assertThat(resource.decide(bearing("/public/a"), accepted)).isSameAs(accepted);
        assertThat(resource.decide(bearing("/partners/server-a"), accepted)).isSameAs(accepted);
        assertRefused(resource.decide(bearing("/denied"), accepted), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(bearing("/approvals"), accepted), 403, RefusalReason.SCOPE_INSUFFICIENT);
        assertRefused(resource.decide(bearing("/partners/server-b"), accepted), 403, RefusalReason.PATH_CLAIM_MISMATCH);
        assertRefused(resource.decide(bearing("/a//b"), accepted), 400, RefusalReason.PATH_AMBIGUOUS);
        assertThat(verifications).hasValue(1);
    }

    @Test
    @DisplayName("S-72 checks a request from an open path whole when it is dispatched to a protected one")
    void checksWhatComesFromAnOpenPath() {
        ProtectedResource resource = resource("/public/** open");
        AccessDecision open = resource.decide(call("/public/a"));

        assertRefused(resource.decide(call("/orders"), open), 401, RefusalReason.CREDENTIALS_MISSING);
        assertRefused(
                resource.decide(bearing("/orders").from(PKI.thief()), open), 401, RefusalReason.CERTIFICATE_MISMATCH);
        assertThat(Decided.isPermit(resource.decide(bearing("/orders"), open))).isTrue();
    }

    @Test
    @DisplayName("S-73 B11 shows a refused request an open page and no other")
    void showsARefusedRequestOpenPages() {
        ProtectedResource resource = resource("/errors/** open");
        AccessDecision refused = resource.decide(call("/orders"));

        assertThat(resource.decide(call("/errors/401"), refused).permitted()).isTrue();
        assertThat(Decided.isPermit(resource.decide(call("/errors/401"), refused)))
                .isFalse();
        assertThat(resource.decide(bearing("/orders"), refused)).isSameAs(refused);
        assertThat(verifications).hasValue(0);
    }

    @Test
    @DisplayName("B21 permits nothing when the path cannot be told")
    void failsClosedWithoutAPath() {
        Call broken = new Call("GET", null, null, true, Map.of(), PKI.serverA(), null, "");

        assertRefused(resource("/** open").decide(broken), 500, RefusalReason.INTERNAL_ERROR);
    }

    @Test
    @DisplayName("B15 warns at the start of rules that leave a path to every other method")
    void warnsOfUncoveredMethods() {
        resource("GET /warned/** scope=x; GET /covered/** scope=x; /covered/** deny");

        assertThat(log.text()).contains("'GET /warned/** scope=x' is about some methods only");
        assertThat(log.text()).doesNotContain("'GET /covered/** scope=x' is about");
    }

    @Test
    @DisplayName("S-37 S-82 warns at the start of rules that take a scope from any of several issuers")
    void warnsOfScopesOfAnyIssuer() throws SettingsException {
        settings.remove("issuer");
        settings.putAll(Map.of(
                "issuers", "main partners",
                "main.issuer", ISSUER,
                "partners.issuer", "https://sso.partners.example",
                "requiredScopes", "api",
                "accessRules", "/any scope=x; /main scope=x issuer=" + ISSUER + "; /all scope=x issuer=*; /none"));

        RuleWarnings.log(ResourceSettings.parse(settings));

        assertThat(log.text().lines().filter(line -> line.contains("scope")))
                .singleElement()
                .asString()
                .contains("WARN", "'/any scope=x' takes its scopes from any issuer");
    }

    @Test
    @DisplayName("S-82 warns of no scopes where there is one issuer")
    void warnsOfNoScopesOfOneIssuer() throws SettingsException {
        settings.put("accessRules", "/any scope=x");

        RuleWarnings.log(ResourceSettings.parse(settings));

        assertThat(log.text()).isEmpty();
    }

    private Call reading(String path) {
        return call(path).bearer(tokens.boundTo(PKI.serverA()).claim("scope", "read"));
    }

    @Test
    @DisplayName("S-89 G2 G3 refuses an odd spelling before it looks for a rule, whatever the rule, in a dispatch, too")
    void refusesOddSpellingsBeforeEveryRule() {
        ProtectedResource resource =
                resource("/public/** open; /closed deny; /admin/** scope=admin; /partners/{client_id}/**");
        AccessDecision open = resource.decide(call("/public/1"));
        AccessDecision accepted = resource.decide(reading("/x"));

        for (Call odd : List.of(
                reading("/public/1").spelled("/admin/..;/public/1"),
                reading("/public/1").spelled("/admin/%2e%2e/public/1"),
                reading("/public/1").spelled("/admin/../public/1"),
                reading("/public/x").spelled("/partners/server-b/orders/..;/..;/..;/public/x"),
                reading("/closed").spelled("/closed;x"),
                call("/x").spelled("/%78%"))) {
            assertRefused(resource.decide(odd), 400, RefusalReason.PATH_AMBIGUOUS);
            assertRefused(resource.decide(odd, open), 400, RefusalReason.PATH_AMBIGUOUS);
            assertRefused(resource.decide(odd, accepted), 400, RefusalReason.PATH_AMBIGUOUS);
        }
        assertThat(resource.decide(call("/public/1").spelled("/%70ublic/1")).permitted())
                .isTrue();
    }

    @Test
    @DisplayName("S-89 lets stand in a path what the settings name")
    void allowsWhatTheSettingsName() {
        settings.put("allowedInPaths", "; %2f");
        ProtectedResource resource = resource("/public/** open; /files/*; /files/a/b deny");

        assertThat(resource.decide(call("/public/1").spelled("/public;v=1/1")).permitted())
                .isTrue();
        assertThat(resource.decide(bearing("/files/a/c").spelled("/files/a%2Fc"))
                        .permitted())
                .isTrue();
        assertRefused(resource.decide(bearing("/files/a/b").spelled("/files/a%2Fb")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(bearing("/files/c").spelled("//files/c")), 400, RefusalReason.PATH_AMBIGUOUS);
    }

    @Test
    @DisplayName("S-90 G4 holds suffix, letter case and path info to the rule, and names the scopes of all rules")
    void holdsWhatFrameworksTakeForTheSame() {
        String rules = "/orders/export scope=admin; /orders/** scope=read";
        ProtectedResource resource = resource(rules);

        for (Call call : List.of(
                reading("/orders/export.json"),
                reading("/Orders/Export"),
                reading("/orders/export/x").servlet("/orders/export"))) {
            AccessDecision refused = resource.decide(call);
            assertRefused(refused, 403, RefusalReason.SCOPE_INSUFFICIENT);
            assertThat(challenge(refused)).contains("admin");
            assertThat(Decided.isPermit(resource.decide(
                            call.bearer(tokens.boundTo(PKI.serverA()).claim("scope", "admin read")))))
                    .isTrue();
        }
        assertThat(challenge(resource.decide(reading("/orders/export.json")))).contains("scope=\"admin read\"");
        AccessDecision accepted = resource.decide(reading("/x"));
        assertRefused(resource.decide(reading("/orders/export.json"), accepted), 403, RefusalReason.SCOPE_INSUFFICIENT);
        settings.put("framework", "exact");
        assertThat(resource(rules).decide(reading("/orders/export.json")).permitted())
                .isTrue();
    }

    @Test
    @DisplayName("S-90 G5 judges a request by every method that an application may take it for")
    void judgesEveryMethod() {
        ProtectedResource resource = resource(
                "GET /public open; PURGE,PUT,OPTIONS,DELETE /** scope=delete; GET,POST /orders/** scope=read; /** deny");
        Call post = reading("/orders/17").method("POST");

        for (Call call : List.of(
                post.query("_method=DELETE"),
                post.query("a=1&_method=delete&b=2"),
                post.query("%5Fmethod=DELETE"),
                post.query("%5fm%65thod=%44ELETE"),
                post.query("_method=GET&_method=DELETE"),
                post.query("a;_method=DELETE"),
                post.query("%u005fmethod=DELETE"),
                post.query("_Method=DELETE"),
                post.query("_method=+DELETE%00"),
                post.query("_method=x&_method=GET,DELETE"),
                post.query("_method=%01DELETE"),
                post.query("_method=DELETE%7F"),
                post.query("_method=DELETE%C2%A0"),
                post.query("_method=%E2%80%A8DELETE"),
                post.query("_method=GET%EF%BC%8CDELETE"),
                post.query("method=DELETE"),
                post.query("a=1&method=delete"),
                post.query("m%65thod=%44ELETE"),
                post.query("Method=+DELETE"),
                post.query("method=card&method=DELETE"),
                post.query("method=PURGE"),
                post.query("method=PUT"),
                post.query("method=OPTIONS"),
                reading("/orders/17").query("method=OPTIONS"),
                post.with("X-HTTP-Method-Override", "DELETE"),
                post.with("X-HTTP-Method", "delete"),
                post.with("X-Method-Override", " GET , DELETE "),
                reading("/orders/17").method("DELETE"),
                reading("/orders/17").method("post").query("_method=DELETE"))) {
            assertThat(resource.decide(call).permitted()).as("%s", call).isFalse();
            assertThat(resource.decide(call.bearer(tokens.boundTo(PKI.serverA()).claim("scope", "read delete")))
                            .permitted())
                    .as("%s", call)
                    .isEqualTo(!call.method().equals("post")
                            && !String.valueOf(call.queryString()).contains("=x"));
        }
        for (Call same : List.of(
                post,
                post.query("_method=POST"),
                post.query("_method=GET"),
                post.query("_method="),
                post.query("x_method=DELETE&q=_method&q=method"),
                post.query("method=card"),
                post.query("method=post"),
                post.query("method=&method=DELETE,card&method"),
                post.query("method=" + "x".repeat(300)),
                reading("/orders/17").query("method=DELETE"),
                post.with("X-HTTP-Method-Override", "post"))) {
            assertThat(resource.decide(same).permitted()).as("%s", same).isTrue();
        }
        assertThat(resource.decide(call("/public")).permitted()).isTrue();
        for (Call other : List.of(
                call("/public").method("get"),
                call("/public").query("_method=DELETE"),
                call("/public").with("X-HTTP-Method", "DELETE"))) {
            assertThat(resource.decide(other).permitted()).as("%s", other).isFalse();
        }
    }

    @Test
    @DisplayName("S-90 refuses more methods, or longer ones, than any application takes a request for")
    void boundsMethods() {
        ProtectedResource resource = resource("DELETE /orders/** deny; /**");
        String longest = "M".repeat(32);
        Call get = reading("/orders/17");

        for (Call bounded : List.of(
                get.query("_method=A,B,C&_method=D,E&_method=" + longest).with("X-HTTP-Method", "F"),
                get.query("_method=A" + "&_method=A".repeat(20)))) {
            assertThat(resource.decide(bounded).permitted()).as("%s", bounded).isTrue();
        }
        for (Call other : List.of(
                get.query("_method=A,B,C&_method=D,E,F,G,H"),
                get.query("_method=A&_method=B&_method=C&_method=D&_method=E").with("X-HTTP-Method", "F,G,H"),
                get.query("_method=&_method=+&_method=++&_method=%00&_method=,&_method=,,&_method=,,,&_method=%09"
                        + "&_method=%0A"),
                get.query("_method=M" + longest),
                get.with("X-HTTP-Method", "M" + longest),
                get.with("X-HTTP-Method", "A" + " ".repeat(300)))) {
            assertRefused(resource.decide(other), 400, RefusalReason.PATH_AMBIGUOUS);
        }
    }

    @Test
    @DisplayName("S-90 lets no method in small or foreign letters get around the rule of the one in capitals")
    void comparesMethodsInCapitals() {
        ProtectedResource resource =
                resource("DELETE /a deny; POST /b deny; LINK /c deny; /a; /b; /c; POST /d scope=x; /d deny");

        assertRefused(resource.decide(reading("/a").method("delete")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(reading("/a").method("DeLeTe")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(reading("/b").method("PO\u017fT")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(reading("/c").method("l\u0131nk")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(reading("/c").method("L\u0130NK")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(reading("/c").method("LIN\u212a")), 403, RefusalReason.ACCESS_DENIED);
        assertRefused(resource.decide(reading("/d").method("post")), 403, RefusalReason.ACCESS_DENIED);
        assertThat(resource.decide(reading("/a")).permitted()).isTrue();
    }

    @Test
    @DisplayName("S-90 holds a request to each rule as that rule's own mode says, and enforces what is enforced")
    void mixesModesOfRules() {
        ProtectedResource resource = resource(
                "/orders/export scope=admin report-only; /hidden deny report-only; /orders/** scope=read; /** scope=read");
        Call nobody = call("/orders/export.json");

        assertRefused(resource.decide(nobody), 401, RefusalReason.CREDENTIALS_MISSING);
        assertRefused(resource.decide(call("/hidden.json")), 401, RefusalReason.CREDENTIALS_MISSING);
        assertRefused(resource.decide(bearing("/orders/export.json")), 403, RefusalReason.SCOPE_INSUFFICIENT);
        assertRefused(resource.decide(bearing("/hidden.json")), 403, RefusalReason.SCOPE_INSUFFICIENT);
        assertThat(resource.decide(reading("/orders/export.json"))).hasToString("permitted, but scope_insufficient");
        assertThat(resource.decide(reading("/hidden.json"))).hasToString("permitted, but access_denied");
        assertThat(resource.decide(reading("/hidden"))).hasToString("permitted, but access_denied");
        assertThat(Decided.isPermit(resource.decide(reading("/orders/x")))).isTrue();
    }

    @Test
    @DisplayName("report-only lets pass as anybody's what it would refuse, and takes a good token as ever")
    void reportsOnly() {
        settings.put("mode", "report-only");
        ProtectedResource resource = resource("/orders/** scope=orders:approve; /closed deny");

        assertThat(resource.decide(call("/x"))).hasToString("permitted, but credentials_missing");
        assertThat(resource.decide(bearing("/orders"))).hasToString("permitted, but scope_insufficient");
        assertThat(resource.decide(bearing("/closed"))).hasToString("permitted, but access_denied");
        assertThat(resource.decide(bearing("/a//b"))).hasToString("permitted, but path_ambiguous");
        assertThat(resource.decide(bearing("/x").from(PKI.thief()))).hasToString("permitted, but certificate_mismatch");
        assertThat(Decided.isPermit(resource.decide(bearing("/x")))).isTrue();
        AccessDecision reported = resource.decide(call("/x"));
        assertThat(reported.headers()).isEmpty();
        assertThat(reported).isInstanceOf(AccessDecision.Report.class);
    }

    @Test
    @DisplayName("B13 report-only of some paths opens no other, by no spelling and no letter case")
    void reportsOnlyAboutWhatIsNamed() {
        settings.put("mode", "report-only");
        ProtectedResource mostlyOpen = resource("/orders/** enforce");
        for (Call enforced : List.of(
                call("/orders"),
                call("/Orders/1"),
                call("/x").spelled("/x;a"),
                call("/x").spelled("/./x"),
                call("/x").spelled("/orders/%2e%2e/x"),
                call("/x").spelled(null),
                call("/a//b"))) {
            assertThat(mostlyOpen.decide(enforced).permitted())
                    .as("%s", enforced)
                    .isFalse();
        }
        assertThat(mostlyOpen.decide(call("/x"))).hasToString("permitted, but credentials_missing");

        settings.put("mode", "enforce");
        ProtectedResource mostlyClosed = resource("/a/** enforce; /A/b report-only; /new/** report-only");
        assertThat(mostlyClosed.decide(call("/new/1")).permitted()).isTrue();
        for (Call enforced :
                List.of(call("/NEW/1"), call("/A/b"), call("/new/1").spelled("/new/1;a"), call("/x"))) {
            assertThat(mostlyClosed.decide(enforced).permitted())
                    .as("%s", enforced)
                    .isFalse();
        }
    }

    @Test
    @DisplayName("S-10 refuses a token over plain HTTP in every mode")
    void refusesPlainHttpInEveryMode() {
        settings.put("mode", "report-only");
        ProtectedResource resource = resource("/public/** open");

        assertRefused(resource.decide(bearing("/x").plain()), 400, RefusalReason.TRANSPORT_INSECURE);
        assertRefused(resource.decide(bearing("/public/x").plain()), 400, RefusalReason.TRANSPORT_INSECURE);
        assertThat(resource.decide(call("/x").plain()).permitted()).isTrue();
    }

    @Test
    @DisplayName("S-72 holds what was only reported about to the rule of the path that it is dispatched to")
    void enforcesWhereAReportedRequestIsDispatched() {
        settings.put("mode", "report-only");
        ProtectedResource resource = resource("/orders/** enforce");
        AccessDecision reported = resource.decide(call("/x"));

        assertThat(resource.decide(call("/y"), reported)).isSameAs(reported);
        assertRefused(resource.decide(call("/orders/1"), reported), 401, RefusalReason.CREDENTIALS_MISSING);
    }

    @Test
    @DisplayName("B21 lets no fault of the verifier pass where it enforces, and reports it elsewhere")
    void treatsAFaultAsTheModeSays() {
        AccessTokenVerifier faulty = token -> {
            throw new StackOverflowError();
        };
        ProtectedResource enforcing = ResourceOfOneIssuer.open(settings, faulty);
        assertRefused(enforcing.decide(bearing("/x")), 500, RefusalReason.INTERNAL_ERROR);
        settings.put("mode", "report-only");
        assertThat(ResourceOfOneIssuer.open(settings, faulty).decide(bearing("/x")))
                .hasToString("permitted, but internal_error");
    }

    private record Call(
            String method,
            @Nullable String canonicalPath,
            @Nullable String path,
            boolean secure,
            Map<String, String> headerLines,
            TestIdentity client,
            @Nullable String queryString,
            String servletPath)
            implements ResourceRequest {

        Call method(String other) {
            return new Call(other, canonicalPath, path, secure, headerLines, client, queryString, servletPath);
        }

        Call plain() {
            return new Call(method, canonicalPath, path, false, headerLines, client, queryString, servletPath);
        }

        Call spelled(@Nullable String other) {
            return new Call(method, canonicalPath, other, secure, headerLines, client, queryString, servletPath);
        }

        @Override
        public boolean mayHaveUnannouncedBody() {
            return headerLines.containsKey("X-Body");
        }

        Call query(String query) {
            return new Call(method, canonicalPath, path, secure, headerLines, client, query, servletPath);
        }

        Call servlet(String other) {
            return new Call(method, canonicalPath, path, secure, headerLines, client, queryString, other);
        }

        Call from(TestIdentity other) {
            return new Call(method, canonicalPath, path, secure, headerLines, other, queryString, servletPath);
        }

        Call with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headerLines);
            more.put(name, value);
            return new Call(method, canonicalPath, path, secure, more, client, queryString, servletPath);
        }

        Call without(String name) {
            Map<String, String> less = new LinkedHashMap<>(headerLines);
            less.remove(name);
            return new Call(method, canonicalPath, path, secure, less, client, queryString, servletPath);
        }

        Call bearer(TokenBuilder token) {
            return with("Authorization", "Bearer " + token.compact());
        }

        @Override
        public List<String> headers(String name) {
            return headerLines.containsKey(name) ? List.of(headerLines.get(name)) : List.of();
        }

        @Override
        public @Nullable Object clientCertificateAttribute() {
            return new java.security.cert.X509Certificate[] {client.certificate()};
        }

        @Override
        public @Nullable String peerAddress() {
            return "127.0.0.1";
        }

        @Override
        public @Nullable String remoteAddress() {
            return "127.0.0.1";
        }
    }
}
