/** The authorization endpoint: a user allows a client something, which gets a code for it (RFC 6749 §4.1, RFC 7636). */
package io.holdfast.tokenservice.authorization;
