/**
 * The key ring of a client: its credentials and the certificate-bound access tokens got with them, for any HTTP client. An
 * application holds a {@link io.holdfast.keyring.KeyRing}, made by its builder; rules say which servers get which token.
 */
package io.holdfast.keyring;
