package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
    private static final RawRequest OAUTH = RawRequest.get("/.well-known/oauth-authorization-server");
    private static final RawRequest OPENID = RawRequest.get("/.well-known/openid-configuration");

    private static RunningTokenService demo;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        demo = RunningTokenService.start(directory);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @DisplayName("A-37 metadata names the issuer and https endpoints under it")
    void namesTheEndpoints() throws Exception {
        RawResponse response = demo.ordinary(OAUTH);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(demo.issuer()).startsWith("https://");
        assertThat(json(response))
                .containsEntry("issuer", demo.issuer())
                .containsEntry("authorization_endpoint", demo.issuer() + "/authorize")
                .containsEntry("token_endpoint", demo.issuer() + "/token")
                .containsEntry("introspection_endpoint", demo.issuer() + "/introspect")
                .containsEntry("revocation_endpoint", demo.issuer() + "/revoke")
                .containsEntry("jwks_uri", demo.issuer() + "/jwks");
    }

    @Test
    @DisplayName("A-37 A-18 metadata names both mutual-TLS methods for each endpoint, and bound tokens")
    void namesTheAuthenticationMethods() throws Exception {
        Map<String, Object> metadata = json(demo.ordinary(OAUTH));

        for (String endpoint : List.of("token", "introspection", "revocation")) {
            assertThat(metadata.get(endpoint + "_endpoint_auth_methods_supported"))
                    .asInstanceOf(LIST)
                    .contains("tls_client_auth", "self_signed_tls_client_auth", "client_secret_basic");
            assertThat(metadata.get(endpoint + "_endpoint_auth_signing_alg_values_supported"))
                    .asInstanceOf(LIST)
                    .isNotEmpty()
                    .doesNotContain("none");
        }
        assertThat(metadata).containsEntry("tls_client_certificate_bound_access_tokens", true);
    }

    @Test
    @DisplayName("A-37 a public client cannot introspect, and the metadata does not say it can")
    void offersNoPublicIntrospection() throws Exception {
        Map<String, Object> metadata = json(demo.ordinary(OAUTH));

        assertThat((List<?>) metadata.get("introspection_endpoint_auth_methods_supported"))
                .noneMatch("none"::equals);
        assertThat((List<?>) metadata.get("token_endpoint_auth_methods_supported"))
                .anyMatch("none"::equals);
    }

    @Test
    @DisplayName("A-30 A-37 metadata names what is offered, and neither the password nor the implicit grant")
    void namesTheGrants() throws Exception {
        assertThat(json(demo.ordinary(OAUTH)))
                .containsEntry(
                        "grant_types_supported",
                        List.of(
                                "client_credentials",
                                "authorization_code",
                                "refresh_token",
                                "urn:ietf:params:oauth:grant-type:token-exchange"))
                .containsEntry("response_types_supported", List.of("code"))
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .containsEntry("authorization_response_iss_parameter_supported", true)
                .containsEntry("introspection_signing_alg_values_supported", List.of("ES256"))
                .containsEntry("protected_resources", List.of(RunningTokenService.RESOURCE))
                .containsEntry("scopes_supported", List.of("orders:read", "orders:write"));
    }

    @Test
    @DisplayName("A-38 the aliases are on the port that asks for a certificate")
    void namesTheAliases() throws Exception {
        assertThat(json(demo.ordinary(OAUTH)))
                .containsEntry(
                        "mtls_endpoint_aliases",
                        Map.of(
                                "token_endpoint", demo.mtlsBaseUrl() + "/token",
                                "introspection_endpoint", demo.mtlsBaseUrl() + "/introspect",
                                "revocation_endpoint", demo.mtlsBaseUrl() + "/revoke"));
    }

    @Test
    @DisplayName("A-37 A-38 both metadata layouts agree, on both ports")
    void agrees() throws Exception {
        String document = demo.ordinary(OAUTH).body();

        assertThat(demo.ordinary(OPENID).body()).isEqualTo(document);
        assertThat(demo.mtls(demo.pki.serverA(), null, OAUTH).body()).isEqualTo(document);
        assertThat(demo.mtls(null, null, OPENID).body()).isEqualTo(document);
    }

    @Test
    @DisplayName("A-37 an issuer with a path has its metadata before and after the path, and its endpoints below it")
    void servesAnIssuerWithAPath(@TempDir Path directory) throws Exception {
        try (TokenServiceServer server =
                TokenServiceServer.open(demo.pki.server().serverContextForAnyClient(), 0, 0)) {
            TokenServiceSettings.Builder settings = TokenServiceSettings.builder()
                    .issuer(URI.create(server.issuer() + "/tenant"))
                    .mtlsBaseUrl(URI.create(server.mtlsBaseUrl() + "/tenant"))
                    .clientAuthoritiesFile(demo.pki.authority().writePemCertificates(directory, "authorities"));
            RunningTokenService.registrations(directory, RunningTokenService.defaultRegistrations(demo.pki))
                    .accept(settings);
            TokenService service = TokenService.start(settings.build());

            assertThat(service.paths())
                    .contains(
                            "/.well-known/oauth-authorization-server/tenant",
                            "/tenant/.well-known/openid-configuration",
                            "/tenant/token",
                            "/tenant/jwks");
            server.serve(service);
            String before = get(server, "/.well-known/oauth-authorization-server/tenant");
            assertThat(before)
                    .contains("\"issuer\":\"" + server.issuer() + "/tenant\"")
                    .contains("\"token_endpoint\":\"" + server.issuer() + "/tenant/token\"")
                    .isEqualTo(get(server, "/tenant/.well-known/openid-configuration"));
        }
    }

    private static String get(TokenServiceServer server, String path) throws Exception {
        return RawHttpsClient.once(server.issuer(), demo.contextOf(null), null, RawRequest.get(path))
                .body();
    }
}
