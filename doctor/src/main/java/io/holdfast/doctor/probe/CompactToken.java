package io.holdfast.doctor.probe;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/** A signed JWT in its three parts, read without verifying it. Immutable. */
final class CompactToken {
    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final String compact;

    private CompactToken(Map<String, Object> header, Map<String, Object> claims, String compact) {
        this.header = header;
        this.claims = claims;
        this.compact = compact;
    }

    /** The parts; empty if the token is opaque. */
    static Optional<CompactToken> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        Map<String, Object> header = object(parts[0]);
        Map<String, Object> claims = object(parts[1]);
        return header == null || claims == null
                ? Optional.empty()
                : Optional.of(new CompactToken(header, claims, token));
    }

    private static @Nullable Map<String, Object> object(String part) {
        byte[] text = part.getBytes(StandardCharsets.US_ASCII);
        byte[] json = Base64Url.decode(text, 0, text.length);
        try {
            return json == null ? null : StrictJson.parseObject(json);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    String text(String claim) {
        Object value = claims.get(claim);
        return value instanceof String ? (String) value : "";
    }

    /** A time claim; null if there is none. */
    @Nullable
    Instant time(String claim) {
        Object value = claims.get(claim);
        return value instanceof Number ? Instant.ofEpochSecond(((Number) value).longValue()) : null;
    }

    /** A parameter of the JOSE header; empty if it is no text. */
    String parameter(String name) {
        Object value = header.get(name);
        return value instanceof String ? (String) value : "";
    }

    /** The thumbprint in {@code cnf}; null if the token is not bound to a certificate. */
    @Nullable
    Object thumbprint() {
        Object confirmation = claims.get("cnf");
        return confirmation instanceof Map ? ((Map<?, ?>) confirmation).get("x5t#S256") : null;
    }

    /** This token with another header and other claims, the signature as it was. */
    CompactToken with(Map<String, Object> otherHeader, Map<String, Object> otherClaims) {
        return new CompactToken(otherHeader, otherClaims, compact);
    }

    CompactToken withHeader(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(header);
        changed.put(name, value);
        return with(changed, claims);
    }

    CompactToken withClaim(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return with(header, changed);
    }

    CompactToken without(String claim) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.remove(claim);
        return with(header, changed);
    }

    /** Header and claims, as a signature covers them. */
    String signingInput() {
        return part(header) + "." + part(claims);
    }

    /** The old signature behind the parts, which may have changed. */
    String underOldSignature() {
        return signingInput() + compact.substring(compact.lastIndexOf('.'));
    }

    /** Header and claims with further members of the claims in JSON, which may repeat names. */
    String signingInputWith(String members) {
        String json = JsonUtil.toJson(claims);
        return part(header) + "." + part(json.substring(0, json.length() - 1) + "," + members + "}");
    }

    String signed(byte[] signature) {
        return signingInput() + "." + Base64Url.encode(signature);
    }

    private static String part(Map<String, Object> members) {
        return part(JsonUtil.toJson(members));
    }

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }
}
