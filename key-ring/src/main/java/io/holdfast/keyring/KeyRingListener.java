package io.holdfast.keyring;

import io.holdfast.keyring.rotation.RotationListener;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenListener;

/**
 * Hears what happens in a {@link KeyRing}. It is called on the thread on which it happens: it must be quick, safe for use
 * by several threads and throw nothing; what it throws is logged and forgotten.
 */
public interface KeyRingListener extends TokenListener, RotationListener {
    /** A protected resource refused a token as invalid. */
    default void tokenRefused(BoundToken token) {}
}
