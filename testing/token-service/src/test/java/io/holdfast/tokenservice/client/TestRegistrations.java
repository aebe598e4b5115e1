package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.SettingsException;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.RunningTokenService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/** A good registrations file to spoil, and what is said of it. */
final class TestRegistrations {
    static final String SECRET = "0123456789abcdef";
    static final List<Object> RESOURCES = List.of(
            Map.of("resource", "https://a.example/orders", "audience", "orders", "scope", "orders:read orders:write"),
            Map.of("resource", "urn:example:invoices", "scope", "invoices:read"));

    private static final TestPki PKI = TestPki.create();

    private final ClientAuthorities authorities;

    TestRegistrations(Path directory) throws Exception {
        authorities =
                ClientAuthorities.load(PKI.authority().writePemCertificates(directory, "authority"), Clock.systemUTC());
    }

    /** A good client of the method. */
    static Map<String, Object> client(String method) {
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

    static Object value(String member) {
        return switch (member) {
            case "client_secret" -> SECRET;
            case "jwks" -> Map.of("keys", List.of(publicKey()));
            case "jwks_uri" -> "https://a.example/keys";
            default -> "192.0.2.1";
        };
    }

    static Map<String, Object> publicKey() {
        return RunningTokenService.jwk(PKI.selfSigned());
    }

    static Map<String, Object> with(Map<String, Object> jwk, String member, Object value) {
        jwk.put(member, value);
        return jwk;
    }

    RegisteredClient only(Map<?, ?> client) throws SettingsException {
        return parse(file(RESOURCES, client)).clients().iterator().next();
    }

    static String file(List<?> resources, Map<?, ?> client) {
        return JsonUtil.toJson(Map.of("resources", resources, "clients", List.of(client)));
    }

    Registrations parse(String json) throws SettingsException {
        return Registrations.parse(json.getBytes(StandardCharsets.UTF_8), authorities);
    }

    List<String> problems(Map<?, ?> client) {
        return problems(file(RESOURCES, client));
    }

    List<String> problems(String json) {
        return catchThrowableOfType(SettingsException.class, () -> parse(json)).problems();
    }
}
