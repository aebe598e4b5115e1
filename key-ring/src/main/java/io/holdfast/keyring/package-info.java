/**
 * The key ring of a client: its credentials and the certificate-bound access tokens obtained with them, for any HTTP
 * client. An application holds a {@link io.holdfast.keyring.KeyRing}, made by its builder; rules name servers and
 * tokens.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.keyring;
