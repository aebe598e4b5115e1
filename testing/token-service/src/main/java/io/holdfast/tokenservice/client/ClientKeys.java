package io.holdfast.tokenservice.client;

import io.holdfast.token.VerificationUnavailableException;

/** The keys of one client, wherever they come from. Implementations are safe for use by many threads. */
interface ClientKeys {
    /**
     * The keys that are good now.
     *
     * @throws VerificationUnavailableException if they cannot be known now
     */
    ClientKeySet current() throws VerificationUnavailableException;

    /**
     * The keys after another look, for one that is not among the current ones: the client may have a new one. Anybody can
     * come with an unknown key, so there is not always another look, and then these are the current ones.
     */
    ClientKeySet latest();
}
