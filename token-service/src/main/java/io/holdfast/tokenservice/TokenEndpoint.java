package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.UNAUTHORIZED_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.UNSUPPORTED_GRANT_TYPE;

import io.holdfast.token.TokenDigest;
import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token endpoint: who is it, what may it have, here it is (RFC 6749 §4.4, RFC 8705 §2). There is no password and no
 * implicit grant. Safe for use by many threads.
 */
final class TokenEndpoint {
    static final String CLIENT_CREDENTIALS = "client_credentials";

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    private final ClientAuthenticator authenticator;
    private final Registrations registrations;
    private final AccessTokenMint mint;

    TokenEndpoint(ClientAuthenticator authenticator, Registrations registrations, AccessTokenMint mint) {
        this.authenticator = authenticator;
        this.registrations = registrations;
        this.mint = mint;
    }

    /** Answers one request with an access token (RFC 6749 §5.1). */
    HttpResponse answer(FormParameters form, HttpRequest request) throws OAuthErrorException {
        AuthenticatedClient authenticated = authenticator.authenticate(form, request);
        RegisteredClient client = authenticated.client();
        requireGrant(form, client);
        Target target = registrations.resources().target(form.resources(), form.value("scope"), client.scopes());

        String token = mint.mint(authenticated, target);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", mint.lifetimeSeconds(client));
        if (!target.scopes().isEmpty()) {
            answer.put("scope", String.join(" ", target.scopes()));
        }
        LOG.info("Issued token {} to client '{}' for {}", TokenDigest.of(token), client.id(), target.audience());
        return HttpResponse.json(200, answer);
    }

    private static void requireGrant(FormParameters form, RegisteredClient client) throws OAuthErrorException {
        String grant = form.value("grant_type")
                .orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "grant_type is missing"));
        if (!grant.equals(CLIENT_CREDENTIALS)) {
            throw new OAuthErrorException(UNSUPPORTED_GRANT_TYPE, "The only grant_type is client_credentials");
        }
        if (!client.mayUse(CLIENT_CREDENTIALS)) {
            throw new OAuthErrorException(UNAUTHORIZED_CLIENT, "This client is not registered for client_credentials");
        }
    }
}
