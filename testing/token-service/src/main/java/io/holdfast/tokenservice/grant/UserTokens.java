package io.holdfast.tokenservice.grant;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_TARGET;

import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.RegisteredResources;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.TokenResponse;
import io.holdfast.tokenservice.token.UserGrant;
import java.util.ArrayList;
import java.util.List;

/** Issues access tokens for what a user has granted, or for less (RFC 6749 §6, RFC 8707 §2.2). */
final class UserTokens {
    private final RegisteredResources resources;
    private final AccessTokenIssuer issuer;

    UserTokens(RegisteredResources resources, AccessTokenIssuer issuer) {
        this.resources = resources;
        this.issuer = issuer;
    }

    /**
     * The target that the form asks for, which is all of the grant if it names nothing.
     *
     * @throws OAuthErrorException if it is more than was granted
     */
    Target narrowed(UserGrant grant, FormParameters form) throws OAuthErrorException {
        Target granted = grant.target();
        List<String> named = form.resources().isEmpty() ? new ArrayList<>(granted.resources()) : form.resources();
        Target target = resources.target(named, form.value("scope"), granted.scopes());
        if (!granted.audience().containsAll(target.audience())) {
            throw new OAuthErrorException(INVALID_TARGET, "The user has granted no access to that resource");
        }
        return target;
    }

    TokenResponse issue(AuthenticatedClient client, UserGrant grant, Target target) throws OAuthErrorException {
        return issuer.issue(
                issuer.draft(client, target).subject(grant.user()).derivedFrom(grant.revocation()), client.client());
    }
}
