/**
 * Texts of strangers and for people: the syntax of tokens and addresses, base64url, digests and printable text.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.text;
