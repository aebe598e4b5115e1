package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** {@code tls_client_auth}: a valid chain to one of our authorities, and the registered subject (RFC 8705 §2.1). */
final class AuthorityIssuedCredential implements ClientCredential {
    private final ClientAuthorities authorities;
    private final CertificateSubject subject;

    AuthorityIssuedCredential(ClientAuthorities authorities, CertificateSubject subject) {
        this.authorities = authorities;
        this.subject = subject;
    }

    @Override
    public ClientAuthenticationMethod method() {
        return ClientAuthenticationMethod.TLS_CLIENT_AUTH;
    }

    @Override
    public Optional<String> objectionTo(PresentedCredential presented, CredentialChecks checks) {
        List<X509Certificate> chain = presented.chain();
        if (chain.isEmpty()) {
            return Optional.of("it presented no certificate");
        }
        Optional<String> invalid = authorities.objectionTo(chain);
        if (invalid.isPresent()) {
            return invalid;
        }
        return subject.matches(chain.get(0))
                ? Optional.empty()
                : Optional.of("its certificate is not the one with the registered " + subject);
    }
}
