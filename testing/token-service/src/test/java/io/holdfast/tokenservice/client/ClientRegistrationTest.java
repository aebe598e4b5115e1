package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.client.TestRegistrations.SECRET;
import static io.holdfast.tokenservice.client.TestRegistrations.client;
import static io.holdfast.tokenservice.client.TestRegistrations.publicKey;
import static io.holdfast.tokenservice.client.TestRegistrations.value;
import static io.holdfast.tokenservice.client.TestRegistrations.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registrations file may say of a client. */
class ClientRegistrationTest {
    private static TestRegistrations registrations;

    @BeforeAll
    static void prepare(@TempDir Path directory) throws Exception {
        registrations = new TestRegistrations(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post", "private_key_jwt", "none"})
    @DisplayName("A-21 loads a client of each method without a certificate")
    void loadsEachMethod(String method) throws Exception {
        RegisteredClient client = registrations.only(client(method));

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

        assertThat(registrations.problems(client))
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

        assertThat(registrations.problems(both))
                .singleElement()
                .asString()
                .contains("jwks", "so is jwks_uri", "remove one");
        assertThat(registrations.problems(neither))
                .singleElement()
                .asString()
                .contains("jwks", "missing", "or jwks_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.example/keys", "keys", "https://user:hush@a.example/", "https://a.example/#x"})
    @DisplayName("A-16 the address of keys is https and holds no password")
    void refusesOtherAddresses(String address) {
        Map<String, Object> client = client("private_key_jwt");
        client.remove("jwks");
        client.put("jwks_uri", address);

        assertThat(registrations.problems(client))
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

            assertThat(registrations.problems(client))
                    .singleElement()
                    .asString()
                    .contains("jwks", "key number 2");
        }
    }

    @Test
    @DisplayName("A-24 a secret is long, printable, and never in a message")
    void refusesBadSecrets() {
        for (Object secret : Arrays.asList("short-secret", "0123456789abcde\n", "0123456789abcdeä", 1, null)) {
            Map<String, Object> client = client("client_secret_basic");
            client.put("client_secret", secret);

            assertThat(registrations.problems(client))
                    .singleElement()
                    .asString()
                    .contains("client_secret", "at least 16")
                    .doesNotContain("short-secret", "0123");
        }
        Map<String, Object> without = client("client_secret_post");
        without.remove("client_secret");
        assertThat(registrations.problems(without))
                .singleElement()
                .asString()
                .contains("client_secret", "missing", "write");
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

        assertThat(registrations.problems(client))
                .singleElement()
                .asString()
                .contains("grant_types", "'" + grant + "'", problem);
    }

    @Test
    @DisplayName("A-30 a public client says which grants it has")
    void refusesThePublicDefault() {
        Map<String, Object> client = client("none");
        client.remove("grant_types");
        client.remove("redirect_uris");

        assertThat(registrations.problems(client))
                .singleElement()
                .asString()
                .contains("grant_types", "missing", "authorization_code");
    }

    @Test
    @DisplayName("A-22 refresh tokens come with a code or an exchange")
    void takesRefreshTokensWithAGrantThatGivesThem() throws Exception {
        Map<String, Object> exchange = client("client_secret_basic");
        exchange.put("grant_types", List.of("urn:ietf:params:oauth:grant-type:token-exchange", "refresh_token"));

        assertThat(registrations.only(exchange).mayUse("refresh_token")).isTrue();
        assertThat(registrations.only(exchange).mayUse("client_credentials")).isFalse();
        assertThat(registrations.only(client("client_secret_basic")).mayUse("client_credentials"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example/back", "http://127.0.0.1:8080/", "http://[::1]/back?x=y", "http://localhost/"
            })
    void takesRedirectUris(String uri) throws Exception {
        Map<String, Object> client = client("none");
        client.put("redirect_uris", List.of(uri));

        assertThat(registrations.only(client).redirectUris()).containsExactly(uri);
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

        assertThat(registrations.problems(client))
                .singleElement()
                .asString()
                .contains("redirect_uris", "'" + uri + "'", "https");
    }

    @Test
    void tiesRedirectUrisToCodes() {
        Map<String, Object> without = client("none");
        without.remove("redirect_uris");
        Map<String, Object> unused = client("client_secret_basic");
        unused.put("redirect_uris", List.of("https://a.example/"));

        assertThat(registrations.problems(without))
                .singleElement()
                .asString()
                .contains("redirect_uris", "names none", "write");
        assertThat(registrations.problems(unused))
                .singleElement()
                .asString()
                .contains("redirect_uris", "authorization_code only");
    }

    @Test
    void readsFormatAndLifetime() throws Exception {
        Map<String, Object> client = client("none");
        client.put("access_token_format", "opaque");
        client.put("access_token_lifetime_seconds", 3600);
        client.put("protected_resources", List.of("urn:example:invoices"));

        assertThat(registrations.only(client).accessTokenFormat()).isEqualTo(AccessTokenFormat.OPAQUE);
        assertThat(registrations.only(client).accessTokenLifetimeSeconds()).hasValue(3600);
        assertThat(registrations.only(client).protectedResources()).containsExactly("urn:example:invoices");
        assertThat(registrations.only(client("none")).accessTokenFormat()).isEqualTo(AccessTokenFormat.JWT);
        assertThat(registrations.only(client("none")).accessTokenLifetimeSeconds())
                .isEmpty();
    }

    @Test
    void refusesOtherFormatsAndLifetimes() {
        for (Object lifetime : Arrays.asList(0, 3601, -1, 1.5, "300", null)) {
            Map<String, Object> client = client("none");
            client.put("access_token_lifetime_seconds", lifetime);

            assertThat(registrations.problems(client))
                    .singleElement()
                    .asString()
                    .contains("lifetime_seconds", "from 1 to 3600");
        }
        for (Object format : Arrays.asList("JWT", "", 1, null)) {
            Map<String, Object> client = client("none");
            client.put("access_token_format", format);

            assertThat(registrations.problems(client))
                    .singleElement()
                    .asString()
                    .contains("access_token_format", "jwt or opaque");
        }
    }
}
