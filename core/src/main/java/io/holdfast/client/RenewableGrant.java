package io.holdfast.client;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One thing that tokens are asked for, with one generation of credentials.
 *
 * <p>Not for use by several threads at once: one call is made at a time.
 */
final class RenewableGrant {
    private final TokenRequest request;
    private final TokenCalls calls;

    RenewableGrant(TokenRequest request, TokenCalls calls) {
        this.request = request;
        this.calls = calls;
    }

    TokenRequest request() {
        return request;
    }

    /** A new token that may be used. */
    BoundToken fetch(long askedAt)
            throws TokenErrorException, AuthorizationServerException, TokenNotBoundException,
                    TokenUnavailableException {
        TokenResponse response = calls.fetch.fetch(request);
        calls.policy.binding().inspect(response.accessToken(), calls.credentials.thumbprint());
        warnOfMissingScopes(response);
        return new BoundToken(request, response, calls.credentials, calls.policy.lifetime(response, askedAt));
    }

    /** A resource may refuse what the application took for granted, so say early why. */
    private void warnOfMissingScopes(TokenResponse response) {
        Set<String> missing = new LinkedHashSet<>(request.scopes());
        missing.removeAll(response.scopes());
        if (!missing.isEmpty()) {
            calls.policy
                    .warnings()
                    .warn("Of the scopes asked for, the authorization server did not grant " + missing + ".");
        }
    }
}
