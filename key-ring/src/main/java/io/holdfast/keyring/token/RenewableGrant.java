package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that tokens are asked for, with one generation of credentials. If the server gives a refresh token with a
 * token, the next one is asked for by that, as long as the server takes it. Another generation never sees it, since it
 * may be bound to the certificate as the token is.
 *
 * <p>Not for use by several threads at once: one call is made at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6, "Refreshing an Access Token"</a>
 */
final class RenewableGrant {
    private final TokenRequest request;
    private final TokenCalls calls;
    private @Nullable TokenRequest renewal;

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
        TokenResponse response = ask();
        try {
            calls.policy
                    .binding()
                    .inspect(response.accessToken(), response.isWithCertificate(), calls.credentials.thumbprint());
        } catch (TokenNotBoundException e) {
            renewal = null; // what it gave would not be bound either
            throw e;
        }
        remember(response);
        warnOfMissingScopes(response);
        if (!response.isWithCertificate()) {
            calls.policy
                    .warnings()
                    .warn("A token was fetched without a certificate." + BindingInspection.NOT_ASKED_FOR);
        }
        return new BoundToken(request, response, calls.credentials, calls.policy.lifetime(response, askedAt));
    }

    private TokenResponse ask() throws TokenErrorException, AuthorizationServerException, TokenUnavailableException {
        if (renewal != null) {
            try {
                return calls.fetch.fetch(renewal);
            } catch (TokenErrorException e) {
                if (e.isAboutTheClient() || !(e.isLasting() || e.isAboutTheGrant())) {
                    throw e;
                }
                renewal = null; // it may be about the refresh token alone: the grant itself is worth another call
            }
        }
        return calls.fetch.fetch(request);
    }

    /** If no other refresh token came, the earlier one stays. */
    private void remember(TokenResponse response) {
        if (request.refreshTokens().isPresent()) {
            return; // the application keeps them
        }
        response.refreshToken().ifPresent(token -> renewal = renewalBy(token, response.scopes()));
    }

    /** By the scopes that were granted: more must not be asked for. */
    private @Nullable TokenRequest renewalBy(String refreshToken, Set<String> granted) {
        try {
            return TokenRequest.refreshToken(refreshToken, granted, request.resources());
        } catch (IllegalArgumentException e) {
            return null; // too many scopes, say: the grant itself serves as well
        }
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
