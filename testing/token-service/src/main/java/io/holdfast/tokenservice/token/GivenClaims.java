package io.holdfast.tokenservice.token;

import io.holdfast.binding.CertificateThumbprint;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The claims that a test has made up, read as far as they make sense. Immutable. */
final class GivenClaims {
    private final Map<String, Object> claims;

    GivenClaims(Map<String, Object> claims) {
        this.claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    Map<String, Object> all() {
        return claims;
    }

    String text(String name) {
        Object value = claims.get(name);
        return value instanceof String ? (String) value : "";
    }

    long second(String name, long absent) {
        Object value = claims.get(name);
        return value instanceof Number ? ((Number) value).longValue() : absent;
    }

    List<String> audience() {
        Object value = claims.get("aud");
        List<?> names = value instanceof List ? (List<?>) value : Collections.singletonList(value);
        return names.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toList());
    }

    Set<String> scopes() {
        String scope = text("scope");
        return scope.isEmpty() ? Collections.emptySet() : new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
    }

    @Nullable
    String thumbprint() {
        Object cnf = claims.get("cnf");
        Object value = cnf instanceof Map ? ((Map<?, ?>) cnf).get("x5t#S256") : null;
        return value instanceof String
                ? CertificateThumbprint.parse((String) value)
                        .map(CertificateThumbprint::value)
                        .orElse(null)
                : null;
    }
}
