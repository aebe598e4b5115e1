package io.holdfast.authorizationserver;

import io.holdfast.token.TokenDigest;
import io.holdfast.token.TokenSyntax;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token that the token endpoint issued. The token itself is opaque: nothing in it is read.
 *
 * <p>Immutable. {@link #toString()} names the token by a digest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1">RFC 6749 section 5.1, "Successful Response"</a>
 */
public final class TokenResponse {
    private static final double MAX_SECONDS = 365 * 24 * 60 * 60;

    private final String accessToken;
    private final @Nullable Duration expiresIn;
    private final Set<String> scopes;

    private TokenResponse(String accessToken, @Nullable Duration expiresIn, Set<String> scopes) {
        this.accessToken = accessToken;
        this.expiresIn = expiresIn;
        this.scopes = scopes;
    }

    /** Reads the members of a successful answer; the exception's message is the end of a sentence and holds no token. */
    static TokenResponse of(Map<String, Object> members, TokenRequest request) throws UnusableTokenException {
        Object token = members.get("access_token");
        if (!(token instanceof String) || ((String) token).isEmpty()) {
            throw new UnusableTokenException("has no access_token that is a string");
        }
        if (!TokenSyntax.isB64Token((String) token)) {
            throw new UnusableTokenException(
                    "has an access_token with characters that no Authorization header can carry");
        }
        Object type = members.get("token_type");
        if (!(type instanceof String) || !((String) type).equalsIgnoreCase("Bearer")) {
            throw new UnusableTokenException("has the token_type "
                    + (type instanceof String ? Printable.of((String) type) : "missing or not a string")
                    + " where Bearer is needed");
        }
        return new TokenResponse((String) token, lifetime(members.get("expires_in")), granted(members, request));
    }

    private static Set<String> granted(Map<String, Object> members, TokenRequest request)
            throws UnusableTokenException {
        Object scope = members.get("scope");
        if (scope == null) {
            return request.scopes();
        }
        // They are logged, so what RFC 6749 section 3.3 does not allow in a scope must not come through.
        if (!(scope instanceof String) || !TokenSyntax.isQuotable((String) scope)) {
            throw new UnusableTokenException("has a scope that is not a string of scopes");
        }
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(((String) scope).split(" +")));
        scopes.remove("");
        return Collections.unmodifiableSet(scopes);
    }

    /** Whole seconds, between minus and plus one year; null if there is none or it is no number. */
    private static @Nullable Duration lifetime(@Nullable Object expiresIn) {
        double seconds;
        if (expiresIn instanceof Number) {
            seconds = ((Number) expiresIn).doubleValue();
        } else if (expiresIn instanceof String) {
            try {
                seconds = Double.parseDouble((String) expiresIn);
            } catch (NumberFormatException e) {
                return null;
            }
        } else {
            return null;
        }
        return Double.isNaN(seconds)
                ? null
                : Duration.ofSeconds((long) Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, seconds)));
    }

    /** The token, to be sent as it is: {@code Authorization: Bearer} followed by it. */
    public String accessToken() {
        return accessToken;
    }

    /**
     * The token's lifetime from when it was asked for. Zero or less: it is good for one use. Empty: the server did not
     * say, or not in a way that can be read. Capped at 365 days.
     */
    public Optional<Duration> expiresIn() {
        return Optional.ofNullable(expiresIn);
    }

    /** The scopes that were granted: those in the answer, or those asked for if the answer names none. */
    public Set<String> scopes() {
        return scopes;
    }

    /** How logs name the token: the first 8 hexadecimal characters of its SHA-256. */
    public String digest() {
        return TokenDigest.of(accessToken);
    }

    @Override
    public String toString() {
        return "TokenResponse[token " + digest() + ", expires in " + expiresIn + ", scopes " + scopes + "]";
    }

    /** An answer with status 200 that holds no token that could be used. */
    static final class UnusableTokenException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnusableTokenException(String message) {
            super(message);
        }
    }
}
