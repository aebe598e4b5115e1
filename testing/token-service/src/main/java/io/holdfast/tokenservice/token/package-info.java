/** Tokens from their issue to their end: access tokens (RFC 9068) and refresh tokens (RFC 6749 §1.5). */
package io.holdfast.tokenservice.token;
