package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.SettingsException;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.RunningTokenService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registrations file may say of resources, users and clients of every method. */
class RegistrationRulesTest {
    private static final TestPki PKI = TestPki.create();
    private static final String SECRET = "0123456789abcdef";
    private static final List<Object> RESOURCES = List.of(
            Map.of("resource", "https://a.example/orders", "audience", "orders", "scope", "orders:read orders:write"),
            Map.of("resource", "urn:example:invoices", "scope", "invoices:read"));

    private static ClientAuthorities authorities;

    @BeforeAll
    static void loadAuthorities(@TempDir Path directory) throws Exception {
        authorities =
                ClientAuthorities.load(PKI.authority().writePemCertificates(directory, "authority"), Clock.systemUTC());
    }

    @Test
    @DisplayName("A-25 a resource has its URI, its name in aud and its scopes")
    void readsResources() throws Exception {
        RegisteredResources resources = parse(file(RESOURCES, client("none"))).resources();

        assertThat(resources.all())
                .extracting(RegisteredResource::resource)
                .containsExactly("https://a.example/orders", "urn:example:invoices");
        assertThat(resources.all())
                .extracting(RegisteredResource::audience)
                .containsExactly("orders", "urn:example:invoices");
        assertThat(resources.all().iterator().next().scopes()).containsExactly("orders:read", "orders:write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "/orders", "//a.example/orders", "https://a.example#x", "https://a.example/#", "a b:c"
            })
    @DisplayName("A-25 a resource is an absolute URI without a fragment")
    void refusesOtherResources(String uri) {
        assertThat(problems(file(List.of(Map.of("resource", uri)), client("none"))))
                .singleElement()
                .asString()
                .contains("Resource '" + uri + "', resource", "absolute URI without a fragment", "write");
    }

