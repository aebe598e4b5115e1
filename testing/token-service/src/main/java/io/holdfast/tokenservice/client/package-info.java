/**
 * Who the clients, protected resources and users of the token service are: the registrations file, and how a client
 * proves that it is the registered one (RFC 7591 §2, RFC 8705 §2, RFC 7523, RFC 8707).
 *
 * <p>Internal: the JUnit extension and the demo stand before it.
 */
package io.holdfast.tokenservice.client;
