package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerifiedToken;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessRulesTest {
    private static final String ISSUER = "https://login.example.com";
    private static final TestTokens TOKENS = TestTokens.of(ISSUER);

    private static AccessRules rules(String text) {
        List<String> problems = new ArrayList<>();
        AccessRules rules =
                AccessRules.parse(text, PathReading.STRICT, (rule, problem) -> problems.add(rule + " " + problem));
        assertThat(problems).isEmpty();
        return rules;
    }

    private static List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        AccessRules.parse(text, PathReading.STRICT, (rule, problem) -> problems.add("'" + rule + "' " + problem));
        return problems;
    }

    private static String ruleFor(AccessRules rules, String method, String path) throws Exception {
        return held(rules, method, path, path, false).toString();
    }

    private static AccessRuling held(
            AccessRules rules, String method, String canonicalPath, @Nullable String rawPath, boolean preflight)
            throws AmbiguousPathException {
        return rules.rulingOn(
                List.of(method),
                rules.read(new StubTarget(rawPath, canonicalPath, "", canonicalPath)),
                preflight,
                EnforcementMode.ENFORCE);
    }

    /** With the servlet path, where the request has path info. */
    private static String held(String rules, String path, String servletPath) throws Exception {
        AccessRules parsed = rules(rules);
        return parsed.rulingOn(
                        List.of("GET"),
                        parsed.read(new StubTarget(path, path, "", servletPath)),
                        false,
                        EnforcementMode.ENFORCE)
                .toString();
    }

    private static VerifiedToken verified(TokenBuilder token) throws Exception {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(TOKENS.rsaKey().jwk()).orElseThrow());
        return JwtAccessTokenVerifier.of(ISSUER, Set.of(TestTokens.AUDIENCE))
                .build(keyId -> keys)
                .verify(token.compact());
    }

    private static Optional<UnmetRule.Kind> unmet(String rule, String path, TokenBuilder token) throws Exception {
        VerifiedToken verified = verified(token);
        return rules(rule)
                .rulingOn(
                        List.of("GET"),
                        rules(rule).read(new StubTarget(path, path, "", path)),
                        false,
                        EnforcementMode.ENFORCE)
                .unmetBy(verified)
                .map(UnmetRule::kind);
    }

    private static List<UnmetRule.Kind> allUnmet(String rule, String path, TokenBuilder token) throws Exception {
        return allUnmet(held(rules(rule), "GET", path, path, false), token);
    }

    private static List<UnmetRule.Kind> allUnmet(AccessRuling held, TokenBuilder token) throws Exception {
        VerifiedToken verified = verified(token);
        List<UnmetRule.Kind> unmet = new ArrayList<>();
        for (AccessRuling each = held; each != null; each = each.others()) {
            each.unmetBy(verified).map(UnmetRule::kind).ifPresent(unmet::add);
        }
        return unmet;
    }

    @Test
    @DisplayName("S-78 takes the first rule that matches, by line break or semicolon, and any token where none does")
    void takesTheFirstMatch() throws Exception {
        for (String separator : List.of("\n", ";", " ; ", "\r\n\r\n", ";\n")) {
            AccessRules rules = rules(String.join(
                    separator, "/public/secret deny", "/public/**   open", "GET,POST /orders/** scope=orders:read"));

            assertThat(rules.rules()).hasSize(3);
            assertThat(ruleFor(rules, "GET", "/public/secret")).isEqualTo("/public/secret deny");
            assertThat(ruleFor(rules, "GET", "/public/x")).isEqualTo("/public/** open");
            assertThat(ruleFor(rules, "POST", "/orders/1")).isEqualTo("GET,POST /orders/** scope=orders:read");
            assertThat(ruleFor(rules, "GET", "/other")).isEqualTo("(no rule)");
            assertThat(held(rules, "GET", "/other", "/other", false).rule().effect())
                    .isEqualTo(AccessRule.Effect.TOKEN);
        }
    }

    @Test
    @DisplayName("B15 holds HEAD to the rule of GET, and a made-up method to the rules without methods")
    void holdsEveryMethod() throws Exception {
        AccessRules rules = rules("GET /a scope=x; POST /a scope=y; /b scope=z; TRACE /c deny; OPTIONS /c open");

        assertThat(ruleFor(rules, "HEAD", "/a")).isEqualTo("GET /a scope=x");
        assertThat(ruleFor(rules, "get", "/a")).isEqualTo("(no rule)");
        for (String method : List.of("GET", "PURGE", "get", "TRACE", "")) {
            assertThat(ruleFor(rules, method, "/b")).isEqualTo("/b scope=z");
        }
        assertThat(ruleFor(rules, "TRACE", "/c")).isEqualTo("TRACE /c deny");
        assertThat(ruleFor(rules, "HEAD", "/c")).isEqualTo("(no rule)");
    }

    @Test
    @DisplayName("B15 passes a true preflight only")
    void passesATruePreflightOnly() throws Exception {
        AccessRules rules = rules("/** cors-preflight; /orders/** scope=orders:read");

        assertThat(held(rules, "OPTIONS", "/orders", "/orders", true).rule().effect())
                .isEqualTo(AccessRule.Effect.CORS_PREFLIGHT);
        assertThat(ruleFor(rules, "OPTIONS", "/orders")).isEqualTo("/orders/** scope=orders:read");
        assertThat(ruleFor(rules, "GET", "/other")).isEqualTo("(no rule)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public;x/../public/a",
                "/public/a;jsessionid=1;v=1",
                "//public/a",
                "/./public/a",
                "/x/..;/public/a",
                "/x/%2e%2e/public/a",
                "/public%2Fa",
                "/public%5Ca",
                "/public\\a"
            })
    @DisplayName("S-89 B13 looks for no rule where the path is oddly spelled")
    void opensNoOddPath(String raw) throws Exception {
        AccessRules rules = rules("/public/b scope=x; /public/** open");

        assertThat(held(rules, "GET", "/public/a", "/public/a", false).isOpen()).isTrue();
        for (String path : List.of("/public/a", "/public/b")) {
            assertAmbiguous(rules, path, raw);
            assertAmbiguous(rules, path, null);
        }
        assertAmbiguous(rules("/** cors-preflight"), "/public/a", raw);
    }

    private static void assertAmbiguous(AccessRules rules, String canonicalPath, @Nullable String raw) {
        assertThatExceptionOfType(AmbiguousPathException.class)
                .as("%s for %s", raw, canonicalPath)
                .isThrownBy(() -> rules.read(new StubTarget(raw, canonicalPath, "", canonicalPath)));
    }

    @Test
    @DisplayName("S-78 S-90 B13 opens no path that differs in letter case alone from one that is not open")
    void opensNoOtherLetterCase() throws Exception {
        AccessRules rules = rules("/api/admin deny; GET /Reports/** scope=x; /** open");

        assertThat(ruleFor(rules, "GET", "/api/orders")).isEqualTo("/** open");
        assertThat(ruleFor(rules, "GET", "/API/Admin")).isEqualTo("/api/admin deny and /** open");
        assertThat(ruleFor(rules, "GET", "/reports/1")).isEqualTo("GET /Reports/** scope=x and /** open");
        assertThat(held(rules, "GET", "/API/Admin", "/API/Admin", false).isOpen())
                .isFalse();
        assertThat(ruleFor(rules, "POST", "/reports/1")).isEqualTo("/** open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a//b", "/a/../b", "/a;x", "/a\\b", "*", "/a\nb"})
    @DisplayName("S-78 B13 holds nothing to a path that is not canonical")
    void refusesWhatIsNotCanonical(String path) {
        for (String raw : List.of("/a", path)) {
            assertThatExceptionOfType(AmbiguousPathException.class)
                    .isThrownBy(() -> rules("/** open").read(new StubTarget(raw, path, "", path)))
                    .withMessageNotContaining(path);
        }
    }

    @Test
    @DisplayName("S-78 S-89 B13 compares no claim with a path that the application may read differently")
    void comparesNoClaimWithARewrittenPath() throws Exception {
        AccessRules rules = rules("/partners/{client_id}/**");

        for (String raw : List.of(
                "/partners/a/../b", "/partners/a/%2e%2e/b", "//partners/b", "/partners/a/..;/b", "/partners/b;v=1")) {
            assertAmbiguous(rules, "/partners/b", raw);
        }
        assertThat(ruleFor(rules, "GET", "/partners/b")).isEqualTo("/partners/{client_id}/**");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/export.json",
                "/orders/export.tar.gz",
                "/orders/export.json/",
                "/orders/export/.json",
                "/Orders/Export",
                "/ORDERS/EXPORT.JSON",
                "/order\u017f/export",
                "/orders/e\uff38port",
                "/orders/export\uff0ejson"
            })
    @DisplayName("S-90 G4 holds a rule that restricts for what some framework takes for the same resource, too")
    void holdsForWhatFrameworksTakeForTheSame(String path) throws Exception {
        assertThat(held("/orders/export scope=admin; /orders/** scope=read", path, path))
                .isEqualTo("/orders/export scope=admin and "
                        + (path.startsWith("/orders/")
                                ? "/orders/** scope=read"
                                : "/orders/** scope=read and (no rule)"));
        PathReading exact = new PathReading(EnumSet.noneOf(PathAllowance.class), true);
        assertThat(AccessRules.parse("/orders/export scope=admin; /** open", exact, (rule, problem) -> {
                            throw new AssertionError(problem);
                        })
                        .rulingOn(
                                List.of("GET"),
                                new RequestedPath(path, null, null, false),
                                false,
                                EnforcementMode.ENFORCE))
                .hasToString("/** open");
    }

    @ParameterizedTest
    @CsvSource({
        "/admin deny, /adm\u0131n",
        "/admin deny, /ADM\u0130N",
        "/admin deny, /admi\u0307n",
        "/kiosk deny, /\u212aiosk",
        "/kiosk deny, /kio\u017f\u212a",
        "/adm\u0131n deny, /ADMIN",
        "/stra\u00dfe deny, /STRASSE",
        "/file deny, /\ufb01le",
        "/caf\u00e9 deny, /CAFE\u0301",
        "/\u03bf\u03b4\u03bf\u03c2 deny, /\u039f\u0394\u039f\u03a3.json",
        "/a b deny, /a+b",
        "/secret.txt deny, /secret.txt+",
        "/secret.txt deny, /secret.txt++",
        "/secret.txt deny, /secret.txt\uff0e",
        "/secret.v2 deny, /secret.json.v2+",
        "/admin/** deny, /+admin/users",
        "/admin/users deny, /+admin+/users+",
        "/orders deny, /orders/+.json",
        "/orders deny, /orders/+",
        "/c++ deny, /C++",
        "/report.v2 deny, /report.json.v2",
        "/report.v2 deny, /REPORT.V2.en",
        "/.private deny, /.Private.txt"
    })
    @DisplayName("S-90 G4 lets a rule be escaped by no framework's way of writing letters or suffixes")
    void foldsLetters(String rule, String path) throws Exception {
        assertThat(held(rule.replace("a b", "*") + "; /** open", path, path)).contains("deny");
    }

    /** Every character that folds to other text. */
    static Stream<String> foldedCharacters() {
        return IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .filter(c -> !LetterCase.fold(c).equals(c));
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/export deny; /** open, /orders/export.x#y",
        "/orders/export deny; /** open, /orders/export.#",
        "/orders/export deny; /** open, /orders/EXPORT.a.x#y",
        "/orders/export.json deny; /** open, /orders/export.#.xml",
        "/orders/.json deny; /** open, /orders/.json.x#",
        "/admin/** deny; /** open, /admin.x#y",
        "/admin/** deny; /** open, /ADMIN/#",
        "/admin/* deny; /** open, /ADMIN/#",
        "/admin/*/x deny; /** open, /ADMIN/#/x",
        "/api/*/admin deny; /** open, /api/x#y/admin.json",
        "/api/*/admin deny; /** open, /api/#/ADMIN",
        "/api/*/admin/** deny; /** open, /api/x#/Admin/z"
    })
    @DisplayName("S-90 G4 takes no path out of a rule by a character that folds to a slash, a dot, a space or nothing")
    void foldsNoSegmentApart(String rules, String path) {
        AccessRules parsed = rules(rules);
        assertThat(foldedCharacters())
                .hasSizeGreaterThan(4000)
                .allSatisfy(c -> assertThat(heldOrRefused(parsed, path.replace("#", c)))
                        .as("U+%04X", c.codePointAt(0))
                        .containsAnyOf("deny", "refused"));
    }

    private static String heldOrRefused(AccessRules rules, String path) {
        try {
            return held(rules, "GET", path, path, false).toString();
        } catch (AmbiguousPathException e) {
            return "refused: " + e.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/admin.jsf scope=admin, /admin.xhtml",
        "/admin.jsf scope=admin, /admin.faces",
        "/admin.jsf scope=admin, /admin",
        "/admin.jsf scope=admin, /ADMIN.xhtml",
        "/admin.jsf scope=admin, /admin/.xhtml",
        "/orders.json scope=admin, /orders.xml",
        "/orders.json scope=admin, /orders",
        "/orders.json scope=admin, /orders.json.xml"
    })
    @DisplayName(
            "S-90 G4 holds a rule that names a suffix for its stem with any or no suffix, and exactly for its own path")
    void holdsARuleWithASuffixForItsStem(String rule, String path) throws Exception {
        assertThat(held(rule, path, path)).isEqualTo(rule + " and (no rule)");
        assertThat(held(rule + "; /** scope=x", path, path)).isEqualTo(rule + " and /** scope=x");
        PathReading exact = new PathReading(EnumSet.noneOf(PathAllowance.class), true);
        assertThat(AccessRules.parse(rule, exact, (each, problem) -> {
                            throw new AssertionError(problem);
                        })
                        .rulingOn(
                                List.of("GET"),
                                new RequestedPath(path, null, null, true),
                                false,
                                EnforcementMode.ENFORCE))
                .hasToString("(no rule)");
    }

    @ParameterizedTest
    @CsvSource({
        "/orders.csv scope=export; /orders.json scope=read, /orders.json, /orders.json scope=read",
        "/orders.csv scope=export; /orders scope=read, /orders, /orders scope=read",
        "/logo.svg deny; /logo.png open, /logo.png, /logo.png open",
        "/a.x/** deny; /a.y scope=b, /a.y, /a.y scope=b",
        "/a.x/** deny; /A.x/b scope=b, /A.x/b, /a.x/** deny and /A.x/b scope=b",
        "/orders.csv scope=export; /orders.json scope=read, /orders.JSON, "
                + "/orders.csv scope=export and /orders.json scope=read and (no rule)",
        "/orders.json deny; /orders.json.xml scope=x, /orders.json.xml, "
                + "/orders.json deny and /orders.json.xml scope=x",
        "/logo.svg deny; /* open, /logo.png, /logo.svg deny and /* open",
        "/logo.svg deny; /{sub} scope=x, /logo.png, /logo.svg deny and /{sub} scope=x",
        "/api/secret/admin.json scope=admin; /api/*/admin.csv scope=read, /api/secret/admin.csv, "
                + "/api/secret/admin.json scope=admin and /api/*/admin.csv scope=read",
        "/api/secret/admin.json deny; /*/*/admin.csv open, /api/secret/admin.csv, "
                + "/api/secret/admin.json deny and /*/*/admin.csv open",
        "/partners/{client_id}/report.json; /partners/*/report scope=read, /partners/server-b/report, "
                + "/partners/{client_id}/report.json and /partners/*/report scope=read",
        "/partners/{client_id}/report.json; /partners/{sub}/report scope=read, /partners/server-b/report, "
                + "/partners/{client_id}/report.json and /partners/{sub}/report scope=read",
        "/partners/{client_id}/report.json; /partners/{client_id}/report scope=read, /partners/server-b/report, "
                + "/partners/{client_id}/report scope=read",
        "/partners/{client_id}/report.json; /partners/server-b/report scope=read, /partners/server-b/report, "
                + "/partners/server-b/report scope=read",
        "/api/*/admin.json deny; /api/*/admin.csv scope=read, /api/x/admin.csv, /api/*/admin.csv scope=read",
        "/api/*/admin.json deny; /api/x/admin.csv scope=read, /api/x/admin.csv, /api/x/admin.csv scope=read",
        "/api/*/admin.json deny; /api/{sub}/admin.csv scope=read, /api/x/admin.csv, /api/{sub}/admin.csv scope=read"
    })
    @DisplayName("S-90 leaves a name to the rule that is written for it, whatever suffix another rule names")
    void leavesANameToItsOwnRule(String rules, String path, String holding) throws Exception {
        assertThat(held(rules, path, path)).isEqualTo(holding);
    }

    @Test
    @DisplayName("S-77 S-90 finds no rule unreachable that frameworks reach which take every path by the letter")
    void reachesOtherLettersWhereFrameworksAreExact() {
        String rules = "/Docs/** scope=x; /docs/** open";
        PathReading exact = new PathReading(EnumSet.noneOf(PathAllowance.class), true);
        List<String> problems = new ArrayList<>();

        AccessRules parsed = AccessRules.parse(rules, exact, (rule, problem) -> problems.add(rule));
        assertThat(problems).isEmpty();
        assertThat(parsed.rulingOn(
                        List.of("GET"),
                        new RequestedPath("/docs/a", null, null, false),
                        false,
                        EnforcementMode.ENFORCE))
                .hasToString("/docs/** open");
        AccessRules.parse(rules, PathReading.STRICT, (rule, problem) -> problems.add(rule));
        assertThat(problems).containsExactly("/docs/** open");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/exports",
                "/orders/expor",
                "/orders/export-json",
                "/orders/export+json",
                "/orders/+/export",
                "/orders/x.export",
                "/orders.json/export",
                "/order.s/export",
                "/orders/export/x"
            })
    @DisplayName("S-90 holds no rule for what no framework takes for the same")
    void holdsNoRuleForOthers(String path) throws Exception {
        assertThat(held("/orders/export deny; /** open", path, path)).isEqualTo("/** open");
    }

    @Test
    @DisplayName("S-90 opens nothing by a suffix, another letter case or path info, and keeps the order of the rules")
    void opensNothingLoosely() throws Exception {
        assertThat(held("/public open", "/public.json", "/public.json")).isEqualTo("(no rule)");
        assertThat(held("/public open", "/Public", "/Public")).isEqualTo("(no rule)");
        for (String path : List.of("/public.xml", "/public", "/public.html.xml", "/PUBLIC.html")) {
            assertThat(held("/public.html open; /** scope=x", path, path)).isEqualTo("/** scope=x");
            assertThat(held("/public.html cors-preflight; /** scope=x", path, path))
                    .isEqualTo("/** scope=x");
        }
        assertThat(held("/logo.png open; /logo.svg deny", "/logo.png", "/logo.png"))
                .isEqualTo("/logo.png open");
        assertThat(held("/logo.svg deny; /** open", "/logo.png", "/logo.png")).isEqualTo("/logo.svg deny and /** open");
        assertThat(held("/public open", "/public/x", "/public")).isEqualTo("(no rule)");
        assertThat(held("/logo.png open; /logo deny; /** deny", "/logo.png", "/logo.png"))
                .isEqualTo("/logo.png open");
        assertThat(held("/css/** open; /** scope=x", "/css/a.css", "/css/a.css"))
                .isEqualTo("/css/** open");
    }

    @Test
    @DisplayName("S-90 holds a rule that names a servlet for its path info, unless a rule is written for that")
    void holdsForPathInfo() throws Exception {
        String export = "/export scope=admin; /** scope=read";
        assertThat(held(export, "/export/x/y", "/export")).isEqualTo("/export scope=admin and /** scope=read");
        assertThat(held(export, "/export/x", "/export/x")).isEqualTo("/** scope=read");
        assertThat(held("/Export scope=admin", "/export/x", "/export")).isEqualTo("/Export scope=admin and (no rule)");
        String orders = "/orders scope=list; /orders/* scope=item; /orders/** scope=more";
        assertThat(held(orders, "/orders/17", "/orders")).isEqualTo("/orders/* scope=item");
        assertThat(held(orders, "/orders/17/x", "/orders")).isEqualTo("/orders/** scope=more");
        assertThat(held("/a/* deny; /*/b open", "/a/b/c", "/a/b")).isEqualTo("/a/* deny and (no rule)");
        assertThat(held("/ scope=home", "/x", "")).isEqualTo("(no rule)");
    }

    @Test
    @DisplayName("S-90 compares a claim exactly, whatever the rest of the path is spelled like")
    void comparesClaimsExactly() throws Exception {
        TokenBuilder token = TOKENS.unbound().claim("client_id", "a.b");

        assertThat(unmet("/partners/{client_id}/x; /** open", "/Partners/A.B/x.json", token))
                .isEmpty();
        assertThat(allUnmet("/partners/{client_id}/x; /** open", "/Partners/A.B/x.json", token))
                .containsExactly(UnmetRule.Kind.PATH_CLAIM);
        assertThat(allUnmet("/partners/{client_id}/x; /** open", "/Partners/a.b/x.json", token))
                .isEmpty();
        assertThat(allUnmet("/partners/{client_id}", "/partners/a.b", token)).isEmpty();
        assertThat(allUnmet("/partners/{client_id}", "/partners/a.b.json", token))
                .containsExactly(UnmetRule.Kind.PATH_CLAIM);
        AccessRules rules = rules("/partners/{client_id}/x; /** open");
        String foreignSlash = "/partners\uff0fa.b/x";
        assertAmbiguous(rules, foreignSlash, foreignSlash);
        RequestedPath unread = new RequestedPath(foreignSlash, null, null, false);
        assertThat(allUnmet(rules.rulingOn(List.of("GET"), unread, false, EnforcementMode.ENFORCE), token))
                .containsExactly(UnmetRule.Kind.PATH_CLAIM);
    }

    @Test
    @DisplayName("S-82 wants every scope as a whole word in its letter case")
    void wantsEveryScope() throws Exception {
        for (String scope : List.of("readonly", "read", "write", "READ write", "read:write", "read,write", "")) {
            assertThat(unmet(
                            "/** scope=read scope=write", "/a", TOKENS.unbound().claim("scope", scope)))
                    .as(scope)
                    .contains(UnmetRule.Kind.SCOPE);
        }
        assertThat(unmet("/** scope=read scope=write", "/a", TOKENS.unbound().withoutClaim("scope")))
                .contains(UnmetRule.Kind.SCOPE);
        assertThat(unmet("/** scope=read scope=write", "/a", TOKENS.unbound().claim("scope", "x write read")))
                .isEmpty();
    }

    @Test
    @DisplayName("S-83 tells subject and client apart")
    void tellsSubjectAndClientApart() throws Exception {
        TokenBuilder user = TOKENS.unbound().claim("sub", "user-7").claim("client_id", "server-a");

        assertThat(unmet("/** client=server-a claim:sub=user-7", "/a", user)).isEmpty();
        assertThat(unmet("/** client=user-7", "/a", user)).contains(UnmetRule.Kind.TOKEN);
        assertThat(unmet("/** claim:sub=server-a", "/a", user)).contains(UnmetRule.Kind.TOKEN);
        assertThat(unmet("/{client_id}", "/server-a", user)).isEmpty();
        assertThat(unmet("/{client_id}", "/user-7", user)).contains(UnmetRule.Kind.PATH_CLAIM);
        assertThat(unmet("/{sub}", "/user-7", user)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "client=server-a, true",
        "client=server-b client=server-a, true",
        "client=Server-a, false",
        "client=server-a claim:tenant=t2, false",
        "issuer=https://login.example.com, true",
        "issuer=https://login.example.com/, false",
        "issuer=*, true",
        "issuer=* client=server-b, false",
        "audience=https://api.holdfast.example, true",
        "audience=https://api.example, false",
        "claim:tenant=t1, true",
        "claim:tenant=t, false",
        "claim:groups=b, true",
        "claim:groups=c, false",
        "claim:vip=true, true",
        "claim:vip=false, false",
        "claim:level=7, true",
        "claim:level=7.0, false",
        "claim:address=x, false",
        "claim:missing=null, false"
    })
    @DisplayName(
            "S-83 wants one of the values that a rule names for the client, the issuer, the audience and each claim")
    void wantsOneOfTheValues(String conditions, boolean met) throws Exception {
        TokenBuilder token = TOKENS.unbound()
                .claim("tenant", "t1")
                .claim("groups", List.of("a", "b", List.of("c")))
                .claim("vip", true)
                .claim("level", 7L)
                .claim("address", Map.of("x", "x"));

        assertThat(unmet("/** " + conditions, "/a", token).isEmpty()).isEqualTo(met);
    }

    @Test
    @DisplayName("S-77 tells of every bad rule at once, with the rule and what to change")
    void tellsOfEveryBadRule() {
        assertThat(problems("orders open; /a scop=x; GET; get /a; /ok scope=x; /b open scope=x"))
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem).startsWith("'orders open' begins with 'orders'"))
                .anySatisfy(problem -> assertThat(problem).startsWith("'/a scop=x' has the word 'scop=x'"))
                .anySatisfy(problem -> assertThat(problem).startsWith("'GET' has no path"))
                .anySatisfy(problem -> assertThat(problem).startsWith("'get /a' begins with 'get'"))
                .anySatisfy(problem -> assertThat(problem).startsWith("'/b open scope=x' has 'open' beside"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET orders, begins with a slash",
        "'GET, /a', 'begins with ''GET,'''",
        "'GET,GET /a', twice",
        "/a role=x, The conditions are",
        "/a Scope=x, The conditions are",
        "/a OPEN, line break between two rules",
        "/a open /b open, line break between two rules",
        "/a scope=x POST /b, line break between two rules",
        "/a scope=, nothing behind",
        "'/a scope=x,y', each scope on its own",
        "/a scope=x scope=x, twice",
        "/a client=x client=x, twice",
        "/a issuer=* issuer=https://login.example.com, any issuer",
        "/orders/scope=x, put a space before the condition",
        "/orders=x/**, put a space before the condition",
        "'/a client=server-a,server-b', each client on its own",
        "/a claim:=x, The conditions are",
        "/a claim=x, The conditions are",
        "/a open deny, beside another",
        "/a deny client=x, beside another",
        "/{client_id} open, no token to compare",
        "/{client_id} deny, no token to compare",
        "GET /a cors-preflight, other methods than OPTIONS"
    })
    @DisplayName("S-77 says what is wrong with a rule")
    void saysWhatIsWrong(String rule, String message) {
        assertThat(problems(rule)).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\u200b", "\ufeff", "\u00ad", "\u202e", "\u0001",
                "\u000b", "\f", "\u007f", "\ud800", "\udc00x"
            })
    @DisplayName(
            "S-77 refuses characters that nobody sees, by number: what looks like a condition would be part of the path")
    void refusesInvisibleCharacters(String odd) {
        for (String rule :
                List.of("/a" + odd + "scope=x", "/a scope=" + odd + "x", "GET" + odd + " /a", "/a claim:b=c" + odd)) {
            assertThat(problems("/ok; " + rule))
                    .singleElement()
                    .asString()
                    .contains(String.format("U+%04X", (int) odd.charAt(0)), "which is not to be seen");
        }
    }

    @Test
    @DisplayName("takes tabs and line breaks between the words, and letters of every language in them")
    void takesTabsAndLetters() throws Exception {
        AccessRules rules = rules("\tGET\t/b\u00fccher/\ud83d\ude00  client=\u00e4 \t\n\t\t/a\topen\t");

        assertThat(rules.rules()).hasSize(2);
        assertThat(ruleFor(rules, "GET", "/b\u00fccher/\ud83d\ude00"))
                .isEqualTo("GET /b\u00fccher/\ud83d\ude00 client=\u00e4");
        assertThat(ruleFor(rules, "GET", "/a")).isEqualTo("/a open");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/** open; /a/b scope=x",
                "/** deny; GET /a open",
                "GET /a scope=x; GET /a scope=y",
                "GET /a scope=x; HEAD /a open",
                "GET,POST /a scope=x; POST /a scope=y",
                "/{client_id}; /* scope=x",
                "/** cors-preflight; /a cors-preflight",
                "/admin/** deny; /Admin/** open"
            })
    @DisplayName("S-77 refuses a rule that is never reached")
    void refusesUnreachableRules(String rules) {
        assertThat(problems(rules)).singleElement().asString().contains("is never reached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/b scope=x; /a/** open",
                "HEAD /a open; GET /a scope=x",
                "GET /a scope=x; /a scope=y",
                "/** cors-preflight; OPTIONS /a open",
                "/a scope=x; /A scope=y",
                "/public open; /Public scope=x"
            })
    @DisplayName("takes rules that are reached in some case")
    void takesReachableRules(String rules) {
        assertThat(problems(rules)).isEmpty();
    }

    @Test
    @DisplayName("B15 names the rules that leave a path to every other method")
    void namesRulesWithUncoveredMethods() {
        assertThat(RuleReview.withUncoveredMethods(rules("GET /a/** scope=x; POST /a/** scope=y")))
                .hasSize(2);
        assertThat(RuleReview.withUncoveredMethods(rules("GET /a/** scope=x; GET /b open; /a/** deny")))
                .isEmpty();
        assertThat(RuleReview.withUncoveredMethods(rules("/c scope=x; GET /a/b scope=x; /a/c deny")))
                .singleElement()
                .hasToString("GET /a/b scope=x");
    }

    @Test
    @DisplayName("S-90 B15 takes the rules that the page proposes for frameworks that find the method in a form")
    void takesTheProposedRulesForForms() throws Exception {
        AccessRules rules = rules(DocumentedSnippet.read("docs/path-rules.md", "form-methods"));

        assertThat(RuleReview.withUncoveredMethods(rules)).isEmpty();
        assertThat(held(rules, "POST", "/orders/17", "/orders/17", false).scopes())
                .isEqualTo(
                        held(rules, "DELETE", "/orders/17", "/orders/17", false).scopes())
                .containsExactly("orders:read", "orders:write");
    }

    @Test
    @DisplayName("takes a rule without conditions, and no rules at all")
    void takesRulesWithoutConditions() throws Exception {
        assertThat(unmet("/a", "/a", TOKENS.unbound())).isEmpty();
        assertThat(rules("/a").isEmpty()).isFalse();
        assertThat(rules(" ;\n").isEmpty()).isTrue();
    }

    @Test
    @DisplayName("S-78 a rule tells what it asks for")
    void tellsWhatItAsksFor() {
        AccessRule rule = rules("/{sub}/a scope=x scope=y audience=p audience=q issuer=https://i client=c claim:k=v")
                .rules()
                .get(0);

        assertThat(rule.effect()).isEqualTo(AccessRule.Effect.TOKEN);
        assertThat(rule.scopes()).containsExactly("x", "y");
        assertThat(rule.audiences()).containsExactly("p", "q");
        assertThat(rule.issuers()).containsExactly("https://i");
        assertThat(rule.saysIssuer()).isTrue();
        assertThat(rule.asksForClaim()).isTrue();
        assertThat(rule.saysMode()).isFalse();
        for (String claim : List.of("/{sub}", "/a client=c", "/a audience=p", "/a claim:k=v issuer=https://i")) {
            assertThat(rules(claim).rules().get(0).asksForClaim()).as(claim).isTrue();
        }
        for (String none : List.of("/a", "/* scope=x", "/a issuer=*", "/a issuer=https://i")) {
            AccessRule other = rules(none).rules().get(0);
            assertThat(other.asksForClaim()).as(none).isFalse();
            assertThat(other.audiences()).isEmpty();
            assertThat(other.saysIssuer()).isEqualTo(none.contains("issuer"));
            assertThat(other.issuers().isEmpty()).isEqualTo(!none.contains("https://i"));
        }
        assertThat(rules("/a report-only").rules().get(0).saysMode()).isTrue();
        assertThat(rules("/a open; /b")).hasToString("[/a open, /b]");
    }

    @Test
    @DisplayName("S-78 a rule that refuses nobody says no mode, one that refuses everybody may")
    void takesAModeWhereItMeansSomething() {
        assertThat(problems("/a open enforce")).hasSize(1).first().asString().contains("refuses nobody");
        assertThat(problems("/a cors-preflight report-only")).hasSize(1);
        assertThat(problems("/a deny report-only")).isEmpty();
        assertThat(problems("/a enforce report-only"))
                .hasSize(1)
                .first()
                .asString()
                .contains("twice");
        assertThat(EnforcementMode.REPORT_ONLY.settingValue()).isEqualTo("report-only");
        assertThat(EnforcementMode.ENFORCE.settingValue()).isEqualTo("enforce");
    }

    @Test
    @DisplayName("S-90 both readings of an encoded slash are held to their rules, each once")
    void holdsBothReadings() throws Exception {
        List<String> problems = new ArrayList<>();
        AccessRules rules = AccessRules.parse(
                "/files/A/b scope=split; /files/* scope=whole; /** scope=any",
                new PathReading(EnumSet.of(PathAllowance.ENCODED_SLASHES), false),
                (rule, problem) -> problems.add(problem));
        RequestedPath path = rules.read(new StubTarget("/files/a%2Fb", "/files/a/b", "", "/files/a/b"));
        AccessRuling held = rules.rulingOn(List.of("GET", "GET"), path, false, EnforcementMode.ENFORCE);

        RequestedPath loose = rules.read(new StubTarget("/FILES/c%2Fd", "/FILES/c/d", "", "/FILES/c/d"));

        assertThat(problems).isEmpty();
        assertThat(rules.rulingOn(List.of("GET"), loose, false, EnforcementMode.ENFORCE)
                        .scopes())
                .containsExactlyInAnyOrder("whole", "any");
        assertThat(held.scopes()).containsExactlyInAnyOrder("split", "whole", "any");
        assertThat(held).hasToString("/files/A/b scope=split and /** scope=any and /files/* scope=whole");
        assertThat(held.isOpen()).isFalse();
    }

    @Test
    @DisplayName("S-90 one rule alone asks for its own scopes")
    void asksForItsOwnScopes() {
        AccessRule rule = rules("/a scope=x").rules().get(0);
        AccessRuling held = AccessRuling.of(rule, EnforcementMode.ENFORCE);

        assertThat(held.rule()).isSameAs(rule);
        assertThat(held.scopes()).containsExactly("x");
        assertThat(held.others()).isNull();
        assertThat(AccessRuling.and(held, rule, "", EnforcementMode.ENFORCE)).isSameAs(held);
        assertThat(AccessRuling.and(held, rule, "/a", EnforcementMode.ENFORCE).others())
                .isSameAs(held);
        assertThat(AccessRuling.of(rules("/a open").rules().get(0), EnforcementMode.ENFORCE)
                        .isOpen())
                .isTrue();
    }

    @Test
    @DisplayName("S-78 tells the operator which rule is not met and why, and nothing that the token says")
    void tellsWhatIsMissing() throws Exception {
        VerifiedToken token = verified(TOKENS.unbound());
        UnmetRule unmet = rules("/a scope=orders:none")
                .rules()
                .get(0)
                .unmetBy(token, "/a")
                .orElseThrow();

        assertThat(unmet.detail())
                .isEqualTo("the rule '/a scope=orders:none' is not met: the token does not have all of the scopes"
                        + " [orders:none]");
        assertThat(unmet).hasToString("SCOPE: " + unmet.detail());
    }
}
