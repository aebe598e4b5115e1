package io.holdfast.doctor.report;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/** A signed JWT in its three parts, read as strictly as a door reads it, and not verified. Immutable. */
public final class CompactToken {
    private static final long LATEST = 100_000_000_000L;

    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final String compact;

    private CompactToken(Map<String, Object> header, Map<String, Object> claims, String compact) {
        this.header = Collections.unmodifiableMap(header);
        this.claims = Collections.unmodifiableMap(claims);
        this.compact = compact;
    }

    /** The parts; empty if the token is opaque. */
    public static Optional<CompactToken> read(String token) {
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

    /** The JOSE header's members. */
    public Map<String, Object> header() {
        return header;
    }

    public Map<String, Object> claims() {
        return claims;
    }

    /** A claim that is a text; empty if it is none. */
    public String text(String claim) {
        Object value = claims.get(claim);
        return value instanceof String ? (String) value : "";
    }

    /** A claim that is a time; null if it is none. */
    public @Nullable Instant time(String claim) {
        Object value = claims.get(claim);
        long seconds = value instanceof Number ? ((Number) value).longValue() : Long.MAX_VALUE;
        return Math.abs(seconds) < LATEST ? Instant.ofEpochSecond(seconds) : null;
    }

    /** A parameter of the JOSE header; empty if it is no text. */
    public String parameter(String name) {
        Object value = header.get(name);
        return value instanceof String ? (String) value : "";
    }

    /** The thumbprint in {@code cnf}; null if the token is not bound to a certificate. */
    public @Nullable Object thumbprint() {
        Object confirmation = claims.get("cnf");
        return confirmation instanceof Map ? ((Map<?, ?>) confirmation).get("x5t#S256") : null;
    }

    private CompactToken with(Map<String, Object> otherHeader, Map<String, Object> otherClaims) {
        return new CompactToken(otherHeader, otherClaims, compact);
    }

    /** This token with one member of the header replaced, the signature as it was. */
    public CompactToken withHeader(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(header);
        changed.put(name, value);
        return with(changed, claims);
    }

    /** This token with one claim replaced, the signature as it was. */
    public CompactToken withClaim(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return with(header, changed);
    }

    /** This token without a claim, the signature as it was. */
    public CompactToken without(String claim) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.remove(claim);
        return with(header, changed);
    }

    /** Header and claims, as a signature covers them. */
    public String signingInput() {
        return part(header) + "." + part(claims);
    }

    /** The old signature behind the parts, which may have changed. */
    public String underOldSignature() {
        return signingInput() + compact.substring(compact.lastIndexOf('.'));
    }

    /** Header and claims with further members of the claims in JSON, which may repeat names. */
    public String signingInputWith(String members) {
        String json = JsonUtil.toJson(claims);
        return part(header) + "." + part(json.substring(0, json.length() - 1) + "," + members + "}");
    }

    /** Header and claims with another signature. */
    public String signed(byte[] signature) {
        return signingInput() + "." + Base64Url.encode(signature);
    }

    private static String part(Map<String, Object> members) {
        return part(JsonUtil.toJson(members));
    }

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }
}
