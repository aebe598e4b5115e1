package io.holdfast.client;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keystore.CredentialGeneration;
import java.time.Duration;

/**
 * Hears what happens in a {@link KeyRing}. It is called on the thread on which it happens: it must be quick, safe for use
 * by several threads and throw nothing; what it throws is logged and forgotten.
 */
public interface KeyRingListener {
    /** A token was fetched. */
    default void tokenFetched(BoundToken token, Duration took) {}

    /** A token could not be fetched: a {@code TokenErrorException} or an {@code AuthorizationServerException}, mostly. */
    default void tokenNotFetched(TokenRequest request, Throwable cause) {}

    /** A protected resource refused a token as invalid. */
    default void tokenRefused(BoundToken token) {}

    /** Other credentials are in use from now on. */
    default void generationReplaced(CredentialGeneration earlier, CredentialGeneration present) {}

    /** Changed credentials cannot be used yet, those in use stay: their files are broken, or no token could be had. */
    default void generationNotReplaced(Throwable cause) {}

    /** The certificate in use ends soon, or has ended if what is left is negative. */
    default void certificateExpires(CredentialGeneration present, Duration left) {}
}
