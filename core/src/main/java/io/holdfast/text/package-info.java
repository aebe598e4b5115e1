/** Texts of strangers and for people: the syntax of tokens and addresses, base64url, digests and printable text. */
package io.holdfast.text;
