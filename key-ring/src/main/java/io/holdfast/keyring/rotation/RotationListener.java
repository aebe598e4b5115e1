package io.holdfast.keyring.rotation;

import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;

/**
 * Receives the events of a client's credentials, on the thread on which they happen. It must be quick, safe for use by
 * several threads and throw nothing; an exception is logged and dropped.
 */
public interface RotationListener {
    /** Other credentials are in use from now on. */
    default void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {}

    /** Changed credentials cannot be used yet: their files are broken, or no token came. Those in use stay. */
    default void generationNotReplaced(Throwable cause) {}

    /** The certificate in use ends soon, or has ended if the remaining time is negative. */
    default void certificateExpires(CredentialGeneration present, Duration left) {}
}
