package io.holdfast.demo.launcher;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** What the demo's token service knows: two APIs and three partners, each of whom proves itself in its own way. */
public final class DemoRegistrations {
    private DemoRegistrations() {}

    static String json(DemoUrls urls, TestPki pki) {
        return json(resources(urls), List.of(serverA(), serverABrief(), serverB(), serverC(pki)));
    }

    /** A registrations file, laid out for reading. */
    public static String json(List<?> resources, List<?> clients) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("resources", resources);
        file.put("clients", clients);
        return LaidOutJson.of(file) + "\n";
    }

    /** The demo's own two APIs. */
    public static List<Map<String, Object>> resources(DemoUrls urls) {
        return List.of(
                resource(urls.orders(), "orders-api", "orders:read orders:write"),
                resource(urls.invoices(), "invoices-api", "invoices:read"));
    }

    public static Map<String, Object> resource(String uri, String audience, String scope) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("resource", uri);
        resource.put("audience", audience);
        resource.put("scope", scope);
        return resource;
    }

    /** A client without a credential whose tokens are bound; the caller adds the credential. */
    public static Map<String, Object> client(String id, String name, String method, String scope) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client_id", id);
        client.put("client_name", name);
        client.put("token_endpoint_auth_method", method);
        client.put("scope", scope);
        client.put("tls_client_certificate_bound_access_tokens", true);
        return client;
    }

    /** The public JWK with the certificate in {@code x5c}, as a client registers it. */
    public static Map<String, Object> jwk(TestIdentity identity) {
        try {
            PublicJsonWebKey jwk =
                    PublicJsonWebKey.Factory.newPublicJwk(identity.certificate().getPublicKey());
            jwk.setCertificateChain(identity.certificate());
            return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> serverA() {
        Map<String, Object> client =
                client(DemoFiles.SERVER_A, "Partner A", "tls_client_auth", "orders:read orders:write invoices:read");
        client.put("tls_client_auth_subject_dn", "CN=Server A,OU=Orders,O=Partner A");
        return client;
    }

    /** The same server once more, whose tokens are over before one has looked at them. */
    private static Map<String, Object> serverABrief() {
        Map<String, Object> client = serverA();
        client.put("client_id", DemoFiles.SERVER_A_BRIEF);
        client.put("client_name", "Partner A, with tokens for one second");
        client.put("access_token_lifetime_seconds", 1);
        return client;
    }

    private static Map<String, Object> serverB() {
        Map<String, Object> client =
                client(DemoFiles.SERVER_B, "Partner B", "tls_client_auth", "orders:read invoices:read");
        client.put("tls_client_auth_san_dns", "server-b.partner-b.example");
        return client;
    }

    private static Map<String, Object> serverC(TestPki pki) {
        Map<String, Object> client =
                client(DemoFiles.SERVER_C, "Partner C", "self_signed_tls_client_auth", "orders:read");
        client.put("jwks", Map.of("keys", List.of(jwk(pki.selfSigned()))));
        return client;
    }
}
