/** Texts of strangers and for people: the syntax of tokens and addresses, base64url, digests, and what may be printed. */
package io.holdfast.text;
