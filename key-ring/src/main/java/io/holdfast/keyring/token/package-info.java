/**
 * The tokens of one generation of credentials: fetched when needed, shared by callers, renewed ahead of their end. An
 * application uses {@link io.holdfast.keyring.token.BoundToken} and two exceptions; the rest serves the key ring.
 */
package io.holdfast.keyring.token;
