/**
 * The binding of an access token to a client certificate (RFC 8705 section 3, "Mutual-TLS Client Certificate-Bound
 * Access Tokens"): small, pure, and independent of the sources of token and certificate.
 *
 * <p>Public API: {@link CertificateThumbprint}, {@link Confirmation}. The rest is internal.
 */
package io.holdfast.binding;
