/**
 * The grants that a client trades for an access token: those of RFC 6749 §1.3, and the token exchange of RFC 8693.
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.grant;
