/**
 * Tokens from their issue to their end: access tokens (RFC 9068) and refresh tokens (RFC 6749 §1.5).
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.token;
