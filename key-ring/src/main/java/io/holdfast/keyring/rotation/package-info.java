/**
 * The generations of a client's credentials: loaded, prepared with tokens, put into use, retired. It serves the key ring;
 * an application holds none of it.
 */
package io.holdfast.keyring.rotation;
