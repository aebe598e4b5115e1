package io.holdfast.token;

import io.holdfast.binding.Confirmation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token that was verified: its issuer made it for this resource, and it had not expired.
 *
 * <p>Its holder needs no further check of the token, because only a verifier can make one. It is no proof that the
 * sender may use it: that depends on the certificate of each request.
 *
 * <p>An application finds it in the request attribute {@link #REQUEST_ATTRIBUTE}. It does not hold the token's signature,
 * so it cannot leak the token. Claims that are not needed for the decision may be read only when they are asked for.
 * Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-2.2">RFC 9068 section 2.2, "Data Structure"</a>
 */
public final class VerifiedToken {
    /** The name of the request attribute that holds the token of an accepted request. */
    public static final String REQUEST_ATTRIBUTE = "io.holdfast.token.VerifiedToken";

    private final TokenKey key;
    private final TokenFacts facts;

    /** The remembered facts of the token; null if it was verified just now. */
    private final @Nullable CachedToken known;

    /** The token's text without its signature; only with {@link #known}. */
    private final byte @Nullable [] text;

    /** All claims; null until somebody asks for them. */
    private volatile @Nullable Map<String, Object> claims;

    private VerifiedToken(
            TokenKey key,
            TokenFacts facts,
            @Nullable Map<String, Object> claims,
            @Nullable CachedToken known,
            byte @Nullable [] text) {
        this.key = key;
        this.facts = facts;
        this.claims = claims;
        this.known = known;
        this.text = text;
    }

    /** Takes claims that a verifier has checked, and the facts among them. */
    VerifiedToken(TokenKey key, TokenFacts facts, Map<String, Object> claims) {
        this(key, facts, unmodifiable(claims), null, null);
    }

    /**
     * A token that was verified before.
     *
     * @param text the token's text, which its key has proven to be the same; the signature in it is erased here
     */
    static VerifiedToken again(TokenKey key, CachedToken known, byte[] text) {
        Arrays.fill(text, known.signedLength(), text.length, (byte) 0);
        return new VerifiedToken(key, known.facts(), null, known, text);
    }

    /** The issuer identifier of the authorization server ({@code iss}). */
    public String issuer() {
        return facts.issuer();
    }

    /** The subject of the token ({@code sub}); empty only where the settings let it be missing. */
    public Optional<String> subject() {
        return Optional.ofNullable(facts.subject());
    }

    /** The client that the token was issued to ({@code client_id}); empty only where the settings let it be missing. */
    public Optional<String> clientId() {
        return Optional.ofNullable(facts.clientId());
    }

    /** The protected resources that the token is for ({@code aud}). */
    public Set<String> audience() {
        return facts.audience();
    }

    /** The scopes that were granted, in the order of the {@code scope} claim. */
    public Set<String> scopes() {
        return facts.scopes();
    }

    /**
     * The time from which the token must not be accepted ({@code exp}), without any leeway. For an introspected token
     * whose answer has no {@code exp}: the end of that answer's lifetime.
     */
    public Instant expiresAt() {
        return facts.expiresAt();
    }

    /** The token's binding ({@code cnf}). */
    public Confirmation confirmation() {
        return facts.confirmation();
    }

    /**
     * One claim.
     *
     * @return a {@code String}, {@code Boolean}, {@code Number}, {@code List} or {@code Map}; empty if there is no such
     *     claim or it is null
     */
    public Optional<Object> claim(String name) {
        String fact = fact(name);
        return Optional.ofNullable(fact != null ? fact : claims().get(name));
    }

    /** All claims, unmodifiable all the way down. */
    public Map<String, Object> claims() {
        Map<String, Object> read = claims;
        if (read == null) {
            read = unmodifiable(readAgain());
            claims = read;
        }
        return read;
    }

    /** A claim of a token that was verified before, if it is remembered. */
    private @Nullable String fact(String name) {
        if (known == null) {
            return null;
        }
        switch (name) {
            case "sub":
                return facts.subject();
            case "client_id":
                return facts.clientId();
            case "iss":
                return facts.issuer();
            default:
                return name.equals(known.reader().keptClaim()) ? facts.kept() : null;
        }
    }

    private Map<String, Object> readAgain() {
        if (known == null || text == null) {
            throw new IllegalStateException("A token that was verified just now has its claims.");
        }
        return known.reader().claims(text, known.signedLength());
    }

    /** The first eight hexadecimal characters of the token's SHA-256 digest: how logs name a token. */
    public String digest() {
        return key.name();
    }

    /** The token's digest and nothing that it says. */
    @Override
    public String toString() {
        return "VerifiedToken[" + digest() + "]";
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
