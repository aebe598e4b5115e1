/**
 * The generations of a client's credentials: loaded, prepared with tokens, put into use, retired. For the key ring
 * only; an application uses only the listener types.
 */
package io.holdfast.keyring.rotation;
