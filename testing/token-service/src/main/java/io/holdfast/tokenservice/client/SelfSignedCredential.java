package io.holdfast.tokenservice.client;

import io.holdfast.token.VerificationUnavailableException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * {@code self_signed_tls_client_auth}: the presented certificate is, byte for byte, one that the client registered. Its
 * subject and its key alone prove nothing, and nobody's signature on it counts (RFC 8705 §2.2).
 */
final class SelfSignedCredential implements ClientCredential {
    private final RegisteredKeys registered;

    SelfSignedCredential(RegisteredKeys registered) {
        this.registered = registered;
    }

    @Override
    public ClientAuthenticationMethod method() {
        return ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    @Override
    public Optional<String> objectionTo(PresentedCredential presented, CredentialChecks checks)
            throws VerificationUnavailableException {
        List<X509Certificate> chain = presented.chain();
        if (chain.isEmpty()) {
            return Optional.of("it presented no certificate");
        }
        ClientKeys keys = checks.keys(registered);
        // Certificate.equals compares the whole encodings.
        X509Certificate certificate = chain.get(0);
        boolean known = keys.current().certificates().contains(certificate)
                || keys.latest().certificates().contains(certificate);
        return known ? Optional.empty() : Optional.of("its certificate is none of those in its " + registered.member());
    }
}
