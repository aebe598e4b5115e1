package io.holdfast.tokenservice;

import io.holdfast.tokenservice.http.HttpHandler;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The paths of the endpoints. A base URL with a path may be that of a server which has taken the path off, a
 * servlet container that of the context, or of one that has not; so each endpoint is at both. The metadata has both its
 * places, before the issuer's path and after it (RFC 8414 §3.1 and §5).
 */
final class TokenServicePaths {
    static final String AUTHORIZE = "/authorize";
    static final String TOKEN = "/token";
    static final String INTROSPECT = "/introspect";
    static final String REVOKE = "/revoke";
    static final String JWKS = "/jwks";

    private static final String[] METADATA = {
        "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"
    };

    private final Set<String> prefixes = new LinkedHashSet<>();
    private final Map<String, HttpHandler> endpoints = new LinkedHashMap<>();

    TokenServicePaths(URI issuer, URI mtlsBaseUrl) {
        prefixes.add("");
        prefixes.add(issuer.getPath());
        prefixes.add(mtlsBaseUrl.getPath());
    }

    TokenServicePaths with(String path, HttpHandler endpoint) {
        prefixes.forEach(prefix -> endpoints.put(prefix + path, endpoint));
        return this;
    }

    TokenServicePaths withMetadata(HttpHandler document) {
        for (String path : METADATA) {
            with(path, document);
            prefixes.forEach(prefix -> endpoints.put(path + prefix, document));
        }
        return this;
    }

    /** By their exact paths. */
    Map<String, HttpHandler> endpoints() {
        return Collections.unmodifiableMap(endpoints);
    }
}
