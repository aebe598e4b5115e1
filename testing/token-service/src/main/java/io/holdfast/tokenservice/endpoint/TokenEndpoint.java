package io.holdfast.tokenservice.endpoint;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.UNAUTHORIZED_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.UNSUPPORTED_GRANT_TYPE;

import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.grant.TokenGrant;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The token endpoint: who is it, what may it have, here it is (RFC 6749 §3.2). There is no password and no implicit
 * grant. Safe for use by many threads.
 */
public final class TokenEndpoint implements FormEndpoint.Action {
    private final ClientAuthenticator authenticator;
    private final Map<String, TokenGrant> grants;

    public TokenEndpoint(ClientAuthenticator authenticator, Collection<TokenGrant> grants) {
        this.authenticator = authenticator;
        Map<String, TokenGrant> byType = new LinkedHashMap<>();
        grants.forEach(grant -> byType.put(grant.type(), grant));
        this.grants = Collections.unmodifiableMap(byType);
    }

    /** Answers one request with an access token (RFC 6749 §5.1). */
    @Override
    public HttpResponse answer(FormParameters form, HttpRequest request) throws OAuthErrorException {
        AuthenticatedClient client = authenticator.authenticate(form, request);
        TokenGrant grant = grant(form);
        if (!client.client().mayUse(grant.type())) {
            throw new OAuthErrorException(UNAUTHORIZED_CLIENT, "This client is not registered for that grant_type");
        }
        return HttpResponse.json(200, grant.answer(form, client).members());
    }

    private TokenGrant grant(FormParameters form) throws OAuthErrorException {
        String type = form.value("grant_type")
                .orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "grant_type is missing"));
        TokenGrant grant = grants.get(type);
        if (grant == null) {
            throw new OAuthErrorException(
                    UNSUPPORTED_GRANT_TYPE, "The grant_type is not one of " + String.join(", ", grants.keySet()));
        }
        return grant;
    }
}
