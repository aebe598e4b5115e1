/**
 * An access token, and the ways to verify one. A {@link io.holdfast.token.VerifiedToken} is a proof: only the verifiers
 * of this package can make one.
 */
package io.holdfast.token;
