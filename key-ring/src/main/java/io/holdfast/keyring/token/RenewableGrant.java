package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.text.Printable;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grant of one token request, with one generation of credentials. If the server returns a refresh token, the next
 * token is requested with that, as long as the server accepts it. Another generation never sees it, since it may be
 * bound to the certificate as the token is.
 *
 * <p>Not for use by several threads at once: one call is made at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749 section 6, "Refreshing an Access Token"</a>
 */
final class RenewableGrant {
    private final TokenRequest request;
    private final Identity identity;
    private final TokenCalls calls;
    private @Nullable TokenRequest renewal;

    RenewableGrant(TokenRequest request, TokenCalls calls) {
        this.request = request;
        this.identity = new Identity(request, calls.credentials);
        this.calls = calls;
    }

    TokenRequest request() {
        return request;
    }

    /** Fetches a new token that passes the binding check. */
    BoundToken fetch(long askedAt)
            throws TokenErrorException, AuthorizationServerException, TokenNotBoundException,
                    TokenUnavailableException {
        TokenResponse response = ask();
        try {
            calls.policy
                    .binding()
                    .inspect(
                            response.accessToken(),
                            response.isWithCertificate(),
                            response.authentication().isMutualTls(),
                            issuance(response),
                            calls.credentials.thumbprint());
        } catch (TokenNotBoundException e) {
            renewal = null; // the refresh token would not be bound either
            throw e;
        }
        if (!response.isWithCertificate()) {
            String unbound = issuance(response) + " a token over a connection without the client's certificate."
                    + BindingInspection.NOT_ASKED_FOR;
            if (calls.policy.isCertificateRequired()) {
                throw new TokenNotBoundException(unbound);
            }
            calls.policy.warnings().warn(unbound);
        }
        remember(response);
        warnOfMissingScopes(response);
        return new BoundToken(request, identity, response, calls.credentials, calls.policy.lifetime(response, askedAt));
    }

    /** The begin of a sentence about a token. */
    private static String issuance(TokenResponse response) {
        return response.endpoint() + " gave client " + Printable.of(response.clientId()) + " by "
                + response.authentication().methodName();
    }

    private TokenResponse ask() throws TokenErrorException, AuthorizationServerException, TokenUnavailableException {
        if (renewal != null) {
            try {
                return calls.fetch.fetch(renewal);
            } catch (TokenErrorException e) {
                if (e.isAboutTheClient() || !(e.isLasting() || e.isAboutTheGrant())) {
                    throw e;
                }
                renewal = null; // the error may concern the refresh token alone: the grant itself is worth another call
            }
        }
        return calls.fetch.fetch(request);
    }

    /** Keeps the refresh token of the response, or the earlier one if there is none. */
    private void remember(TokenResponse response) {
        if (request.refreshTokens().isPresent()) {
            return; // the application keeps its refresh tokens itself
        }
        response.refreshToken().ifPresent(token -> renewal = renewalBy(token, response.scopes()));
    }

    /** Makes the request with the granted scopes, since a refresh must not request more. */
    private @Nullable TokenRequest renewalBy(String refreshToken, Set<String> granted) {
        try {
            return TokenRequest.refreshToken(refreshToken, granted, request.resources());
        } catch (IllegalArgumentException e) {
            return null; // for example too many scopes: the grant itself serves as well
        }
    }

    /** Warns early, because a resource may refuse calls that need a missing scope. */
    private void warnOfMissingScopes(TokenResponse response) {
        Set<String> missing = new LinkedHashSet<>(request.scopes());
        missing.removeAll(response.scopes());
        if (!missing.isEmpty()) {
            calls.policy
                    .warnings()
                    .warn(issuance(response) + " a token, but did not grant " + missing
                            + " of the scopes asked for: see whether the client may have them.");
        }
    }
}
