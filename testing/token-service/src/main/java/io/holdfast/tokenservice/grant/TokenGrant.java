package io.holdfast.tokenservice.grant;

import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.TokenResponse;

/** Answers the token requests of one {@code grant_type}. Safe for use by many threads. */
public interface TokenGrant {
    /** The {@code grant_type}. */
    String type();

    /**
     * Issues what was asked for.
     *
     * @param client registered for this grant
     * @throws OAuthErrorException if it may not have that
     */
    TokenResponse answer(FormParameters form, AuthenticatedClient client) throws OAuthErrorException;
}
