package io.holdfast.keyring;

import io.holdfast.keyring.rotation.RotationListener;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenListener;

/**
 * Receives the events of a {@link KeyRing}, on the thread on which they happen. It must be quick, safe for use by
 * several threads and throw nothing; an exception is logged and dropped.
 */
public interface KeyRingListener extends TokenListener, RotationListener {
    /** A protected resource refused a token as invalid. */
    default void tokenRefused(BoundToken token) {}
}
