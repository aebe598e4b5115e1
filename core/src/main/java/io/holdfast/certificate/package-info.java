/**
 * The client certificate of a request: from the TLS connection or from a trusted proxy's header.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.certificate;
