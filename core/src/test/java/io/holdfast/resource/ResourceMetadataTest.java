package io.holdfast.resource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.ResourceSettings;
import io.holdfast.json.StrictJson;
import io.holdfast.testkit.TestTokens;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.TokenRejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The metadata of a protected resource (RFC 9728): its place, and what stands in it. */
final class ResourceMetadataTest {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "issuer", "https://login.example.com",
            "audience", TestTokens.AUDIENCE,
            "resource", "https://api.example.com"));

    private ResourceMetadata metadata(String contextPath) throws Exception {
        return ResourceMetadata.of(ResourceSettings.parse(settings), contextPath)
                .orElseThrow();
    }

    private Map<String, Object> document() throws Exception {
        return StrictJson.parseObject(metadata("").document().content());
    }

    @Test
    @DisplayName("S-86 there is none unless the settings name the resource")
    void needsTheResource() throws Exception {
        settings.remove("resource");

        assertThat(ResourceMetadata.of(ResourceSettings.parse(settings), "")).isEmpty();
    }

    @Test
    @DisplayName("S-86 stands between host and path, or below the application where that is not at the root")
    void hasItsPlace() throws Exception {
        assertThat(metadata("").url()).isEqualTo("https://api.example.com" + WELL_KNOWN);
        assertThat(metadata("").paths()).containsExactly(WELL_KNOWN);
        assertThat(metadata("").promisedPath()).contains(WELL_KNOWN);

        settings.put("resource", "https://api.example.com:8443/orders");
        assertThat(metadata("").url()).isEqualTo("https://api.example.com:8443" + WELL_KNOWN + "/orders");
        assertThat(metadata("").paths()).containsExactly(WELL_KNOWN, WELL_KNOWN + "/orders");
        assertThat(metadata("").promisedPath()).contains(WELL_KNOWN + "/orders");
        assertThat(metadata("/orders").url()).isEqualTo("https://api.example.com:8443/orders" + WELL_KNOWN);
        assertThat(metadata("/orders").promisedPath()).contains(WELL_KNOWN);

        settings.put("resource", "https://api.example.com/");
        assertThat(metadata("").paths()).containsExactly(WELL_KNOWN);

        settings.put("resourceMetadata", "https://www.example.com/metadata");
        assertThat(metadata("").url()).isEqualTo("https://www.example.com/metadata");
        assertThat(metadata("").promisedPath()).isEmpty();
    }

    @Test
    @DisplayName(
            "S-86 names resource, issuers, scopes of settings and rules, and its support of bound tokens, in a migration, too")
    void saysWhatAClientNeeds() throws Exception {
        assertThat(document())
                .containsEntry("resource", "https://api.example.com")
                .containsEntry("authorization_servers", List.of("https://login.example.com"))
                .containsEntry("bearer_methods_supported", List.of("header"))
                .containsEntry("tls_client_certificate_bound_access_tokens", true)
                .doesNotContainKey("scopes_supported");

        settings.put("requiredScopes", "orders:read");
        settings.put("accessRules", "/admin/** scope=admin");
        settings.put("binding", "when-present");
        assertThat(document())
                .containsEntry("scopes_supported", List.of("orders:read", "admin"))
                .containsEntry("tls_client_certificate_bound_access_tokens", true);
    }

    @Test
    @DisplayName("S-86 is answered to anybody who reads, and so is the health")
    void isAnsweredToAnybody() {
        settings.put("healthPath", "/health");
        ProtectedResource resource = ResourceOfOneIssuer.open(settings, token -> {
            throw new TokenRejectedException(TokenRejection.TOKEN_EXPIRED, "It has expired.");
        });
        StubRequest request = StubRequest.with();

        AccessDecision.Answer metadata = Decided.answer(resource.decide(request.path(WELL_KNOWN)));
        assertThat(metadata.status()).isEqualTo(200);
        assertThat(metadata.body()).map(ResponseBody::contentType).contains("application/json");
        AccessDecision.Answer health = Decided.answer(resource.decide(request.path("/health")));
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).map(ResponseBody::content).contains("{\"status\":\"UP\"}".getBytes(US_ASCII));
        assertThat(Decided.answer(resource.decide(request.path("/orders"))).status())
                .isEqualTo(401);
    }
}
