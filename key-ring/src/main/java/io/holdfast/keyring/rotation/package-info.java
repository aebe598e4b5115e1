/**
 * The generations of a client's credentials: loaded, prepared with tokens, put into use, retired.
 *
 * <p>Public API: {@link RotationListener}. The rest is internal.
 */
package io.holdfast.keyring.rotation;
