package io.holdfast.tokenservice;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The token service on the JDK's HTTPS server with free ports, and what a test needs to talk to it. */
public final class RunningTokenService implements Closeable {
    /** The default resource of the default registrations. */
    public static final String RESOURCE = "https://orders.example";

    public final TestPki pki;
    public final TokenService service;
    private final TokenServiceServer server;

    private RunningTokenService(TestPki pki, TokenService service, TokenServiceServer server) {
        this.pki = pki;
        this.service = service;
        this.server = server;
    }

    public static RunningTokenService start(Path directory) throws Exception {
        return start(directory, TestPki.create(), settings -> {});
    }

    /** With the default registrations unless the settings are changed, for which see {@link #registrations}. */
    public static RunningTokenService start(Path directory, TestPki pki, Consumer<TokenServiceSettings.Builder> change)
            throws Exception {
        TokenServiceServer server = TokenServiceServer.open(pki.server().serverContextForAnyClient(), 0, 0);
        TokenServiceSettings.Builder settings = TokenServiceSettings.builder()
                .issuer(server.issuer())
                .mtlsBaseUrl(server.mtlsBaseUrl())
                .clientAuthoritiesFile(pki.authority().writePemCertificates(directory, "client-authorities"));
        registrations(directory, defaultRegistrations(pki)).accept(settings);
        change.accept(settings);
        TokenService service = TokenService.start(settings.build());
        server.serve(service);
        return new RunningTokenService(pki, service, server);
    }

    /** Replaces the clients; the resources stay. */
    public static Consumer<TokenServiceSettings.Builder> clients(Path directory, Object... clients) {
        return registrations(directory, Map.of("resources", resources(RESOURCE), "clients", List.of(clients)));
    }

    /** Replaces the whole registrations file. */
    public static Consumer<TokenServiceSettings.Builder> registrations(Path directory, Map<String, ?> file) {
        return settings -> {
            try {
                settings.registrationsFile(
                        Files.writeString(directory.resolve("registrations.json"), JsonUtil.toJson(file)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    public static Map<String, Object> defaultRegistrations(TestPki pki) {
        Map<String, Object> serverA = client("server-a", "tls_client_auth");
        serverA.put("tls_client_auth_subject_dn", "CN=Server A,OU=Orders,O=Partner A");
        Map<String, Object> partnerB = client("partner-b", "tls_client_auth");
        partnerB.put("tls_client_auth_san_dns", "server-b.partner-b.example");
        Map<String, Object> selfSigned = client("self-signed", "self_signed_tls_client_auth");
        selfSigned.put("jwks", Map.of("keys", List.of(jwk(pki.selfSigned()))));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("resources", resources(RESOURCE));
        file.put("clients", List.of(serverA, partnerB, selfSigned));
        return file;
    }

    /** The members of a client that gets bound tokens with the scope {@code orders:read}. */
    public static Map<String, Object> client(String id, String method) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client_id", id);
        client.put("token_endpoint_auth_method", method);
        client.put("scope", "orders:read");
        client.put("tls_client_certificate_bound_access_tokens", true);
        return client;
    }

    /** Resources whose audience is their own URI and whose scopes are orders:read and orders:write. */
    public static List<Map<String, Object>> resources(String... uris) {
        return Arrays.stream(uris)
                .map(uri -> Map.<String, Object>of("resource", uri, "scope", "orders:read orders:write"))
                .toList();
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

    public String issuer() {
        return server.issuer().toString();
    }

    public String mtlsBaseUrl() {
        return server.mtlsBaseUrl().toString();
    }

    /** On the port that asks for a certificate, with this identity's or, if null, none. */
    public RawResponse mtls(@Nullable TestIdentity client, @Nullable String tls, RawRequest request)
            throws IOException {
        return RawHttpsClient.once(URI.create(mtlsBaseUrl()), contextOf(client), tls, request);
    }

    /** On the port that asks for no certificate, by a client that has one to offer. */
    public RawResponse ordinary(RawRequest request) throws IOException {
        return RawHttpsClient.once(URI.create(issuer()), contextOf(pki.serverA()), null, request);
    }

    public SSLContext contextOf(@Nullable TestIdentity client) {
        return client == null
                ? TestTls.clientWithoutCertificate(pki.authority().certificate())
                : client.clientContext(pki.authority().certificate());
    }

    /** A token request with this form. */
    public RawResponse token(@Nullable TestIdentity client, String form) throws IOException {
        return mtls(client, null, RawRequest.of("POST", "/token").form(form));
    }

    public static Map<String, Object> json(RawResponse response) {
        try {
            return JsonUtil.parseJson(response.body());
        } catch (JoseException e) {
            throw new AssertionError("not JSON: " + response, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
