package io.holdfast.tokenservice;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/** The metadata document (RFC 8414 §2, RFC 8705 §2.1.1, §2.2.1, §3.3 and §5). */
final class TokenServiceMetadata {
    private TokenServiceMetadata() {}

    static String document(TokenServiceSettings settings) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", settings.issuer().toString());
        metadata.put("token_endpoint", settings.issuer() + TokenService.TOKEN_PATH);
        metadata.put("jwks_uri", settings.issuer() + TokenService.JWKS_PATH);
        metadata.put("grant_types_supported", Collections.singletonList(TokenEndpoint.CLIENT_CREDENTIALS));
        // Required by RFC 8414; empty, as there is no authorization endpoint.
        metadata.put("response_types_supported", Collections.emptyList());
        metadata.put(
                "token_endpoint_auth_methods_supported",
                Arrays.asList("tls_client_auth", "self_signed_tls_client_auth"));
        metadata.put("tls_client_certificate_bound_access_tokens", true);
        metadata.put(
                "mtls_endpoint_aliases",
                Collections.singletonMap("token_endpoint", settings.mtlsBaseUrl() + TokenService.TOKEN_PATH));
        return JsonUtil.toJson(metadata);
    }
}
