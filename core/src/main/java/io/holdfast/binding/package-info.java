/**
 * The binding of an access token to a client certificate (RFC 8705 section 3, "Mutual-TLS Client Certificate-Bound
 * Access Tokens"): small, pure, and knowing nothing of where token and certificate came from.
 */
package io.holdfast.binding;