    @Test
    @DisplayName("A-25 every problem of every resource is told")
    void tellsEveryProblemOfResources() {
        List<Object> resources = List.of(
                Map.of("resource", "urn:a", "audience", ""),
                Map.of("resource", 1, "scopes", "x"),
                Map.of("audience", "b", "scope", List.of("x")),
                "urn:d",
                Map.of("resource", "urn:e"),
                Map.of("resource", "urn:e"));

        assertThat(problems(file(resources, client("none"))))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("'urn:a', audience", "leave it out"),
                        problem -> assertThat(problem).contains("number 2, scopes", "not known"),
                        problem -> assertThat(problem).contains("number 2, resource", "not a text"),
                        problem -> assertThat(problem).contains("number 3, resource", "missing"),
                        problem -> assertThat(problem).contains("number 3, scope", "separated by spaces"),
                        problem -> assertThat(problem).contains("number 4, resource", "missing"),
                        problem -> assertThat(problem).contains("'urn:e', resource", "earlier resource"));
    }

    @Test
    @DisplayName("A-25 there is at least one resource, and no unknown member of the file")
    void needsAResource() {
        String file = JsonUtil.toJson(Map.of("resource", RESOURCES, "clients", List.of(client("none"))));

        assertThat(problems(file))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .contains("resource: is not known here", "resources, clients, users"),
                        problem -> assertThat(problem).contains("names no resources", "Write"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post", "private_key_jwt", "none"})
    @DisplayName("A-21 loads a client of each method without a certificate")
    void loadsEachMethod(String method) throws Exception {
        RegisteredClient client = only(client(method));

        assertThat(client.method().value()).isEqualTo(method);
        assertThat(client.confidential()).isEqualTo(!method.equals("none"));
    }

    @ParameterizedTest
    @CsvSource({
        "none, client_secret",
        "none, jwks",
        "none, jwks_uri",
        "none, tls_client_auth_san_dns",
        "private_key_jwt, client_secret",
        "private_key_jwt, tls_client_auth_subject_dn",
        "client_secret_basic, jwks",
        "client_secret_post, jwks_uri",
        "client_secret_post, tls_client_auth_san_ip",
        "tls_client_auth, client_secret",
        "tls_client_auth, jwks_uri",
        "self_signed_tls_client_auth, client_secret",
        "self_signed_tls_client_auth, tls_client_auth_san_uri"
    })
    @DisplayName("A-4 a client has no credential of another method than its own")
    void refusesCredentialsOfOtherMethods(String method, String other) {
        Map<String, Object> client = client(method);
        client.put(other, value(other));

        assertThat(problems(client))
                .singleElement()
                .asString()
                .contains("'a', " + other, "is not used with " + method, "remove it")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"self_signed_tls_client_auth", "private_key_jwt"})
    @DisplayName("A-16 a client has its keys or the address of its keys, not both and not neither")
    void refusesBothOrNoKeys(String method) {
        Map<String, Object> both = client(method);
        both.put("jwks_uri", value("jwks_uri"));
        Map<String, Object> neither = client(method);
        neither.remove("jwks");

        assertThat(problems(both)).singleElement().asString().contains("jwks", "so is jwks_uri", "remove one");
        assertThat(problems(neither)).singleElement().asString().contains("jwks", "missing", "or jwks_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.example/keys", "keys", "https://user:hush@a.example/", "https://a.example/#x"})
    @DisplayName("A-16 the address of keys is https and holds no password")
    void refusesOtherAddresses(String address) {
        Map<String, Object> client = client("private_key_jwt");
        client.remove("jwks");
        client.put("jwks_uri", address);

        assertThat(problems(client))
                .singleElement()
                .asString()
                .contains("jwks_uri", "write the https address")
                .doesNotContain("hush");
    }

    @Test
    @DisplayName("A-15 each registered signature key is a public one that can verify")
    void refusesOtherSignatureKeys() {
        List<Map<String, Object>> wrong = List.of(
                Map.of("kty", "oct", "k", "AAAA"),
                Map.of("kty", "EC", "crv", "P-192", "x", "AA", "y", "AA"),
                Map.of("kty", "RSA"),
                with(publicKey(), "d", "AQ"),
                with(publicKey(), "use", "enc"));
        for (Map<String, Object> jwk : wrong) {
            Map<String, Object> client = client("private_key_jwt");
            client.put("jwks", Map.of("keys", List.of(publicKey(), jwk)));

            assertThat(problems(client)).singleElement().asString().contains("jwks", "key number 2");
        }
    }

    @Test
    @DisplayName("A-24 a secret is long, printable, and never in a message")
    void refusesBadSecrets() {
        for (Object secret : Arrays.asList("short-secret", "0123456789abcde\n", "0123456789abcdeä", 1, null)) {
            Map<String, Object> client = client("client_secret_basic");
            client.put("client_secret", secret);

            assertThat(problems(client))
                    .singleElement()
                    .asString()
                    .contains("client_secret", "at least 16")
                    .doesNotContain("short-secret", "0123");
        }
        Map<String, Object> without = client("client_secret_post");
        without.remove("client_secret");
        assertThat(problems(without)).singleElement().asString().contains("client_secret", "missing", "write");
    }

    @ParameterizedTest
    @CsvSource({
        "client_credentials, not for a public client",
        "urn:ietf:params:oauth:grant-type:token-exchange, not for a public client",
        "password, is not offered",
        "refresh_token, of no use"
    })
    @DisplayName("A-30 a public client has no grant that anybody could use who knows its name")
    void refusesGrantsOfPublicClients(String grant, String problem) {
        Map<String, Object> client = client("none");
        client.put("grant_types", List.of(grant));
        client.remove("redirect_uris");

        assertThat(problems(client)).singleElement().asString().contains("grant_types", "'" + grant + "'", problem);
    }

    @Test
    @DisplayName("A-30 a public client says which grants it has")
    void refusesThePublicDefault() {
        Map<String, Object> client = client("none");
        client.remove("grant_types");
        client.remove("redirect_uris");

        assertThat(problems(client))
                .singleElement()
                .asString()
                .contains("grant_types", "missing", "authorization_code");
    }

    @Test
    @DisplayName("A-22 refresh tokens come with a code or an exchange")
    void takesRefreshTokensWithAGrantThatGivesThem() throws Exception {
        Map<String, Object> exchange = client("client_secret_basic");
        exchange.put("grant_types", List.of("urn:ietf:params:oauth:grant-type:token-exchange", "refresh_token"));

        assertThat(only(exchange).mayUse("refresh_token")).isTrue();
        assertThat(only(exchange).mayUse("client_credentials")).isFalse();
        assertThat(only(client("client_secret_basic")).mayUse("client_credentials"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example/back", "http://127.0.0.1:8080/", "http://[::1]/back?x=y", "http://localhost/"
            })
    void takesRedirectUris(String uri) throws Exception {
        Map<String, Object> client = client("none");
        client.put("redirect_uris", List.of(uri));

        assertThat(only(client).redirectUris()).containsExactly(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/back",
                "https://a.example/back#x",
                "/back",
                "app:/back",
                "javascript:alert(1)",
                "https:a",
                "http://localhost.evil.example/",
                "http://127.0.0.1@evil.example/",
                ""
            })
    void refusesOtherRedirectUris(String uri) {
        Map<String, Object> client = client("none");
        client.put("redirect_uris", List.of(uri));

        assertThat(problems(client)).singleElement().asString().contains("redirect_uris", "'" + uri + "'", "https");
    }

    @Test
    void tiesRedirectUrisToCodes() {
        Map<String, Object> without = client("none");
        without.remove("redirect_uris");
        Map<String, Object> unused = client("client_secret_basic");
        unused.put("redirect_uris", List.of("https://a.example/"));

        assertThat(problems(without)).singleElement().asString().contains("redirect_uris", "names none", "write");
        assertThat(problems(unused)).singleElement().asString().contains("redirect_uris", "authorization_code only");
    }

    @Test
    @DisplayName("A-25 a client's scopes and protected resources are those of resources")
    void refusesUnknownScopesAndResources() {
        Map<String, Object> client = client("none");
        client.put("scope", "orders:read admin");
        client.put("protected_resources", List.of("urn:example:invoices", "orders"));

        assertThat(problems(client))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("scope", "'admin' is a scope of no resource"),
                        problem -> assertThat(problem).contains("protected_resources", "'orders' is no resource"));
    }

    @Test
    @DisplayName("A-25 a resource without scopes takes any")
    void takesAnyScopeOfAnOpenResource() throws Exception {
        Map<String, Object> client = client("none");
        client.put("scope", "whatever");

        assertThat(parse(file(List.of(Map.of("resource", "urn:open")), client)).client("a"))
                .get()
                .extracting(RegisteredClient::scopes)
                .asString()
                .isEqualTo("[whatever]");
    }

    @Test
    void readsFormatAndLifetime() throws Exception {
        Map<String, Object> client = client("none");
        client.put("access_token_format", "opaque");
        client.put("access_token_lifetime_seconds", 3600);
        client.put("protected_resources", List.of("urn:example:invoices"));

        assertThat(only(client).accessTokenFormat()).isEqualTo(AccessTokenFormat.OPAQUE);
        assertThat(only(client).accessTokenLifetimeSeconds()).hasValue(3600);
        assertThat(only(client).protectedResources()).containsExactly("urn:example:invoices");
        assertThat(only(client("none")).accessTokenFormat()).isEqualTo(AccessTokenFormat.JWT);
        assertThat(only(client("none")).accessTokenLifetimeSeconds()).isEmpty();
    }

    @Test
    void refusesOtherFormatsAndLifetimes() {
        for (Object lifetime : Arrays.asList(0, 3601, -1, 1.5, "300", null)) {
            Map<String, Object> client = client("none");
            client.put("access_token_lifetime_seconds", lifetime);

            assertThat(problems(client)).singleElement().asString().contains("lifetime_seconds", "from 1 to 3600");
        }
        for (Object format : Arrays.asList("JWT", "", 1, null)) {
            Map<String, Object> client = client("none");
            client.put("access_token_format", format);

            assertThat(problems(client)).singleElement().asString().contains("access_token_format", "jwt or opaque");
        }
    }

    @Test
    @DisplayName("A-26 no user has a client's id, and each has a name of its own")
    void refusesUsersThatCouldBeTakenForOthers() {
        Map<String, Object> file = new LinkedHashMap<>(Map.of(
                "resources", RESOURCES, "clients", List.of(client("none")), "users", List.of("a", "bob", "bob")));

        assertThat(problems(JsonUtil.toJson(file)))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("users", "twice"),
                        problem -> assertThat(problem).contains("users", "'a' is a client's id", "rename"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "al\"ice", "al\\ice", "älice", "ali\nce"})
    @DisplayName("A-26 a user's name is printable")
    void refusesOtherUsers(String user) {
        String file = JsonUtil.toJson(
                Map.of("resources", RESOURCES, "clients", List.of(client("none")), "users", List.of("bob", user)));

        assertThat(problems(file)).singleElement().asString().contains("users", "printable");
    }

    @Test
    @DisplayName("A-26 users are read in their order, and there need not be any")
    void readsUsers() throws Exception {
        String file = JsonUtil.toJson(
                Map.of("resources", RESOURCES, "clients", List.of(client("none")), "users", List.of("bob", "alice")));

        assertThat(parse(file).users()).containsExactly("bob", "alice");
        assertThat(parse(file(RESOURCES, client("none"))).users()).isEmpty();
        assertThat(problems(file.replace("[\"bob\",\"alice\"]", "\"bob\"")))
                .singleElement()
                .asString()
                .contains("users", "list");
    }

    /** A good client of the method. */
    private static Map<String, Object> client(String method) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client_id", "a");
        client.put("token_endpoint_auth_method", method);
        switch (method) {
            case "tls_client_auth" -> client.put("tls_client_auth_subject_dn", "CN=a");
            case "self_signed_tls_client_auth", "private_key_jwt" -> client.put("jwks", value("jwks"));
            case "none" -> {
                client.put("grant_types", List.of("authorization_code"));
                client.put("redirect_uris", List.of("https://a.example/back"));
            }
            default -> client.put("client_secret", SECRET);
        }
        return client;
    }

    private static Object value(String member) {
        return switch (member) {
            case "client_secret" -> SECRET;
            case "jwks" -> Map.of("keys", List.of(publicKey()));
            case "jwks_uri" -> "https://a.example/keys";
            default -> "192.0.2.1";
        };
    }

    private static Map<String, Object> publicKey() {
        return RunningTokenService.jwk(PKI.selfSigned());
    }

    private static Map<String, Object> with(Map<String, Object> jwk, String member, Object value) {
        jwk.put(member, value);
        return jwk;
    }

    private static RegisteredClient only(Map<?, ?> client) throws SettingsException {
        return parse(file(RESOURCES, client)).clients().iterator().next();
    }

    private static String file(List<?> resources, Map<?, ?> client) {
        return JsonUtil.toJson(Map.of("resources", resources, "clients", List.of(client)));
    }

    private static Registrations parse(String json) throws SettingsException {
        return Registrations.parse(json.getBytes(StandardCharsets.UTF_8), authorities);
    }

    private static List<String> problems(Map<?, ?> client) {
        return problems(file(RESOURCES, client));
    }

    private static List<String> problems(String json) {
        return catchThrowableOfType(SettingsException.class, () -> parse(json)).problems();
    }
}
