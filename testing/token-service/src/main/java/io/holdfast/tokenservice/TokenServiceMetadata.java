package io.holdfast.tokenservice;

import io.holdfast.tokenservice.client.ClientAuthenticationMethod;
import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.client.RegisteredResource;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.key.SigningAlgorithm;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;

/**
 * The metadata document (RFC 8414 §2, RFC 8705 §2.1.1, §2.2.1, §3.3 and §5, RFC 9207 §3, RFC 9701 §7, RFC 9728 §4).
 * Immutable.
 */
final class TokenServiceMetadata {
    private static final List<String> ALSO_PUBLIC = methods(EnumSet.allOf(ClientAuthenticationMethod.class));
    private static final List<String> CONFIDENTIAL =
            methods(EnumSet.complementOf(EnumSet.of(ClientAuthenticationMethod.NONE)));

    private final URI issuer;
    private final URI mtlsBaseUrl;
    private final Registrations registrations;
    private final Collection<String> grantTypes;
    private final SigningAlgorithm signing;

    TokenServiceMetadata(TokenServiceSettings settings, Registrations registrations, Collection<String> grantTypes) {
        this.issuer = settings.issuer();
        this.mtlsBaseUrl = settings.mtlsBaseUrl();
        this.registrations = registrations;
        this.grantTypes = grantTypes;
        this.signing = settings.signingAlgorithm();
    }

    String document() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer.toString());
        metadata.put("authorization_endpoint", issuer + TokenServicePaths.AUTHORIZE);
        metadata.putAll(endpointsAt(issuer));
        metadata.put("jwks_uri", issuer + TokenServicePaths.JWKS);
        metadata.put("scopes_supported", scopes());
        metadata.put("response_types_supported", Collections.singletonList("code"));
        metadata.put("response_modes_supported", Collections.singletonList("query"));
        metadata.put("grant_types_supported", grantTypes);
        metadata.put("code_challenge_methods_supported", Collections.singletonList("S256"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        putAuthentication(metadata, "token", ALSO_PUBLIC);
        putAuthentication(metadata, "introspection", CONFIDENTIAL);
        putAuthentication(metadata, "revocation", ALSO_PUBLIC);
        metadata.put("introspection_signing_alg_values_supported", Collections.singletonList(signing.name()));
        metadata.put("protected_resources", resources());
        metadata.put("tls_client_certificate_bound_access_tokens", true);
        metadata.put("mtls_endpoint_aliases", endpointsAt(mtlsBaseUrl));
        return JsonUtil.toJson(metadata);
    }

    /** Those where a client's certificate matters. */
    private static Map<String, Object> endpointsAt(URI baseUrl) {
        Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("token_endpoint", baseUrl + TokenServicePaths.TOKEN);
        endpoints.put("introspection_endpoint", baseUrl + TokenServicePaths.INTROSPECT);
        endpoints.put("revocation_endpoint", baseUrl + TokenServicePaths.REVOKE);
        return endpoints;
    }

    private static void putAuthentication(Map<String, Object> metadata, String endpoint, List<String> methods) {
        metadata.put(endpoint + "_endpoint_auth_methods_supported", methods);
        metadata.put(
                endpoint + "_endpoint_auth_signing_alg_values_supported", ClientAuthenticator.assertionAlgorithms());
    }

    private static List<String> methods(Set<ClientAuthenticationMethod> methods) {
        return methods.stream().map(ClientAuthenticationMethod::value).collect(Collectors.toList());
    }

    private Set<String> scopes() {
        Set<String> scopes = new LinkedHashSet<>();
        registrations.resources().all().forEach(resource -> scopes.addAll(resource.scopes()));
        return scopes;
    }

    private List<String> resources() {
        return registrations.resources().all().stream()
                .map(RegisteredResource::resource)
                .collect(Collectors.toList());
    }
}
