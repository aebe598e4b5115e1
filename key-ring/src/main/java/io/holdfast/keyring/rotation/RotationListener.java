package io.holdfast.keyring.rotation;

import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;

/**
 * Hears what becomes of a client's credentials, on the thread on which it happens. It must be quick, safe for use by
 * several threads and throw nothing; what it throws is logged and forgotten.
 */
public interface RotationListener {
    /** Other credentials are in use from now on. */
    default void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {}

    /** Changed credentials cannot be used yet, those in use stay: their files are broken, or no token could be had. */
    default void generationNotReplaced(Throwable cause) {}

    /** The certificate in use ends soon, or has ended if what is left is negative. */
    default void certificateExpires(CredentialGeneration present, Duration left) {}
}
