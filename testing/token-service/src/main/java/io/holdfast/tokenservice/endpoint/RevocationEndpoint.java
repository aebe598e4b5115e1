package io.holdfast.tokenservice.endpoint;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.UNAUTHORIZED_CLIENT;

import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.AccessToken;
import io.holdfast.tokenservice.token.AccessTokens;
import io.holdfast.tokenservice.token.RefreshToken;
import io.holdfast.tokenservice.token.RefreshTokens;
import io.holdfast.tokenservice.token.Revocation;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocation endpoint (RFC 7009). A client revokes what was issued to it: an access token with all that it was
 * exchanged for, a refresh token with all access tokens that were issued for the same grant. A token that is not known
 * any more is as good as revoked.
 *
 * <p>A revoked JWT is no longer active in introspection and cannot be exchanged. A protected resource that verifies JWTs
 * by itself, without asking here, does not see that and takes it until it expires: use short lifetimes or opaque tokens
 * where that matters. Safe for use by many threads.
 */
public final class RevocationEndpoint implements FormEndpoint.Action {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationEndpoint.class);

    private final ClientAuthenticator authenticator;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;

    public RevocationEndpoint(
            ClientAuthenticator authenticator, AccessTokens accessTokens, RefreshTokens refreshTokens) {
        this.authenticator = authenticator;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
    }

    @Override
    public HttpResponse answer(FormParameters form, HttpRequest request) throws OAuthErrorException {
        RegisteredClient client = authenticator.authenticate(form, request).client();
        String text =
                form.value("token").orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "token is missing"));
        Optional<AccessToken> accessToken = accessTokens.active(text);
        if (accessToken.isPresent()) {
            revoke(client, accessToken.get().clientId(), accessToken.get().revocation());
        }
        Optional<RefreshToken> refreshToken = refreshTokens.find(text);
        if (refreshToken.isPresent()) {
            revoke(
                    client,
                    refreshToken.get().grant().clientId(),
                    refreshToken.get().grant().revocation());
        }
        return HttpResponse.of(200);
    }

    private static void revoke(RegisteredClient client, String owner, Revocation revocation)
            throws OAuthErrorException {
        if (!client.id().equals(owner)) {
            throw new OAuthErrorException(UNAUTHORIZED_CLIENT, "The token was not issued to this client");
        }
        revocation.revoke();
        LOG.info("Client '{}' has revoked a token of its own", client.id());
    }
}
