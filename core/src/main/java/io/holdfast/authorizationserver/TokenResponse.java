package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import io.holdfast.text.ScopeList;
import io.holdfast.text.TokenSyntax;
import io.holdfast.token.TokenDigest;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

    /** Numbers as JSON has them, of a length that JSON would let through: some servers put them between quotes. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,9})?");

    private final String accessToken;
    private final @Nullable Duration expiresIn;
    private final Set<String> scopes;
    private final @Nullable String refreshToken;
    private final boolean withCertificate;
    private final URI endpoint;
    private final AuthenticatedClient client;

    private TokenResponse(
            String accessToken,
            @Nullable Duration expiresIn,
            Set<String> scopes,
            @Nullable String refreshToken,
            boolean withCertificate,
            URI endpoint,
            AuthenticatedClient client) {
        this.accessToken = accessToken;
        this.expiresIn = expiresIn;
        this.scopes = scopes;
        this.refreshToken = refreshToken;
        this.withCertificate = withCertificate;
        this.endpoint = endpoint;
        this.client = client;
    }

    /** Reads the members of a successful answer; the exception's message is the end of a sentence and holds no token. */
    static TokenResponse of(
            Map<String, Object> members,
            TokenRequest request,
            boolean withCertificate,
            URI endpoint,
            AuthenticatedClient client)
            throws UnusableTokenException {
        String token = accessToken(members.get("access_token"));
        Object type = members.get("token_type");
        if (!(type instanceof String) || !((String) type).equalsIgnoreCase("Bearer")) {
            throw new UnusableTokenException(unfit(type));
        }
        String wanted = request.issuedType();
        if (wanted != null && !wanted.equals(members.get("issued_token_type"))) {
            throw new UnusableTokenException("has the issued_token_type " + shown(members.get("issued_token_type"))
                    + " where " + wanted + " was asked for");
        }
        return new TokenResponse(
                token,
                lifetime(members.get("expires_in")),
                granted(members, request),
                refreshToken(members.get("refresh_token")),
                withCertificate,
                endpoint,
                client);
    }

    private static String accessToken(@Nullable Object value) throws UnusableTokenException {
        if (!(value instanceof String) || ((String) value).isEmpty()) {
            throw new UnusableTokenException("has no access_token that is a string");
        }
        String token = (String) value;
        if (token.length() > RequestSyntax.LONGEST_TOKEN) {
            throw new UnusableTokenException(
                    "has an access_token of more than " + RequestSyntax.LONGEST_TOKEN + " characters");
        }
        if (!TokenSyntax.isB64Token(token)) {
            throw new UnusableTokenException(
                    "has an access_token with characters that no Authorization header can carry");
        }
        return token;
    }

    /** A refresh token that could not be sent is passed over: the access token is good without it. */
    private static @Nullable String refreshToken(@Nullable Object value) {
        return value instanceof String && RequestSyntax.isToken((String) value) ? (String) value : null;
    }

    private static String unfit(@Nullable Object type) {
        if (!(type instanceof String)) {
            return (type == null ? "has no token_type" : "has a token_type that is not a string")
                    + ": it must be Bearer. See whether this is the token endpoint";
        }
        return "has the token_type " + Printable.of((String) type) + " where Bearer is needed"
                + (((String) type).equalsIgnoreCase("DPoP")
                        ? ": switch DPoP-bound access tokens off for this client at the server, and certificate-bound ones on"
                        : ": see which tokens the client is registered for");
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String ? Printable.of((String) value) : "missing or not a string";
    }

    private static Set<String> granted(Map<String, Object> members, TokenRequest request)
            throws UnusableTokenException {
        Object scope = members.get("scope");
        if (scope == null) {
            return request.scopes();
        }
        // Scopes are logged, so a character that RFC 6749 section 3.3 does not allow must not come through.
        String joined = ScopeList.joined(scope);
        if (joined == null) {
            throw new UnusableTokenException("has a scope that is neither a string of scopes nor an array of them");
        }
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(joined.split(" +")));
        scopes.remove("");
        return Collections.unmodifiableSet(scopes);
    }

    /** Whole seconds, between minus and plus one year; null if there is none or it is no number. */
    private static @Nullable Duration lifetime(@Nullable Object expiresIn) {
        double seconds;
        if (expiresIn instanceof Number) {
            seconds = ((Number) expiresIn).doubleValue();
        } else if (expiresIn instanceof String
                && NUMBER.matcher((String) expiresIn).matches()) {
            seconds = Double.parseDouble((String) expiresIn);
        } else {
            return null;
        }
        return Duration.ofSeconds((long) Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, seconds)));
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

    /**
     * The refresh token, if the server issued one; with client credentials it mostly does not.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4.3">RFC 6749 section 4.4.3, "Access Token
     *     Response"</a>
     */
    public Optional<String> refreshToken() {
        return Optional.ofNullable(refreshToken);
    }

    /**
     * True if the server asked for the client's certificate and got it. If not, it cannot have bound the token to it,
     * unless a TLS terminator before it has passed it another connection's.
     */
    public boolean isWithCertificate() {
        return withCertificate;
    }

    /** The token endpoint that answered. */
    public URI endpoint() {
        return endpoint;
    }

    /** The id of the client that got the token. */
    public String clientId() {
        return client.clientId();
    }

    /** The method by which that client authenticated. */
    public ClientAuthentication authentication() {
        return client.authentication();
    }

    /** The token's name in logs: the first 8 hexadecimal characters of its SHA-256. */
    public String digest() {
        return TokenDigest.of(accessToken);
    }

    @Override
    public String toString() {
        return "TokenResponse[token " + digest() + ", expires in " + expiresIn + ", scopes " + scopes
                + (refreshToken != null ? ", with a refresh token]" : "]");
    }

    /** An answer with status 200 that holds no token that could be used. */
    static final class UnusableTokenException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnusableTokenException(String message) {
            super(message);
        }
    }
}
