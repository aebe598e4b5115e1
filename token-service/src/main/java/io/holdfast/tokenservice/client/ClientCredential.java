package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** How a registered client proves with its TLS certificate who it is (RFC 8705 §2). Implementations are immutable. */
interface ClientCredential {
    /** The {@code token_endpoint_auth_method} of the client. */
    String method();

    /**
     * Why these certificates do not prove that the client is the one registered; empty if they do.
     *
     * @param chain what the client presented in this handshake, its own certificate first; never empty
     * @return a sentence for the log of the operator, not for the client
     */
    Optional<String> objectionTo(List<X509Certificate> chain);
}
