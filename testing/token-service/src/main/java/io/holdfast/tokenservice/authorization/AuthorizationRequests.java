package io.holdfast.tokenservice.authorization;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.UNAUTHORIZED_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.UNSUPPORTED_RESPONSE_TYPE;

import io.holdfast.tokenservice.client.GrantTypes;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;

/**
 * Checks authorization requests (RFC 6749 §4.1.1). Who asks, and where the answer goes, comes first: as long as that is
 * not known, an error is nobody's but the user's, and a redirect would lead wherever an attacker likes (RFC 9700 §4.11).
 * Immutable.
 */
final class AuthorizationRequests {
    private final String issuer;
    private final Registrations registrations;

    AuthorizationRequests(String issuer, Registrations registrations) {
        this.issuer = issuer;
        this.registrations = registrations;
    }

    /**
     * The client that asks.
     *
     * @throws OAuthErrorException to be shown and not redirected
     */
    RegisteredClient client(FormParameters parameters) throws OAuthErrorException {
        return parameters
                .value("client_id")
                .flatMap(registrations::client)
                .orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "The client_id is missing or unknown"));
    }

    /**
     * Where that client wants the answer.
     *
     * @throws OAuthErrorException to be shown and not redirected
     */
    RedirectTarget redirect(FormParameters parameters, RegisteredClient client) throws OAuthErrorException {
        String redirectUri = parameters
                .value("redirect_uri")
                .filter(client.redirectUris()::contains)
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_REQUEST,
                        "The redirect_uri is missing or not, character for character, one that the client is "
                                + "registered with"));
        return new RedirectTarget(issuer, redirectUri, parameters.value("state"));
    }

    /**
     * The whole request.
     *
     * @throws OAuthErrorException to be redirected
     */
    AuthorizationRequest request(FormParameters parameters, RegisteredClient client, RedirectTarget redirect)
            throws OAuthErrorException {
        String responseType = parameters
                .value("response_type")
                .orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "response_type is missing"));
        if (!responseType.equals("code")) {
            throw new OAuthErrorException(UNSUPPORTED_RESPONSE_TYPE, "The only response_type is code");
        }
        if (!client.mayUse(GrantTypes.AUTHORIZATION_CODE)) {
            throw new OAuthErrorException(UNAUTHORIZED_CLIENT, "This client is not registered for authorization_code");
        }
        CodeChallenge challenge = challenge(parameters);
        Target target =
                registrations.resources().target(parameters.resources(), parameters.value("scope"), client.scopes());
        return new AuthorizationRequest(client, redirect, challenge, target);
    }

    /** Always required, of confidential clients too (RFC 9700 §2.1.1). */
    private static CodeChallenge challenge(FormParameters parameters) throws OAuthErrorException {
        // Without a method it would be "plain" (RFC 7636 §4.3), which protects nothing that a thief sees.
        if (!parameters
                .value("code_challenge_method")
                .filter(CodeChallenge.METHOD::equals)
                .isPresent()) {
            throw new OAuthErrorException(INVALID_REQUEST, "The code_challenge_method must be S256");
        }
        return parameters
                .value("code_challenge")
                .flatMap(CodeChallenge::parse)
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_REQUEST, "The code_challenge is missing or not the base64url of a SHA-256 digest"));
    }
}
