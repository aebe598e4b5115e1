package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code self_signed_tls_client_auth}: the presented certificate is, byte for byte, one that the client registered. Its
 * subject and its key alone prove nothing, and nobody's signature on it counts (RFC 8705 §2.2).
 */
final class SelfSignedCredential implements ClientCredential {
    static final String METHOD = "self_signed_tls_client_auth";

    private final List<X509Certificate> registered;

    SelfSignedCredential(List<X509Certificate> registered) {
        this.registered = new ArrayList<>(registered);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Optional<String> objectionTo(List<X509Certificate> chain) {
        // Certificate.equals compares the whole encodings.
        return registered.contains(chain.get(0))
                ? Optional.empty()
                : Optional.of("its certificate is none of those registered in jwks");
    }
}
