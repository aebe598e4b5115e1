/**
 * Calls to an authorization server: its metadata, its keys and its token endpoint. HTTPS only, bounded in size and time.
 *
 * <p>Public API: {@link AuthorizationServerException}, {@link ClientAuthentication}, {@link RefreshTokens},
 * {@link TokenErrorException}, {@link TokenExchange}, {@link TokenRequest}, {@link TokenResponse}. The rest is
 * internal.
 */
package io.holdfast.authorizationserver;
