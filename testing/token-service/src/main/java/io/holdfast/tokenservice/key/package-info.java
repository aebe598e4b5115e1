/**
 * The keys that the token service signs with, and how they change (RFC 7517, RFC 7638).
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.key;
