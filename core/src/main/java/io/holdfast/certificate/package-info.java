/** The client certificate of a request: from the TLS connection or from a trusted proxy's header. */
package io.holdfast.certificate;
