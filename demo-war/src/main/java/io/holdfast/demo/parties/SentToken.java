package io.holdfast.demo.parties;

import io.holdfast.token.TokenDigest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an access token that a page may show: its digest, and header and claims if it is a JWT. Neither its text
 * nor its signature is kept, so that nobody who sees this can send it again. Immutable.
 */
public final class SentToken {
    private final String digest;
    private final Map<String, Object> header;
    private final Map<String, Object> claims;

    private SentToken(String digest, Map<String, Object> header, Map<String, Object> claims) {
        this.digest = digest;
        this.header = Collections.unmodifiableMap(header);
        this.claims = Collections.unmodifiableMap(claims);
    }

    /** Reads a token without verifying it: that is the API's task. */
    static SentToken of(String token) {
        String[] parts = token.split("\\.", -1);
        boolean jwt = parts.length == 3;
        return new SentToken(
                TokenDigest.of(token),
                jwt ? decoded(parts[0]) : Collections.emptyMap(),
                jwt ? decoded(parts[1]) : Collections.emptyMap());
    }

    private static Map<String, Object> decoded(String part) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(part);
            return Collections.unmodifiableMap(JsonUtil.parseJson(new String(json, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | JoseException e) {
            return Collections.emptyMap();
        }
    }

    /** The token's name in logs: the first characters of its SHA-256. */
    public String digest() {
        return digest;
    }

    /** The header; empty if the token is no JWT. */
    public Map<String, Object> header() {
        return header;
    }

    /** The claims; empty if the token is no JWT. */
    public Map<String, Object> claims() {
        return claims;
    }

    /** The {@code kid} of the key that signed it; empty if the token names none. */
    public Optional<String> kid() {
        return text(header.get("kid"));
    }

    /** The thumbprint to which it is bound (RFC 8705 §3.1); empty if it is not bound to a certificate. */
    public Optional<String> boundTo() {
        Object confirmation = claims.get("cnf");
        return confirmation instanceof Map ? text(((Map<?, ?>) confirmation).get("x5t#S256")) : Optional.empty();
    }

    /** The expiry in seconds since 1970; empty if the token has none. */
    Optional<Long> expiresAt() {
        Object end = claims.get("exp");
        return end instanceof Number ? Optional.of(((Number) end).longValue()) : Optional.empty();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String ? Optional.of((String) value) : Optional.empty();
    }
}
