package io.holdfast.tokenservice.grant;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.tokenservice.authorization.AuthorizationCodes;
import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.GrantTypes;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.RegisteredResources;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.RefreshTokens;
import io.holdfast.tokenservice.token.TokenResponse;
import io.holdfast.tokenservice.token.UserGrant;
import org.jspecify.annotations.Nullable;

/**
 * {@code authorization_code}, always with a code verifier (RFC 6749 §4.1.3, RFC 7636 §4.5). A client that is registered
 * for {@code refresh_token} also gets one; a public client's is bound to the certificate of the connection if there is
 * one (RFC 8705 §7.1).
 */
public final class AuthorizationCodeGrant implements TokenGrant {
    private final AuthorizationCodes codes;
    private final RefreshTokens refreshTokens;
    private final AccessTokenIssuer issuer;
    private final UserTokens userTokens;

    public AuthorizationCodeGrant(
            AuthorizationCodes codes,
            RefreshTokens refreshTokens,
            RegisteredResources resources,
            AccessTokenIssuer issuer) {
        this.codes = codes;
        this.refreshTokens = refreshTokens;
        this.issuer = issuer;
        this.userTokens = new UserTokens(resources, issuer);
    }

    @Override
    public String type() {
        return GrantTypes.AUTHORIZATION_CODE;
    }

    @Override
    public TokenResponse answer(FormParameters form, AuthenticatedClient authenticated) throws OAuthErrorException {
        RegisteredClient client = authenticated.client();
        String code = required(form, "code");
        String redirectUri = required(form, "redirect_uri");
        String verifier = required(form, "code_verifier");
        issuer.requireCertificateToBindTo(authenticated);

        UserGrant grant = codes.redeem(code, client.id(), redirectUri, verifier);
        Target target = userTokens.narrowed(grant, form);
        TokenResponse response = userTokens.issue(authenticated, grant, target);
        return client.mayUse(GrantTypes.REFRESH_TOKEN)
                ? response.withRefreshToken(refreshTokens.issue(grant, bindingOf(authenticated)))
                : response;
    }

    private static @Nullable String bindingOf(AuthenticatedClient authenticated) {
        return authenticated.client().confidential()
                ? null
                : authenticated.certificate().map(AccessTokenIssuer::thumbprint).orElse(null);
    }

    private static String required(FormParameters form, String name) throws OAuthErrorException {
        return form.value(name).orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, name + " is missing"));
    }
}
