/**
 * The tokens of one generation of credentials: fetched when needed, shared by callers, renewed ahead of their end.
 *
 * <p>Public API: {@link BindingCheck}, {@link BoundToken}, {@link Identity}, {@link TokenListener}, {@link TokenNotBoundException},
 * {@link TokenUnavailableException}. The rest is internal.
 */
package io.holdfast.keyring.token;
