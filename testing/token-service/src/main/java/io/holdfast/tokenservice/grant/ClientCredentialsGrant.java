package io.holdfast.tokenservice.grant;

import static io.holdfast.tokenservice.http.OAuthError.UNAUTHORIZED_CLIENT;

import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.GrantTypes;
import io.holdfast.tokenservice.client.RegisteredResources;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.TokenResponse;

/** {@code client_credentials}: a client for itself, without a refresh token (RFC 6749 §4.4). */
public final class ClientCredentialsGrant implements TokenGrant {
    private final RegisteredResources resources;
    private final AccessTokenIssuer issuer;

    public ClientCredentialsGrant(RegisteredResources resources, AccessTokenIssuer issuer) {
        this.resources = resources;
        this.issuer = issuer;
    }

    @Override
    public String type() {
        return GrantTypes.CLIENT_CREDENTIALS;
    }

    @Override
    public TokenResponse answer(FormParameters form, AuthenticatedClient authenticated) throws OAuthErrorException {
        if (!authenticated.client().confidential()) {
            throw new OAuthErrorException(UNAUTHORIZED_CLIENT, "A client without credentials has none to trade");
        }
        Target target = resources.target(
                form.resources(), form.value("scope"), authenticated.client().scopes());
        return issuer.issue(issuer.draft(authenticated, target), authenticated.client());
    }
}
