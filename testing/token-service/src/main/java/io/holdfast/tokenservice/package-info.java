/**
 * A small OAuth 2.0 authorization server that issues certificate-bound access tokens (RFC 8705), to try and to test
 * with: JWTs (RFC 9068) and opaque ones, by client credentials, authorization code with PKCE, refresh token and token
 * exchange (RFC 8693), with introspection (RFC 7662, RFC 9701), revocation (RFC 7009), metadata (RFC 8414) and keys that
 * can be rotated.
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice;
