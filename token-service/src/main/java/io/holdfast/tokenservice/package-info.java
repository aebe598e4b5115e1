/**
 * A small OAuth 2.0 authorization server that issues certificate-bound access tokens: client credentials (RFC 6749
 * §4.4) with the two mutual-TLS methods of RFC 8705 §2, JWT access tokens (RFC 9068), its metadata (RFC 8414) and keys.
 */
package io.holdfast.tokenservice;
