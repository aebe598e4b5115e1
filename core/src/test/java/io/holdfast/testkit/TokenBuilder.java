package io.holdfast.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/** A token in the making: every header parameter and claim can be replaced or left out. Not thread-safe. */
public final class TokenBuilder {

    private final Map<String, @Nullable Object> header = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    private SigningKey key;

    TokenBuilder(String issuer, long now, SigningKey key) {
        this.key = key;
        header.put("typ", "at+jwt");
        header.put("alg", key.algorithm());
        header.put("kid", key.kid());
        claims.put("iss", issuer);
        claims.put("aud", TestTokens.AUDIENCE);
        claims.put("sub", "server-a");
        claims.put("client_id", "server-a");
        claims.put("scope", "orders:read orders:write");
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", UUID.randomUUID().toString());
    }

    /** Signs with this key and names it in {@code alg} and {@code kid}. */
    public TokenBuilder signedBy(SigningKey other) {
        header.put("alg", other.algorithm());
        header.put("kid", other.kid());
        return secretlySignedBy(other);
    }

    /** Signs with this key while the header goes on naming the former one. */
    public TokenBuilder secretlySignedBy(SigningKey other) {
        key = other;
        return this;
    }

    /** {@code null} writes a JSON null. */
    public TokenBuilder header(String name, @Nullable Object value) {
        header.put(name, value);
        return this;
    }

    public TokenBuilder withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /** {@code null} writes a JSON null. */
    public TokenBuilder claim(String name, @Nullable Object value) {
        claims.put(name, value);
        return this;
    }

    public TokenBuilder withoutClaim(String name) {
        claims.remove(name);
        return this;
    }

    public String headerJson() {
        return JsonUtil.toJson(header);
    }

    public String claimsJson() {
        return JsonUtil.toJson(claims);
    }

    /** The signed compact form. */
    public String compact() {
        return TestTokens.signed(key, headerJson(), claimsJson());
    }

    /** {@code alg} of any spelling and no signature at all. */
    public String unsigned(String algorithm) {
        return TestTokens.withSignature(header("alg", algorithm).headerJson(), claimsJson(), new byte[0]);
    }
}
