/**
 * The authorization endpoint: a user allows a client something, which gets a code for it (RFC 6749 §4.1, RFC 7636).
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.authorization;
