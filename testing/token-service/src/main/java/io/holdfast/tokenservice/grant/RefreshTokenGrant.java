package io.holdfast.tokenservice.grant;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_GRANT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.GrantTypes;
import io.holdfast.tokenservice.client.RegisteredResources;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.RefreshToken;
import io.holdfast.tokenservice.token.RefreshTokens;
import io.holdfast.tokenservice.token.TokenResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code refresh_token} (RFC 6749 §6). Which certificate may come with it depends on the client (RFC 8705 §4, §7.1):
 *
 * <ul>
 *   <li>a confidential client has just proven who it is, so it may come with a renewed certificate, and the new access
 *       token is bound to that one;
 *   <li>a public client has nothing but the certificate that its refresh token is bound to. Besides, each use replaces
 *       its refresh token, and a replaced one that comes again ends all that the user has granted with it: either the
 *       client or a thief has used it before, and nobody can tell which (RFC 9700 §4.14.2).
 * </ul>
 */
public final class RefreshTokenGrant implements TokenGrant {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshTokenGrant.class);

    private final RefreshTokens refreshTokens;
    private final AccessTokenIssuer issuer;
    private final UserTokens userTokens;

    public RefreshTokenGrant(RefreshTokens refreshTokens, RegisteredResources resources, AccessTokenIssuer issuer) {
        this.refreshTokens = refreshTokens;
        this.issuer = issuer;
        this.userTokens = new UserTokens(resources, issuer);
    }

    @Override
    public String type() {
        return GrantTypes.REFRESH_TOKEN;
    }

    @Override
    public TokenResponse answer(FormParameters form, AuthenticatedClient client) throws OAuthErrorException {
        String text = form.value("refresh_token")
                .orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "refresh_token is missing"));
        RefreshToken found = refreshTokens
                .find(text)
                .filter(token -> token.grant().clientId().equals(client.client().id()))
                .orElseThrow(RefreshTokenGrant::unusable);
        requireItsCertificate(found, client);
        requireNewest(found, text);
        issuer.requireCertificateToBindTo(client);
        Target target = userTokens.narrowed(found.grant(), form);

        TokenResponse response = userTokens.issue(client, found.grant(), target);
        if (client.client().confidential()) {
            return response;
        }
        String next = refreshTokens.replace(found, text);
        if (next == null) {
            throw reused(found);
        }
        return response.withRefreshToken(next);
    }

    private static void requireItsCertificate(RefreshToken found, AuthenticatedClient client)
            throws OAuthErrorException {
        String bound = found.thumbprint();
        boolean presented = client.certificate()
                .map(AccessTokenIssuer::thumbprint)
                .filter(thumbprint -> thumbprint.equals(bound))
                .isPresent();
        if (bound != null && !presented) {
            throw unusable();
        }
    }

    private static void requireNewest(RefreshToken found, String text) throws OAuthErrorException {
        if (found.grant().revocation().revoked()) {
            throw unusable();
        }
        if (!found.isNewest(text)) {
            throw reused(found);
        }
    }

    private static OAuthErrorException reused(RefreshToken found) {
        found.grant().revocation().revoke();
        LOG.warn(
                "A refresh token of client '{}' came again after it was replaced: all its tokens of this grant are revoked",
                found.grant().clientId());
        return unusable();
    }

    private static OAuthErrorException unusable() {
        return new OAuthErrorException(
                INVALID_GRANT,
                "The refresh token is unknown, expired, revoked, another client's, or bound to another certificate");
    }
}
