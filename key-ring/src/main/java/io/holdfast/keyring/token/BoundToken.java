package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.concurrent.SharedCall;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.CredentialGeneration;
import java.security.cert.Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token, and the credentials with which it was obtained: it works only over connections made with their
 * certificate. Only a {@link KeyRing} makes one.
 *
 * <p>Immutable. Equality is identity. {@link #toString()} shows a digest of the token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class BoundToken {
    private final TokenRequest request;
    private final Identity identity;
    private final TokenResponse response;
    private final CredentialGeneration credentials;
    private final TokenLifetime lifetime;
    private final String authorization;
    private final String digest; // kept here, because each use may be logged
    private final SharedCall<BoundToken> shared;

    /** @param identity one for all tokens of the request with these credentials, which is compared at each use */
    BoundToken(
            TokenRequest request,
            Identity identity,
            TokenResponse response,
            CredentialGeneration credentials,
            TokenLifetime lifetime) {
        this.request = request;
        this.identity = identity;
        this.response = response;
        this.credentials = credentials;
        this.lifetime = lifetime;
        this.authorization = "Bearer " + response.accessToken();
        this.digest = response.digest();
        this.shared = SharedCall.of(this);
    }

    /** A future that gives this token, to all who ask. */
    SharedCall<BoundToken> shared() {
        return shared;
    }

    TokenLifetime lifetime() {
        return lifetime;
    }

    /** The token, opaque to the client. */
    public String accessToken() {
        return response.accessToken();
    }

    /** The value of the {@code Authorization} header that carries it: {@code Bearer} and the token. */
    public String authorization() {
        return authorization;
    }

    /** The granted scopes; the requested ones if the authorization server did not name any. */
    public Set<String> scopes() {
        return response.scopes();
    }

    /** The request for which it was obtained. */
    public TokenRequest request() {
        return request;
    }

    /** The identity that a request with it is sent as, equal for all tokens of a token request and certificate. */
    public Identity identity() {
        return identity;
    }

    /** The credentials with which it was obtained, and with which connections that carry it must be made. */
    public CredentialGeneration credentials() {
        return credentials;
    }

    /**
     * True if a connection may carry it: one that was made with its certificate, or whose server asked for none.
     *
     * @param shown the local certificates of the connection's TLS session; null or empty: there are none
     */
    public boolean fits(Certificate @Nullable [] shown) {
        // The whole certificate: what its thumbprint says of it, without a digest for each request.
        return shown == null || shown.length == 0 || shown[0].equals(credentials.certificate());
    }

    /** The token's name in logs: the first 8 hexadecimal characters of its SHA-256. */
    public String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "BoundToken[" + response + "]";
    }
}
