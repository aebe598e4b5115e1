package io.holdfast.token;

import io.holdfast.binding.Confirmation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token that was verified: its issuer made it for this resource, and it had not expired.
 *
 * <p>Who holds one needs not check it again, because only a verifier can make one. It is no proof that the sender may
 * use it: that depends on the certificate of each request.
 *
 * <p>An application finds it in the request attribute {@link #REQUEST_ATTRIBUTE}. It does not hold the token's text, so
 * it cannot leak it. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-2.2">RFC 9068 section 2.2, "Data Structure"</a>
 */
public final class VerifiedToken {
    /** The name of the request attribute that holds the token of an accepted request. */
    public static final String REQUEST_ATTRIBUTE = "io.holdfast.token.VerifiedToken";

    private final String digest;
    private final String issuer;
    private final Instant expiresAt;
    private final Map<String, Object> claims;
    private final Confirmation confirmation;
    private final Set<String> audience;
    private final Set<String> scopes;

    /**
     * Takes claims that a verifier has checked.
     *
     * @param claims with {@code iss} a string, {@code aud} a string or a list of strings, {@code scope}, if there, a
     *     string
     */
    VerifiedToken(String digest, Instant expiresAt, Map<String, Object> claims) {
        this.digest = digest;
        this.issuer = String.valueOf(claims.get("iss"));
        this.expiresAt = expiresAt;
        this.claims = unmodifiable(claims);
        this.confirmation = Confirmation.among(this.claims);
        this.audience = audienceOf(this.claims.get("aud"));
        this.scopes = words((String) this.claims.get("scope"));
    }

    /** The issuer identifier of the authorization server ({@code iss}). */
    public String issuer() {
        return issuer;
    }

    /** Whom the token speaks for ({@code sub}); empty only where the settings let it be missing. */
    public Optional<String> subject() {
        return string("sub");
    }

    /** The client that the token was issued to ({@code client_id}); empty only where the settings let it be missing. */
    public Optional<String> clientId() {
        return string("client_id");
    }

    /** The protected resources that the token is for ({@code aud}). */
    public Set<String> audience() {
        return audience;
    }

    /** The scopes that were granted, in the order of the {@code scope} claim. */
    public Set<String> scopes() {
        return scopes;
    }

    /**
     * From when on the token must not be accepted ({@code exp}), without any leeway. For an introspected token whose
     * answer has no {@code exp}: how long that answer counts.
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** What the token is bound to ({@code cnf}). */
    public Confirmation confirmation() {
        return confirmation;
    }

    /**
     * One claim.
     *
     * @return a {@code String}, {@code Boolean}, {@code Number}, {@code List} or {@code Map}; empty if there is no such
     *     claim or it is null
     */
    public Optional<Object> claim(String name) {
        return Optional.ofNullable(claims.get(name));
    }

    /** All claims, unmodifiable all the way down. */
    public Map<String, Object> claims() {
        return claims;
    }

    /** The first eight hexadecimal characters of the token's SHA-256 digest: how logs name a token. */
    public String digest() {
        return digest;
    }

    private Optional<String> string(String name) {
        return Optional.ofNullable((String) claims.get(name));
    }

    /** The token's digest and nothing that it says. */
    @Override
    public String toString() {
        return "VerifiedToken[" + digest + "]";
    }

    private static Set<String> audienceOf(@Nullable Object aud) {
        Set<String> values = new LinkedHashSet<>();
        if (aud instanceof String) {
            values.add((String) aud);
        } else if (aud instanceof List) {
            ((List<?>) aud).forEach(value -> values.add((String) value));
        }
        return Collections.unmodifiableSet(values);
    }

    private static Set<String> words(@Nullable String scope) {
        if (scope == null || scope.isEmpty()) {
            return Collections.emptySet();
        }
        Set<String> words = new LinkedHashSet<>(Arrays.asList(scope.split(" ", -1)));
        words.remove("");
        return Collections.unmodifiableSet(words);
    }

    private static Map<String, Object> unmodifiable(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put((String) name, unmodifiable(value)));
        return Collections.unmodifiableMap(copy);
    }

    @SuppressWarnings("NullAway") // JSON null stays null: "there, but null" and "not there" must stay apart.
    private static Object unmodifiable(@Nullable Object value) {
        if (value instanceof Map) {
            return unmodifiable((Map<?, ?>) value);
        }
        if (value instanceof List) {
            List<Object> copy = new ArrayList<>();
            ((List<?>) value).forEach(element -> copy.add(unmodifiable(element)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
