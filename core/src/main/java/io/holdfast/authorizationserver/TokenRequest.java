package io.holdfast.authorizationserver;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * A token request: its grant, scopes and resources. Two requests by the same grant for the same sets
 * are equal, whatever the order.
 *
 * <p>Immutable. It shows no token that it carries: {@link #toString()} names each by a digest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2">RFC 6749 section 4.4.2, "Access Token Request"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2">RFC 8707 section 2, "Resource Parameter"</a>
 */
public final class TokenRequest {
    private final Grant grant;
    private final Set<String> scopes;
    private final Set<String> resources;
    private final int hash;

    private TokenRequest(Grant grant, Set<String> scopes, Set<String> resources) {
        this.grant = grant;
        this.scopes = scopes;
        this.resources = resources;
        this.hash = 31 * (31 * grant.hashCode() + scopes.hashCode()) + resources.hashCode();
    }

    /**
     * A request by client credentials.
     *
     * @param scopes the scopes, each by itself; empty for the server's default
     * @param resources identifiers of the resources, each an absolute URI without fragment; may be empty
     * @throws IllegalArgumentException if a scope holds a character that scopes have not, a space for example, if a
     *     resource is not an absolute URI without fragment, if one has more than 2048 characters, or if there are more
     *     than 100 of either
     */
    public static TokenRequest clientCredentials(Collection<String> scopes, Collection<String> resources) {
        return by(Grant.CLIENT_CREDENTIALS, scopes, resources);
    }

    /**
     * A request by a refresh token. It is of use only with the certificate, or at least the client, that it was issued
     * to.
     *
     * @param refreshToken as it was issued, at most 65536 characters
     * @param scopes as with {@link #clientCredentials}; none that were not granted before. If the answer names none,
     *     these count as granted, so give those that were
     * @param resources as with {@link #clientCredentials}
     * @throws IllegalArgumentException as {@link #clientCredentials}, or if this is no refresh token
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6, "Refreshing an Access
     *     Token"</a>
     */
    public static TokenRequest refreshToken(
            String refreshToken, Collection<String> scopes, Collection<String> resources) {
        return by(Grant.refreshToken(refreshToken), scopes, resources);
    }

    /**
     * A request by the refresh token that the application keeps: the one that it keeps at the time. The token that the
     * server issues in its place is stored. Two requests for the same are equal if they are by the same object.
     *
     * @param store the store of the refresh token; it may outlive this client's certificate
     * @param scopes as with {@link #refreshToken}
     * @param resources as with {@link #clientCredentials}
     * @throws IllegalArgumentException as {@link #clientCredentials}
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6, "Refreshing an Access
     *     Token"</a>
     */
    public static TokenRequest refreshed(RefreshTokens store, Collection<String> scopes, Collection<String> resources) {
        return by(Grant.refreshTokens(Objects.requireNonNull(store, "store")), scopes, resources);
    }

    /**
     * Starts a token exchange.
     *
     * @param subjectToken the token that the client has, at most 65536 characters
     * @param subjectTokenType its type, {@link TokenExchange#ACCESS_TOKEN} for example
     * @throws IllegalArgumentException if it is no token, or the type is not an absolute URI
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-2.1">RFC 8693 section 2.1, "Request"</a>
     */
    public static TokenExchange exchange(String subjectToken, String subjectTokenType) {
        return new TokenExchange(subjectToken, subjectTokenType);
    }

    static TokenRequest by(Grant grant, Collection<String> scopes, Collection<String> resources) {
        for (String scope : scopes) {
            RequestSyntax.requireScope(scope);
        }
        for (String resource : resources) {
            RequestSyntax.requireResource(resource);
        }
        RequestSyntax.requireNotTooMany("scopes", scopes.size());
        RequestSyntax.requireNotTooMany("resources", resources.size());
        return new TokenRequest(
                grant,
                Collections.unmodifiableSet(new LinkedHashSet<>(scopes)),
                Collections.unmodifiableSet(new LinkedHashSet<>(resources)));
    }

    /** The scopes asked for. */
    public Set<String> scopes() {
        return scopes;
    }

    /** The resources the token is for. */
    public Set<String> resources() {
        return resources;
    }

    /** True if the client's authentication is enough: it sends neither a user's token nor one that is used up. */
    public boolean isByClientCredentials() {
        return grant.equals(Grant.CLIENT_CREDENTIALS);
    }

    /** The application's store of the refresh token to send; empty for a request by something else. */
    public Optional<RefreshTokens> refreshTokens() {
        return Optional.ofNullable(grant.store());
    }

    /** The {@code issued_token_type} that the answer must name; null if it need not. */
    @Nullable
    String issuedType() {
        return grant.issuedType();
    }

    /** True if a text repeats a token that goes with the request. */
    boolean isShownIn(String text) {
        return grant.isShownIn(text);
    }

    /** The value of {@code grant_type}. */
    String grantType() {
        return grant.type();
    }

    void addTo(List<NameValuePair> form) {
        grant.addTo(form);
        if (!scopes.isEmpty()) {
            form.add(new BasicNameValuePair("scope", String.join(" ", scopes)));
        }
        for (String resource : resources) {
            form.add(new BasicNameValuePair("resource", resource));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof TokenRequest) || hash != ((TokenRequest) other).hash) {
            return false;
        }
        TokenRequest that = (TokenRequest) other;
        return grant.equals(that.grant) && scopes.equals(that.scopes) && resources.equals(that.resources);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "TokenRequest[" + grant + ", scopes " + scopes + ", resources " + resources + "]";
    }
}
