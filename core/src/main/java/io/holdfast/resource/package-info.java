/**
 * The protected resource: the one decision whether a request may pass, and the answer it gets if not. Knows no servlet
 * container; a door translates.
 *
 * <p>Public API: {@link AccessListener}, {@link AccessRefusal}, {@link AccessTokenPrincipal}, {@link IssuerHealth},
 * {@link IssuerStatus}, {@link RefusalReason}. The rest is internal.
 */
package io.holdfast.resource;
