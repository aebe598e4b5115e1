package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running token service with everybody who has to do with it, and a clock that stands still: two protected resources
 * that are clients themselves, clients of each kind, two users and a thief, who is a registered client.
 */
final class Parties implements Closeable {
    static final String ORDERS = "https://orders.example";
    static final String INVOICES = "https://invoices.example";
    static final String REDIRECT = "https://app.example/callback?from=holdfast";
    static final String SECRET = "Zm9yIHRlc3RzIG9ubHksIGJ1dCBsb25nIGVub3VnaA";
    /** The example of RFC 7636 Appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    final TestPki pki = TestPki.create();
    final SettableClock clock = SettableClock.atPresent();
    final TestIdentity orders = pki.identity("CN=Orders API").build();
    final TestIdentity invoices = pki.identity("CN=Invoices API").build();
    final RunningTokenService running;

    private Parties(Path directory, Consumer<TokenServiceSettings.Builder> change) throws Exception {
        running = RunningTokenService.start(directory, pki, settings -> {
            RunningTokenService.registrations(directory, registrations()).accept(settings);
            change.accept(settings.clock(clock));
        });
    }

    static Parties start(Path directory) throws Exception {
        return start(directory, settings -> {});
    }

    static Parties start(Path directory, Consumer<TokenServiceSettings.Builder> change) throws Exception {
        return new Parties(directory, change);
    }

    private Map<String, Object> registrations() {
        List<Map<String, Object>> clients = new ArrayList<>();
        clients.add(byName("server-a", "CN=Server A,OU=Orders,O=Partner A", EXCHANGE, "client_credentials"));
        clients.add(with(
                byName("web", "CN=Server B,OU=Stock,O=Partner B", "authorization_code", "refresh_token"),
                Map.of("redirect_uris", List.of(REDIRECT))));
        clients.add(byName("thief", "CN=Thief,O=Partner C", EXCHANGE, "client_credentials"));
        clients.add(with(
                byName("orders-api", "CN=Orders API", EXCHANGE, "client_credentials"),
                Map.of("protected_resources", List.of(ORDERS))));
        clients.add(with(
                byName("invoices-api", "CN=Invoices API", EXCHANGE, "client_credentials"),
                Map.of("protected_resources", List.of(INVOICES))));
        clients.add(with(
                byName("opaque", "CN=Server A,OU=Orders,O=Partner A", EXCHANGE, "client_credentials"),
                Map.of("access_token_format", "opaque", "access_token_lifetime_seconds", 60)));
        clients.add(with(
                client("app", "none", "authorization_code", "refresh_token"),
                Map.of("redirect_uris", List.of(REDIRECT))));
        clients.add(with(
                client("unbound-app", "none", "authorization_code", "refresh_token"),
                Map.of("redirect_uris", List.of(REDIRECT), "tls_client_certificate_bound_access_tokens", false)));
        clients.add(
                with(client("secret", "client_secret_post", "client_credentials"), Map.of("client_secret", SECRET)));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put(
                "resources",
                List.of(
                        Map.of("resource", ORDERS, "audience", "orders-api", "scope", "orders:read orders:write read"),
                        Map.of("resource", INVOICES, "scope", "invoices:read read")));
        file.put("clients", clients);
        file.put("users", List.of("alice", "bob"));
        return file;
    }

    private static Map<String, Object> byName(String id, String distinguishedName, String... grants) {
        Map<String, Object> client = client(id, "tls_client_auth", grants);
        client.put("tls_client_auth_subject_dn", distinguishedName);
        return client;
    }

    private static Map<String, Object> client(String id, String method, String... grants) {
        Map<String, Object> client = RunningTokenService.client(id, method);
        client.put("scope", "orders:read orders:write invoices:read read");
        client.put("grant_types", List.of(grants));
        return client;
    }

    private static Map<String, Object> with(Map<String, Object> client, Map<String, Object> more) {
        client.putAll(more);
        return client;
    }

    TokenService service() {
        return running.service;
    }

    /** A client credentials token of a client, whose certificate this is. */
    String token(String clientId, TestIdentity identity, String... more) throws IOException {
        return accessToken(post(identity, "/token", clientId, "grant_type", "client_credentials", more));
    }

    /** A code that alice has allowed. */
    String code(String clientId, String... scopes) {
        return service().authorizationCode(clientId, "alice", REDIRECT, CHALLENGE, scopes);
    }

    RawResponse redeem(@Nullable TestIdentity identity, String clientId, String code, String... more)
            throws IOException {
        return post(
                identity,
                "/token",
                clientId,
                "grant_type",
                "authorization_code",
                concat(more, "code", code, "redirect_uri", REDIRECT, "code_verifier", VERIFIER));
    }

    RawResponse refresh(@Nullable TestIdentity identity, String clientId, String refreshToken, String... more)
            throws IOException {
        return post(
                identity,
                "/token",
                clientId,
                "grant_type",
                "refresh_token",
                concat(more, "refresh_token", refreshToken));
    }

    RawResponse exchange(@Nullable TestIdentity identity, String clientId, String subjectToken, String... more)
            throws IOException {
        return post(
                identity,
                "/token",
                clientId,
                "grant_type",
                EXCHANGE,
                concat(more, "subject_token", subjectToken, "subject_token_type", ACCESS_TOKEN));
    }

    /** What the orders API learns about a token. */
    Map<String, Object> introspected(String token) throws IOException {
        return json(introspect(orders, "orders-api", token));
    }

    RawResponse introspect(@Nullable TestIdentity identity, String clientId, String token) throws IOException {
        return post(identity, "/introspect", clientId, "token", token);
    }

    RawResponse revoke(@Nullable TestIdentity identity, String clientId, String token) throws IOException {
        return post(identity, "/revoke", clientId, "token", token);
    }

    /** A request to a form endpoint: name, value, name, value, … */
    RawResponse post(
            @Nullable TestIdentity identity, String path, String clientId, String name, String value, String... more)
            throws IOException {
        String form = form(concat(more, "client_id", clientId, name, value));
        return running.mtls(identity, null, RawRequest.of("POST", path).form(form));
    }

    static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static String[] concat(String[] more, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    static String accessToken(RawResponse response) {
        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        return (String) json(response).get("access_token");
    }

    static String refreshToken(RawResponse response) {
        assertThat(response.status()).as(response.toString()).isEqualTo(200);
        return (String) json(response).get("refresh_token");
    }

    static void assertError(RawResponse response, int status, String error) {
        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(json(response))
                .containsOnlyKeys("error", "error_description")
                .containsEntry("error", error);
    }

    @Override
    public void close() {
        running.close();
    }
}
