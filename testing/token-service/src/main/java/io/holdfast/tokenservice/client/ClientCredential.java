package io.holdfast.tokenservice.client;

import io.holdfast.token.VerificationUnavailableException;
import java.util.Optional;

/** A credential that a client is registered with (RFC 6749 §2.3, RFC 8705 §2). Implementations are immutable. */
interface ClientCredential {
    ClientAuthenticationMethod method();

    /**
     * Why what is presented does not prove that the client is the one registered; empty if it does.
     *
     * @param presented by a request that names this client and uses this {@link #method()}
     * @return a sentence for the log of the operator, not for the client
     * @throws VerificationUnavailableException if that cannot be known now
     */
    Optional<String> objectionTo(PresentedCredential presented, CredentialChecks checks)
            throws VerificationUnavailableException;
}
