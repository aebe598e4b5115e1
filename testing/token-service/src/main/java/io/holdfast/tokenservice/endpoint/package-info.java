/**
 * The endpoints that answer programs: token, introspection, revocation, metadata and keys.
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.endpoint;
