package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.access.EnforcementMode;
import io.holdfast.binding.BindingPolicy;
import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.certificate.CertificateValidity;
import io.holdfast.certificate.PeerAddress;
import io.holdfast.testkit.RfcVectors;
import io.holdfast.testkit.TestLog;
import io.holdfast.token.SignatureAlgorithm;
import java.net.URI;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceSettingsTest {
    private final Map<String, String> settings = new HashMap<>(
            Map.of("issuer", "https://login.example.com/realms/main", "audience", "https://api.example.com"));

    private List<String> problems() {
        SettingsException e = catchThrowableOfType(SettingsException.class, () -> ResourceSettings.parse(settings));
        assertThat(e).as("the settings were accepted").isNotNull();
        e.problems().forEach(problem -> assertThat(e).hasMessageContaining(problem));
        return e.problems();
    }

    @Test
    @DisplayName("S-48 needs no more than issuer and audience, and then requires bound tokens")
    void hasSecureDefaults() throws SettingsException {
        IssuerSettings parsed = ResourceSettings.parse(settings).issuers().get(0);

        assertThat(parsed.issuer()).isEqualTo("https://login.example.com/realms/main");
        assertThat(parsed.audience()).containsExactly("https://api.example.com");
        assertThat(parsed.binding()).isEqualTo(BindingPolicy.REQUIRED);
        assertThat(parsed.tokenTypes()).containsExactly("at+jwt");
        assertThat(parsed.algorithms())
                .containsExactly(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);
        assertThat(parsed.optionalClaims()).isEmpty();
        assertThat(parsed.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(parsed.principalClaim()).isEqualTo("sub");
        assertThat(parsed.keys().jwksUri()).isEmpty();
    }

    @Test
    void readsEverySetting() throws SettingsException {
        settings.putAll(Map.of(
                "audience", "https://api.example.com\n  urn:api",
                "jwksUri", "https://login.example.com/jwks?v=1",
                "algorithms", "ES256  PS512",
                "tokenType", "JWT",
                "optionalClaims", "jti sub",
                "principalClaim", "azp",
                "rolePrefix", "SCOPE_",
                "requiredScopes", "read write",
                "binding", "when-present",
                "clockSkewSeconds", "0"));
        settings.putAll(Map.of(
                "maxTokenLength", "65536",
                "realm", "partners",
                "trustStore", "/etc/trust.p12",
                "trustStoreType", "PKCS12",
                "trustStorePassword", " with spaces ",
                "jwksCacheSeconds", "60",
                "jwksOutageSeconds", "0",
                "jwksReloadSeconds", "5",
                "connectTimeoutMillis", "1000",
                "responseTimeoutMillis", "1500"));
        settings.putAll(Map.of("profile", "keycloak", "scopeClaim", "scp"));
        settings.putAll(Map.of(
                "certificateHeaderFormat", "nginx",
                "certificateHeader", "X-Mutual-TLS",
                "trustedProxies", "10.0.0.0/8\n  fd00::1",
                "trustedProxyCertificates", RfcVectors.APPENDIX_A_THUMBPRINT,
                "trustedHops", "1",
                "peerAddress", "remote-addr",
                "certificateValidity", "check"));
        settings.put("accessRules", "/public/** open; /orders/** issuer=https://login.example.com/realms/main");
        settings.putAll(Map.of(
                "mode", "report-only",
                "security", "standard",
                "errorBody", "container",
                "resource", "https://api.example.com/orders",
                "resourceMetadata", "https://meta.example.com/orders",
                "healthPath", "/holdfast/health",
                "accessListener", "com.example.TheftAlarm",
                "metrics", "micrometer",
                "jmxName", "orders"));
        settings.putAll(Map.of("signatureProvider", "BC", "tokenCacheSize", "0"));
        settings.putAll(Map.of("withholdAuthorization", "true", "contexts", "/orders /"));
        settings.putAll(Map.of("allowedInPaths", "//\t; %2f", "framework", "exact"));
        assertThat(settings).hasSize(ResourceSetting.values().length - 5 - IntrospectionSettings.SETTINGS.size());

        ResourceSettings door = ResourceSettings.parse(settings);
        assertThat(door.mode()).isEqualTo(EnforcementMode.REPORT_ONLY);
        assertThat(door.contexts()).hasToString("/orders /");
        assertThat(door.problemBodies()).isFalse();
        assertThat(door.withholdAuthorization()).isTrue();
        assertThat(door.publication().resource()).contains(URI.create("https://api.example.com/orders"));
        assertThat(door.publication().resourceMetadata()).contains(URI.create("https://meta.example.com/orders"));
        assertThat(door.publication().healthPath()).contains("/holdfast/health");
        assertThat(door.observation().accessListener()).contains("com.example.TheftAlarm");
        assertThat(door.observation().micrometer()).isTrue();
        assertThat(door.observation().jmxName()).contains("orders");
        IssuerSettings parsed = door.issuers().get(0);

        assertThat(parsed.audience()).containsExactly("https://api.example.com", "urn:api");
        assertThat(parsed.keys().jwksUri()).contains(URI.create("https://login.example.com/jwks?v=1"));
        assertThat(parsed.algorithms()).containsExactly(SignatureAlgorithm.PS512, SignatureAlgorithm.ES256);
        assertThat(parsed.tokenTypes()).containsExactly("JWT");
        assertThat(parsed.optionalClaims()).containsExactly("jti", "sub");
        assertThat(parsed.principalClaim()).isEqualTo("azp");
        assertThat(parsed.rolePrefix()).isEqualTo("SCOPE_");
        assertThat(parsed.tokenCacheSize()).isZero();
        assertThat(door.signatureProvider()).contains("BC");
        assertThat(door.requiredScopes()).containsExactly("read", "write");
        assertThat(door.accessRules().rules()).hasSize(2);
        assertThat(parsed.binding()).isEqualTo(BindingPolicy.WHEN_PRESENT);
        assertThat(parsed.clockSkew()).isZero();
        assertThat(door.maxTokenLength()).isEqualTo(65_536);
        assertThat(door.realm()).isEqualTo("partners");
        ProxySettings proxy = door.proxy().orElseThrow();
        assertThat(proxy.format()).isEqualTo(CertificateHeaderFormat.NGINX);
        assertThat(proxy.header()).isEqualTo("X-Mutual-TLS");
        assertThat(proxy.peerAddress()).isEqualTo(PeerAddress.REMOTE_ADDR);
        assertThat(door.certificateValidity()).isEqualTo(CertificateValidity.CHECK);
        assertThat(parsed.connection().trustStore()).contains(Paths.get("/etc/trust.p12"));
        assertThat(parsed.connection().trust()).hasToString("TrustStoreFile[/etc/trust.p12, type PKCS12]");
        assertThat(parsed.keys().jwksCache()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parsed.keys().jwksOutage()).isZero();
        assertThat(parsed.keys().jwksReload()).isEqualTo(Duration.ofSeconds(5));
        assertThat(parsed.connection().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(parsed.connection().responseTimeout()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    @DisplayName("S-77 tells every problem of the access rules, an issuer that nobody trusts among them")
    void tellsEveryProblemOfTheAccessRules() {
        settings.put("accessRules", "orders open\n/a scop=x\n/b issuer=https://other.example.com\n/c open");

        assertThat(problems())
                .hasSize(3)
                .anyMatch(
                        problem -> problem.startsWith("The setting 'accessRules' = 'orders open' begins with 'orders'"))
                .anyMatch(
                        problem -> problem.startsWith("The setting 'accessRules' = '/a scop=x' has the word 'scop=x'"))
                .anyMatch(problem -> problem.contains("'/b issuer=https://other.example.com' names an issuer"));
        settings.put("accessRules", " ; ");
        assertThat(problems()).singleElement().asString().contains("'accessRules' = ';' holds no rule");
    }

    @Test
    @DisplayName("S-77 S-38 tells every problem at once: missing issuer and audience, and each bad value")
    void tellsEveryProblemAtOnce() {
        settings.clear();
        settings.put("binding", "yes");
        settings.put("clockSkewSeconds", "5m");
        settings.put("isuer", "https://login.example.com");

        assertThat(problems())
                .hasSize(5)
                .anyMatch(problem -> problem.contains("'issuer' is missing"))
                .anyMatch(problem -> problem.contains("'audience' is missing"))
                .anyMatch(problem -> problem.contains("no setting 'isuer'"))
                .anyMatch(problem -> problem.contains("'binding' = 'yes'") && problem.contains("when-present"))
                .anyMatch(problem -> problem.contains("'clockSkewSeconds' = '5m'") && problem.contains("0 to 300"));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://login.example.com",
        "issuer, login.example.com",
        "issuer, https://",
        "issuer, 'https://a b'",
        "issuer, https://login_server.example.com",
        "jwksUri, https://localhost:99999/jwks",
        "jwksUri, https://localhost:0/jwks",
        "audience, 'https://a.example,https://b.example'",
        "tokenType, 'JWT,at+jwt'",
        "optionalClaims, sub",
        "mode, reportonly",
        "errorBody, html",
        "withholdAuthorization, yes",
        "resource, http://api.example.com",
        "resource, 'https://api.example.com/?x=1'",
        "resource, 'https://api.example.com/#x'",
        "healthPath, health",
        "healthPath, /",
        "healthPath, /a/../health",
        "healthPath, /a;b",
        "healthPath, /a/",
        "metrics, prometheus",
        "accessRules, /x open report-only",
        "accessRules, /x enforce report-only",
        "accessRules, /x enforced",
        "allowedInPaths, ;",
        "framework, exact",
        "profile, spring-security",
        "profile, Spring",
        "issuer, https://login.example.com/?a=b",
        "issuer, https://login.example.com/#x",
        "jwksUri, http://login.example.com/jwks",
        "jwksUri, file:///etc/jwks",
        "algorithms, none",
        "algorithms, HS256",
        "algorithms, RS256 nONE",
        "algorithms, rs256",
        "optionalClaims, exp",
        "optionalClaims, aud",
        "binding, REQUIRED",
        "binding, true",
        "clockSkewSeconds, 301",
        "clockSkewSeconds, -1",
        "clockSkewSeconds, 1.5",
        "maxTokenLength, 65537",
        "maxTokenLength, 0",
        "realm, 'a\"b'",
        "realm, 'a\\b'",
        "realm, 'é'",
        "requiredScopes, 'a\"b'",
        "requiredScopes, 'read, write'",
        "requiredScopes, 'read ,write'",
        "requiredScopes, ','",
        "requiredScopes, 'read # for the reports'",
        "requiredScopes, '#read'",
        "audience, 'a,b'",
        "audience, 'https://api.example.com, urn:b'",
        "audience, 'https://api.example.com ,urn:b'",
        "audience, 'https://api.example.com,https://b.example.com'",
        "audience, 'urn:a,urn:b'",
        "audience, 'urn:a b,c'",
        "audience, 'https://api.example.com # the name'",
        "audience, 'x #the name'",
        "tokenType, 'at+jwt # only'",
        "tokenType, '\"at+jwt\"'",
        "tokenType, none",
        "tokenType, *",
        "tokenType, at+jwt application/*",
        "principalClaim, 'sub # the subject'",
        "principalClaim, '\"sub\"'",
        "scopeClaim, 'scp # of the gateway'",
        "scopeClaim, '\"scp\"'",
        "rolePrefix, 'ROLE_ # for Spring'",
        "jmxName, 'orders # one of two'",
        "realm, 'orders # the public name'",
        "audience, '\"https://api.example.com\"'",
        "trustStore, 'C:holdfastca.pem'",
        "trustStoreType, X509",
        "trustStoreType, PKCS12 PEM",
        "trustStoreType, PEM",
        "trustStorePassword, x",
        "trustStorePasswordFile, /run/secrets/trust",
        "jwksCacheSeconds, 0",
        "jwksReloadSeconds, 0",
        "connectTimeoutMillis, 0",
        "responseTimeoutMillis, 60001",
    })
    @DisplayName("S-77 S-31 refuses a value that is not allowed, and names setting, value and remedy")
    void refusesBadValues(String name, String value) {
        settings.put(name, value);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting '" + name + "' = ")
                .contains(name.endsWith("Password") ? "(not shown)" : value);
    }

    @Test
    @DisplayName("takes a comma within a scope, which RFC 6749 allows")
    void takesACommaWithinAScope() throws Exception {
        settings.put("requiredScopes", "orders,read write");
        assertThat(ResourceSettings.parse(settings).requiredScopes()).containsExactly("orders,read", "write");
    }

    @ParameterizedTest
    @CsvSource({"audience, 00A0", "audience, 200B", "principalClaim, FEFF", "scopeClaim, 0007", "clientId, 00A0"})
    @DisplayName("S-77 names the character of a name that nobody can see")
    void refusesInvisibleCharacters(String name, String code) {
        settings.put("verification", "introspection");
        settings.put("clientId", "orders");
        settings.put("clientAuthentication", "client_secret_basic");
        settings.put("clientSecret", "hunter2");
        settings.put(name, "orders" + (char) Integer.parseInt(code, 16) + (name.equals("scopeClaim") ? "x" : ""));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting '" + name + "' = 'orders?")
                .contains("has the character U+" + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Order API #2", "# 1", "Kunde #"})
    @DisplayName("takes a realm with a number sign that begins no comment")
    void takesNumberSigns(String realm) throws Exception {
        settings.put("realm", realm);
        assertThat(ResourceSettings.parse(settings).realm()).isEqualTo(realm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders's", "a#b", "https://claims.example.com/#sub", "größe"})
    @DisplayName("takes a claim whose name only looks unusual")
    void takesUnusualClaims(String claim) throws Exception {
        settings.put("principalClaim", claim);
        assertThat(ResourceSettings.parse(settings).issuers().get(0).principalClaim())
                .isEqualTo(claim);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/a,b",
                "urn:a,b",
                "cn=api,ou=orders",
                "https://api.example.com/#orders",
                "c#",
                "urn:a urn:b"
            })
    @DisplayName("takes a comma and a # that may be a part of an audience")
    void takesCommasOfUris(String audience) throws Exception {
        settings.put("audience", audience);
        assertThat(ResourceSettings.parse(settings).issuers().get(0).audience()).containsExactly(audience.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "allowedInPaths, ..",
        "allowedInPaths, %5C",
        "allowedInPaths, ';,//'",
        "framework, spring",
        "framework, EXACT"
    })
    @DisplayName("S-77 S-89 S-90 refuses a way of reading paths that there is none of")
    void refusesOtherWaysOfReadingPaths(String name, String value) {
        settings.putAll(Map.of("accessRules", "/x", name, value));

        assertThat(problems()).singleElement().asString().contains("'" + name + "' = '" + value + "'");
    }

    @Test
    @DisplayName("S-77 refuses an unresolved placeholder in any setting")
    void refusesPlaceholders() {
        settings.put("audience", "${api.audience}");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'${api.audience}'")
                .contains("placeholder");
    }

    @Test
    @DisplayName("S-77 refuses an empty value instead of falling back to the default")
    void refusesEmptyValues() {
        settings.put("binding", " ");

        assertThat(problems()).singleElement().asString().contains("'binding' is empty");
    }

    @Test
    void suggestsTheNameInTheRightLetterCase() {
        settings.put("JwksURI", "https://login.example.com/jwks");

        assertThat(problems()).singleElement().asString().endsWith("Did you mean 'jwksUri'?");
    }

    @ParameterizedTest
    @CsvSource({
        "audeince, audience",
        "bindng, binding",
        "JWKSURL, jwksUri",
        "trustedProxys, trustedProxies",
        "relm, realm",
        "isuer, issuer",
        "issuer-s, issuers",
    })
    @DisplayName("S-77 suggests the one name that is close, instead of all")
    void suggestsACloseName(String written, String meant) {
        settings.put(written, "x");

        assertThat(problems())
                .singleElement()
                .asString()
                .isEqualTo("There is no setting '" + written + "'. Did you mean '" + meant + "'?");
    }

    @Test
    @DisplayName("S-30 a profile brings the types of its tokens, unless tokenType names others")
    void aProfileBringsItsTypes() throws Exception {
        settings.put("profile", "spring");
        assertThat(ResourceSettings.parse(settings).issuers().get(0).tokenTypes())
                .containsExactly("absent", "at+jwt");

        settings.put("tokenType", "at+jwt");
        assertThat(ResourceSettings.parse(settings).issuers().get(0).tokenTypes())
                .containsExactly("at+jwt");
    }

    @Test
    @DisplayName("S-82 a setting that has no effect any more stops no door, and one warning says to take it out")
    void opensWithARetiredSetting() throws SettingsException {
        TestLog log = new TestLog();
        settings.put("scopeFormat", "array");

        assertThat(ResourceSettings.parse(settings).issuers()).hasSize(1);
        assertThat(log.text())
                .contains(
                        "WARN",
                        "The setting 'scopeFormat' has no effect: scopes are read as a string and as an array.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "secret", "aud", "rl", "authorization", ""})
    @DisplayName("S-77 names all settings where none is close")
    void namesAllSettingsWhereNoneIsClose(String written) {
        settings.put(written, "x");

        assertThat(problems()).singleElement().asString().contains("The settings are: configFile, issuers, mode, ");
    }

    @Test
    @DisplayName("S-77 does not ignore a file that nothing reads")
    void refusesAFileThatIsNotRead() {
        settings.put("configFile", "/etc/holdfast/holdfast.properties");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(
                        "The setting 'configFile' = '/etc/holdfast/holdfast.properties' names a file that is not read");
    }

    @Test
    @DisplayName("S-77 never shows a password")
    void neverShowsAPassword() {
        settings.put("trustStorePassword", "${hunter2}");

        assertThat(problems()).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    @DisplayName("S-77 never shows the password of a URL either")
    void neverShowsUserInformation() {
        for (String url : List.of("https://svc:hunter2@login.example.com", "https://svc:hunter2@a b")) {
            settings.put("issuer", url);

            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("'issuer'")
                    .doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySettingIsFoundByItsCamelCaseName(ResourceSetting setting) {
        assertThat(setting.settingName()).matches("[a-z]+([A-Z][a-z]+)*");
        assertThat(ResourceSetting.named(setting.settingName())).contains(setting);
        assertThat(setting.description()).endsWith(".");
    }

    private void twoIssuers() {
        settings.clear();
        settings.putAll(Map.of(
                "issuers", "main partners",
                "audience", "https://api.example.com",
                "main.issuer", "https://login.example.com",
                "partners.issuer", "https://sso.partners.example"));
    }

    @ParameterizedTest(name = "jwksReloadSeconds = {0}: {1}")
    @CsvSource({"1,1", "10,10", "3600,10"})
    @DisplayName("S-68 tells clients to wait as long as it waits itself after a failure, ten seconds at most")
    void tellsClientsToWait(String reload, long seconds) throws SettingsException {
        settings.put("jwksReloadSeconds", reload);

        assertThat(ResourceSettings.parse(settings).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    @DisplayName("S-37 gives each issuer its own settings, and those without a name to all")
    void readsSettingsOfSeveralIssuers() throws SettingsException {
        twoIssuers();
        settings.put("algorithms", "ES256");
        settings.put("partners.algorithms", "PS256");
        settings.put("partners.binding", "when-present");

        List<IssuerSettings> issuers = ResourceSettings.parse(settings).issuers();

        assertThat(issuers).extracting(IssuerSettings::name).containsExactly("main", "partners");
        assertThat(issuers)
                .extracting(IssuerSettings::issuer)
                .containsExactly("https://login.example.com", "https://sso.partners.example");
        assertThat(issuers.get(0).algorithms()).containsExactly(SignatureAlgorithm.ES256);
        assertThat(issuers.get(1).algorithms()).containsExactly(SignatureAlgorithm.PS256);
        assertThat(issuers)
                .extracting(IssuerSettings::binding)
                .containsExactly(BindingPolicy.REQUIRED, BindingPolicy.WHEN_PRESENT);
        assertThat(issuers)
                .allSatisfy(issuer -> assertThat(issuer.audience()).containsExactly("https://api.example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://login.example.com, cannot be the same for all",
        "jwksUri, https://login.example.com/jwks, cannot be the same for all",
        "others.audience, x, does not name",
        "main.realm, x, cannot differ",
        "main.issuers, x, cannot differ",
        "main.isuer, x, no setting",
        "main.partners.issuer, x, no setting",
        ".issuer, https://a.example, does not name",
        "partners.issuer, https://login.example.com, is that of 'main'",
        "partners.binding, maybe, 'partners.binding' = 'maybe'",
        "binding, maybe, 'binding' = 'maybe'",
        "main.audience, ' ', is empty",
        "clientId, orders-api, 'has no effect on any issuer (main: it is for verification introspection alone; partners: it'",
        "introspectionResponse, signed, has no effect on any issuer",
        "keyStore, /etc/k.p12, has no effect on any issuer",
        "keyStorePassword, hunter2, = (not shown) has no effect on any issuer",
        "main.clockSkewSeconds, ${skew}, placeholder",
    })
    @DisplayName("S-77 S-37 refuses settings of several issuers that contradict each other, each once")
    void refusesContradictionsBetweenIssuers(String name, String value, String told) {
        twoIssuers();
        settings.put(name, value);

        assertThat(problems()).singleElement().asString().contains(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/partners/{client_id}/**",
                "/{sub}",
                "/a client=server-a",
                "/a claim:tenant=north",
                "GET /a audience=https://api.example.com",
                "/a scope=x client=server-a"
            })
    @DisplayName("S-83 S-37 wants the issuer named beside a claim that any of several issuers could make up")
    void wantsTheIssuerBesideAClaim(String rule) throws SettingsException {
        settings.put("accessRules", rule);
        assertThat(ResourceSettings.parse(settings).accessRules().rules()).hasSize(1);
        twoIssuers();
        settings.put("accessRules", rule);

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(
                        "'" + rule + "' ",
                        "'issuer=https://login.example.com'",
                        "'issuer=https://sso.partners.example'",
                        "'issuer=*'");
        for (String issuer : List.of("https://sso.partners.example", "*")) {
            settings.put("accessRules", rule + " issuer=" + issuer);
            assertThat(ResourceSettings.parse(settings).accessRules().rules()).hasSize(1);
        }
    }

    @Test
    @DisplayName("S-77 S-83 refuses a rule for an audience that no accepted token of its issuers can have")
    void refusesAnUnknownAudience() throws SettingsException {
        settings.put("accessRules", "/a audience=https://api.example.com; /b audience=https://api.example.co");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'/b audience=https://api.example.co' names an audience", "[https://api.example.com]");

        twoIssuers();
        settings.put("partners.audience", "urn:partners");
        settings.put("accessRules", "/a audience=urn:partners issuer=*");
        assertThat(ResourceSettings.parse(settings).accessRules().rules()).hasSize(1);
        settings.put("accessRules", "/a audience=urn:partners issuer=https://login.example.com");
        assertThat(problems()).singleElement().asString().contains("names an audience", "[https://api.example.com]");
    }

    @Test
    @DisplayName("S-37 wants no issuer named in rules that ask for a scope alone, or for nothing")
    void wantsNoIssuerWithoutAClaim() throws SettingsException {
        twoIssuers();
        settings.put("accessRules", "/a open; /b deny; /c; /d scope=x; /** cors-preflight; /* issuer=*");

        assertThat(ResourceSettings.parse(settings).accessRules().rules()).hasSize(6);
    }

    @Test
    @DisplayName("S-77 S-37 refuses a setting for all issuers where each has its own, and takes it where one has not")
    void refusesSettingsWithoutEffect() throws SettingsException {
        twoIssuers();
        settings.put("main.audience", "https://main.example.com");
        assertThat(ResourceSettings.parse(settings).issuers().get(1).audience())
                .containsExactly("https://api.example.com");

        settings.put("partners.audience", "https://partners.example.com");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting 'audience' = 'https://api.example.com' has no effect on any issuer"
                        + " (main: it has its own; partners: it has its own).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token-introspection+jwt",
                "application/token-introspection+jwt",
                "at+jwt TOKEN-introspection+JWT"
            })
    @DisplayName("S-43 S-77 the answers of an introspection cannot be configured to be access tokens")
    void refusesIntrospectionAnswersAsTokens(String types) {
        settings.put("tokenType", types);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The setting 'tokenType' = '" + types + "' names '")
                .contains("never an access token");
    }

    @Test
    @DisplayName("S-77 tells which issuer lacks what")
    void tellsWhichIssuerLacksWhat() {
        settings.clear();
        settings.putAll(Map.of("issuers", "main partners", "main.issuer", "https://login.example.com"));

        assertThat(problems())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("The setting 'partners.issuer' is missing."))
                .anyMatch(problem -> problem.startsWith("The setting 'main.audience' is missing."))
                .anyMatch(problem -> problem.startsWith("The setting 'partners.audience' is missing."));
    }

    @Test
    @DisplayName("S-77 refuses a name for an issuer that could not stand before a setting")
    void refusesBadIssuerNames() {
        settings.put("issuers", "a,b");
        settings.remove("issuer");

        assertThat(problems())
                .anyMatch(problem -> problem.startsWith("The setting 'issuers' = 'a,b' has the name 'a,b'."));
    }
}
